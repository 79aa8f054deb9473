"""Signs or verifies a file with pyHanko, in memory, or all of a list or folder; prints milliseconds and peak MB."""

import logging
import resource
import sys
import time
from datetime import datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path

from asn1crypto import keys, x509
from cryptography import x509 as made
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore


def signer() -> signers.SimpleSigner:
    key = ec.generate_private_key(ec.SECP256R1())
    name = made.Name([made.NameAttribute(NameOID.COMMON_NAME, "Anna")])
    now = datetime.now(timezone.utc)
    builder = made.CertificateBuilder(name, name, key.public_key(), 7, now - timedelta(1), now + timedelta(9))
    certificate = builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)
    secret = key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return signers.SimpleSigner(x509.Certificate.load(certificate), keys.PrivateKeyInfo.load(secret), SimpleCertificateStore())


def signed(data: bytes, who: signers.SimpleSigner, strict: bool) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(data), strict=strict)
    fields.append_signature_field(writer, fields.SigFieldSpec("S", on_page=0, box=(60, 60, 260, 140)))
    meta = signers.PdfSignatureMetadata(field_name="S", subfilter=fields.SigSeedSubFilter.PADES, md_algorithm="sha256")
    signers.PdfSigner(meta, who).sign_pdf(writer)


def sign(data: bytes, _root: str) -> float:
    who = signer()
    began = time.perf_counter()
    signed(data, who, True)
    return time.perf_counter() - began


def sign_all(paths: str) -> float:
    """Signs every file of a list; one that it cannot sign has cost it its time, too."""
    who = signer()
    files = [Path(path).read_bytes() for path in Path(paths).read_text().splitlines()]
    began = time.perf_counter()
    for data in files:
        try:
            signed(data, who, False)
        except Exception:  # a file that it refuses
            continue
    return time.perf_counter() - began


def verify(data: bytes, root: str) -> float:
    trusted = x509.Certificate.load(Path(root).read_bytes())
    began = time.perf_counter()
    signatures = PdfFileReader(BytesIO(data)).embedded_signatures
    context = ValidationContext(trust_roots=[trusted], allow_fetching=False, revocation_mode="soft-fail")
    states = [validate_pdf_signature(one, context, context) for one in signatures]
    took = time.perf_counter() - began
    assert states and all(state.intact and state.valid for state in states)
    return took


def judge(folder: str) -> float:
    """Judges every signed file of a folder in turn; one that it cannot read has cost it its time, too."""
    files = [path.read_bytes() for path in Path(folder).iterdir() if path.is_file()]
    signed = [data for data in files if b"/ByteRange" in data]
    began = time.perf_counter()
    for data in signed:
        context = ValidationContext(allow_fetching=False, revocation_mode="soft-fail")
        try:
            for one in PdfFileReader(BytesIO(data), strict=False).embedded_signatures:
                validate_pdf_signature(one, context, context)
        except Exception:  # a file that it refuses
            continue
    return time.perf_counter() - began


what, path, root = sys.argv[1:]
if what in ("judge", "sign-all"):
    logging.disable(logging.CRITICAL)
    seconds = {"judge": judge, "sign-all": sign_all}[what](path)
else:
    seconds = {"sign": sign, "verify": verify}[what](Path(path).read_bytes(), root)
print(seconds * 1000, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
