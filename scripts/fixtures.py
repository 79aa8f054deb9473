"""Writes the office documents and the scan that scripts/fixtures makes PDFs of, and pictures for stamps."""

import io
import math
import sys
from pathlib import Path
from xml.sax.saxutils import escape

from PIL import Image, ImageDraw, ImageFilter, ImageFont

A4_PT = (595.276, 841.89)
DPI = 150


def main(out: Path) -> None:
    (out / "contract.fodt").write_text(office("Contrat de prestation", CLAUSES), "utf-8")
    (out / "other.fodt").write_text(office("Another document", CLAUSES[:3]), "utf-8")
    (out / "scan.pdf").write_bytes(scan())
    (out / "letter.pdf").write_bytes(letter())
    (out / "form.pdf").write_bytes(form())
    photograph(out / "signature.jpg")
    logo(out / "logo.png")
    Image.new("RGB", (400, 200), (252, 251, 250)).save(out / "blank.png")


# An office document (OpenDocument, flat XML) ---------------------------------------------------

CLAUSES = [
    ("Objet", "Le prestataire réalise pour le client l’étude décrite en annexe, dans les délais convenus, "
              "avec le soin qu’exige la profession. Toute modification fait l’objet d’un avenant signé."),
    ("Prix", "Le prix est de 12 480,00 € hors taxes, payable à trente jours. Aucun escompte n’est accordé."),
    ("Confidentialité", "Each party keeps secret what it learns of the other: plans, figures, names of customers. "
                        "This holds for five years after the end of the contract."),
    ("Durée", "Le contrat prend effet à la dernière signature et dure douze mois. Il se renouvelle par écrit."),
    ("Droit applicable", "Le droit français s’applique. Les parties cherchent d’abord un accord amiable."),
]


def office(title: str, clauses: list) -> str:
    body = [f'<text:h text:outline-level="1">{escape(title)}</text:h>']
    for number, (head, text) in enumerate(clauses * 2, 1):
        body.append(f'<text:h text:outline-level="2">{number}. {escape(head)}</text:h>')
        body += [f"<text:p>{escape(text)}</text:p>"] * 3
    body.append(table([["Lot", "Quantité", "Prix"], ["Étude", "1", "9 480 €"], ["Visite", "3", "3 000 €"]]))
    body += ["<text:p>Signature du client :</text:p>", "<text:p>Signature du prestataire :</text:p>"]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<office:document office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text"'
        ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0">'
        f'<office:body><office:text>{"".join(body)}</office:text></office:body></office:document>'
    )


def table(rows: list) -> str:
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    lines = ["<table:table-row>" + "".join(cell.format(escape(text)) for text in row) + "</table:table-row>" for row in rows]
    return f'<table:table table:name="Prix"><table:table-column table:number-columns-repeated="3"/>{"".join(lines)}</table:table>'


# A scan: a colour JPEG, a fax page that stands rotated, a grey JPEG --------------------------------


def scan() -> bytes:
    upright = (round(A4_PT[0] / 72 * DPI), round(A4_PT[1] / 72 * DPI))
    lying = upright[::-1]
    colour = page_image(upright, "RGB", "Purchase order 2041", tilt=0.4)
    fax = page_image(upright, "L", "Annex: readings", tilt=-0.3).point(lambda v: 255 if v > 150 else 0)
    grey = page_image(upright, "L", "General terms", tilt=0.2)
    # The scanner stored the second sheet lying down; /Rotate 90 shows it upright.
    fax = fax.rotate(90, expand=True).convert("1")
    assert fax.size == lying
    return pdf([(jpeg(colour), 0), (ccitt(fax), 90), (jpeg(grey), 0)])


def page_image(size: tuple, mode: str, title: str, tilt: float) -> Image.Image:
    paper = Image.new("L", size, 243)
    draw = ImageDraw.Draw(paper)
    draw.text((130, 140), title, fill=30, font=ImageFont.load_default(44))
    small = ImageFont.load_default(23)
    for row in range(32):
        text = f"{row + 1:02}  Item {row * 37 % 91:02}, quantity {row * 7 % 13}, amount {row * 113 % 997} EUR"
        draw.text((130, 260 + 40 * row), text, fill=45, font=small)
    paper = paper.rotate(tilt, fillcolor=243).filter(ImageFilter.GaussianBlur(0.6))
    return Image.merge("RGB", (paper, paper, paper.point(lambda v: v * 0.94))) if mode == "RGB" else paper


def jpeg(image: Image.Image) -> tuple:
    data = io.BytesIO()
    image.save(data, "JPEG", quality=72, dpi=(DPI, DPI))
    space = "/DeviceRGB" if image.mode == "RGB" else "/DeviceGray"
    return image.size, f"/ColorSpace {space} /BitsPerComponent 8 /Filter /DCTDecode", data.getvalue()


def ccitt(image: Image.Image) -> tuple:
    data = io.BytesIO()
    image.save(data, "TIFF", compression="group4", strip_size=1 << 30)
    tiff = Image.open(data)
    (offset,), (length,) = tiff.tag_v2[273], tiff.tag_v2[279]
    black_is_1 = "false" if tiff.tag_v2[262] == 0 else "true"
    width, height = image.size
    parms = f"<< /K -1 /Columns {width} /Rows {height} /BlackIs1 {black_is_1} >>"
    entries = f"/ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /CCITTFaxDecode /DecodeParms {parms}"
    return image.size, entries, data.getvalue()[offset : offset + length]


def pdf(pages: list) -> bytes:
    """Builds a PDF 1.4 whose pages hold one image each, as scanners write it."""
    kids = " ".join(f"{3 + 3 * n} 0 R" for n in range(len(pages)))
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode()]
    for n, (((width, height), entries, data), turn) in enumerate(pages):
        w, h = A4_PT if width < height else A4_PT[::-1]
        content = f"q {w} 0 0 {h} 0 0 cm /Im Do Q".encode()
        resources = f"<< /XObject << /Im {5 + 3 * n} 0 R >> >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {w} {h}] /Rotate {turn} /Resources {resources} /Contents {4 + 3 * n} 0 R >>".encode())
        objects.append(stream("", content))
        objects.append(stream(f"/Type /XObject /Subtype /Image /Width {width} /Height {height} {entries} ", data))
    info = b"<< /Producer (scripts/fixtures.py) /Title (Purchase order) >>"
    return assemble(objects + [info])


# A plain letter: nothing in it has to be rewritten before it is signed ---------------------------


def letter() -> bytes:
    lines = [f"{n}. Each party keeps clause {n * 17 % 97} for {n + 2} years after the end." for n in range(1, 30)]
    shown = "".join(f"({line}) Tj T*\n" for line in lines)
    content = f"BT /F1 20 Tf 72 770 Td (Letter of understanding) Tj /F1 11 Tf 0 -40 Td 22 TL\n{shown}ET".encode()
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>"
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    info = "<< /Producer (scripts/fixtures.py) /Title (Letter of understanding) >>"
    pages = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
    return assemble([b"<< /Type /Catalog /Pages 2 0 R >>", pages, page.encode(), stream("", content), font.encode(), info.encode()])


# A form that holds more than it shows: a file, a layer that is off, a hidden note, an amount of another value


def form() -> bytes:
    catalog = """<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R] >> /Names << /EmbeddedFiles << /Names [(a) 9 0 R] >> >>
        /OCProperties << /OCGs [11 0 R] /D << /Order [11 0 R] /OFF [11 0 R] >> >> >>"""
    page = """<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Annots [6 0 R 8 0 R]
        /Resources << /Font << /F1 5 0 R >> /Properties << /L 11 0 R >> >> >>"""
    content = b"BT /F1 20 Tf 72 770 Td (Order) Tj ET /OC /L BDC BT /F1 20 Tf 72 700 Td (Draft) Tj ET EMC"
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    look = "/Type /XObject /Subtype /Form /BBox [0 0 100 20] /Resources << /Font << /F1 5 0 R >> >> "
    amount = """<< /Type /Annot /Subtype /Widget /FT /Tx /T (amount) /V (900) /DA (/F1 12 Tf 0 g) /F 4 /P 3 0 R
        /Rect [72 640 172 660] /AP << /N 7 0 R >> >>"""
    note = "<< /Type /Annot /Subtype /Stamp /F 2 /P 3 0 R /Rect [200 640 300 660] /AP << /N 7 0 R >> >>"
    file = "<< /Type /Filespec /F (a.txt) /UF (a.txt) /EF << /F 10 0 R >> >>"
    layer = "<< /Type /OCG /Name (Draft) >>"
    info = "<< /Producer (scripts/fixtures.py) /Title (Order) >>"
    plain = [part.encode() for part in (catalog, "<< /Type /Pages /Count 1 /Kids [3 0 R] >>", page)]
    shown = stream(look, b"BT /F1 12 Tf 2 5 Td (100) Tj ET")
    attached = stream("/Type /EmbeddedFile ", b"A word that no page shows.")
    return assemble(plain + [stream("", content), font.encode(), amount.encode(), shown, note.encode(), file.encode(), attached, layer.encode(), info.encode()])


# Pictures for stamps: a telephone's photograph of a signature on paper, and a logo -----------------


def photograph(path: Path) -> None:
    """A sheet that the light falls on from the left, with a signature; the telephone was held sideways."""
    sheet = Image.linear_gradient("L").rotate(90).resize((1600, 1000)).point(lambda v: 150 + v * 80 // 255)
    sheet = Image.merge("RGB", (sheet, sheet, sheet.point(lambda v: v * 0.94)))
    draw = ImageDraw.Draw(sheet)
    loops = [(300 + 9 * step, 480 + 150 * math.sin(step * 0.42) * (1 - step / 160)) for step in range(110)]
    draw.line(loops, fill=(28, 36, 92), width=13, joint="curve")
    draw.line([(340, 700), (1280, 640)], fill=(28, 36, 92), width=11)
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "A telephone of somebody", 6
    sheet.filter(ImageFilter.GaussianBlur(1.2)).rotate(90, expand=True).save(path, "JPEG", quality=85, exif=exif)


def logo(path: Path) -> None:
    picture = Image.new("RGBA", (480, 240), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((10, 20, 210, 220), fill=(0, 140, 60, 255))
    draw.rectangle((250, 60, 470, 180), fill=(0, 140, 60, 255))
    picture.save(path)


def stream(entries: str, data: bytes) -> bytes:
    return f"<< {entries}/Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def assemble(objects: list) -> bytes:
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010} 00000 n \n".encode() for offset in offsets)
    name = "<" + "53656E67" * 4 + ">"
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R /ID [{name} {name}] >>\n".encode()
    return bytes(out + f"startxref\n{start}\n%%EOF\n".encode())


main(Path(sys.argv[1]))
