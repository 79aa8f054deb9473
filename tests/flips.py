"""Flips a bit at each place named on standard input, "place bit" a line; prints those pyHanko accepts.

    flips.py FILE SIGNATURES ROOT.pem [OTHER.pem ...]

A file is refused if it cannot be read, if it has another number of signatures, or if one of them is
not intact, valid, trusted, or does not cover what it must. The last signature is asked first: once
it is refused, so is the file.
"""

import io
import logging
import sys

from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext


def context(roots, others):
    return ValidationContext(trust_roots=roots, other_certs=others, revocation_mode="soft-fail", allow_fetching=False)


def judge(data, signatures, roots, others):
    """Says why the file is refused; nothing where it is accepted."""
    found = PdfFileReader(io.BytesIO(data)).embedded_signatures
    if len(found) != signatures:
        return f"{len(found)} signatures"
    for signature in reversed(found):
        status = validate_pdf_signature(signature, context(roots, others), context(roots, others))
        if not (status.intact and status.valid and status.trusted and status.bottom_line):
            return f"{signature.field_name}: {status.summary()}"
        if signature is found[-1] and status.coverage != SignatureCoverageLevel.ENTIRE_FILE:
            return f"{signature.field_name}: {status.coverage}"
    return None


def flipped(data, at, bit):
    return data[:at] + bytes([data[at] ^ bit]) + data[at + 1 :]


def refusal(data, signatures, roots, others):
    try:
        return judge(data, signatures, roots, others)
    except Exception as why:  # noqa: BLE001 - a reader that gives up has refused
        return f"{type(why).__name__}: {why}"


def main():
    logging.disable(logging.CRITICAL)
    path, signatures, root, *rest = sys.argv[1:]
    with open(path, "rb") as file:
        data = file.read()
    roots, others = list(load_certs_from_pemder([root])), list(load_certs_from_pemder(rest))
    whole = refusal(data, int(signatures), roots, others)
    if whole:
        sys.exit(f"the file itself is refused: {whole}")
    for line in sys.stdin.read().splitlines():
        at, bit = map(int, line.split())
        if not refusal(flipped(data, at, bit), int(signatures), roots, others):
            print(at, bit)


main()
