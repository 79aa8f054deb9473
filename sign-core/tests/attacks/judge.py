"""Prints pyHanko's verdict on every PDF of a folder: valid, invalid, unsigned, or error where it gives up."""

import datetime
import logging
import sys
import warnings
from pathlib import Path

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko_certvalidator import ValidationContext

# The day after the signatures.
MOMENT = datetime.datetime(2026, 11, 21, 10, tzinfo=datetime.timezone.utc)


def context(folder):
    read = lambda name: x509.Certificate.load((folder / f"{name}.der").read_bytes())
    return ValidationContext(
        trust_roots=[read("root")],
        other_certs=[read("issuing"), read("tsa")],
        allow_fetching=False,
        revocation_mode="soft-fail",
        moment=MOMENT,
    )


def judge(folder, signature):
    if signature.sig_object.get("/Type") == "/DocTimeStamp":
        status = validate_pdf_timestamp(signature, context(folder))
        return status.intact and status.valid and status.trusted
    return validate_pdf_signature(signature, context(folder), context(folder)).bottom_line


def verdict(folder, path):
    try:
        with path.open("rb") as file:
            signatures = list(PdfFileReader(file).embedded_signatures)
            if not signatures:
                return "unsigned"
            judged = [judge(folder, one) for one in signatures]
    except Exception:  # pyHanko gives up with errors of many kinds
        return "error"
    return "valid" if all(judged) else "invalid"


logging.disable(logging.CRITICAL)
warnings.filterwarnings("ignore")
where = Path(sys.argv[1])
for pdf in sorted(where.glob("*.pdf")):
    print(pdf.stem, verdict(where, pdf))
