"""Validates files as `pyhanko sign validate` does, many in one process: a line of file and roots in, a line out."""

import logging
import signal
import sys
from pathlib import Path

from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko_certvalidator import ValidationContext


# The fields of ours. What others signed before is theirs: pyHanko may know neither their root nor
# their container, and takes a hybrid file of theirs only where it is told to.
OURS = {"sig_01", "seal"}

# How long it may compare the versions of one file for one signature.
PATIENCE_S = 20


def signatures(reader: PdfFileReader, whose: str) -> list:
    if whose == "all":
        return reader.embedded_regular_signatures
    # Theirs are not even read: one may hold no container at all.
    fields = enumerate_sig_fields(reader, filled_status=True)
    return [EmbeddedPdfSignature(reader, field.get_object(), name) for name, _, field in fields if name in OURS]


def judged(signature: EmbeddedPdfSignature, trust: ValidationContext):
    """Judges a signature, without the comparison of versions where pyHanko does not come to its end.

    It follows each reference by a call of its own and keeps every way to every object: an outline of some
    hundred items is deeper than Python goes, or takes minutes. What later versions changed is then left
    to the other judges.
    """
    signal.alarm(PATIENCE_S)
    try:
        return validate_pdf_signature(signature, signer_validation_context=trust)
    except (RecursionError, TimeoutError):
        return validate_pdf_signature(signature, signer_validation_context=trust, skip_diff=True)
    finally:
        signal.alarm(0)


def too_long(_signal, _frame) -> None:
    raise TimeoutError


def opinion(file: str, roots: Path, whose: str) -> str:
    with open(file, "rb") as stream:
        count = 0
        reader = PdfFileReader(stream, strict=whose == "all")
        for signature in signatures(reader, whose):
            others = [load_cert_from_pemder(str(roots / name)) for name in ("issuing.pem", "tsa.pem")]
            trust = ValidationContext(
                trust_roots=[load_cert_from_pemder(str(roots / "root.pem"))],
                other_certs=others,
                revocation_mode="soft-fail",
                allow_fetching=False,
            )
            status = judged(signature, trust)
            if not status.bottom_line:
                return f"{signature.field_name}: {status.summary()}"
            count += 1
        return f"valid {count}"


def main() -> None:
    logging.disable(logging.CRITICAL)
    signal.signal(signal.SIGALRM, too_long)
    for line in sys.stdin.read().splitlines():
        file, roots, whose = line.split("\t")
        try:
            answer = opinion(file, Path(roots), whose)
        except Exception as why:  # one bad file must not keep the others from being judged
            answer = f"{type(why).__name__}: {why}".replace("\n", " ")
        print(answer, flush=True)


main()
