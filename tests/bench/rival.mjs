// The same job with pdf-lib and @signpdf, as their own examples do it.
import { PDFDocument } from "pdf-lib";
import { pdflibAddPlaceholder } from "@signpdf/placeholder-pdf-lib";
import { P12Signer } from "@signpdf/signer-p12";
import signpdf from "@signpdf/signpdf";
import forge from "node-forge";

let signer;

// A key and a certificate of its own; made once, before anything is timed.
function prepare() {
  const pair = forge.pki.rsa.generateKeyPair(2048);
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = pair.publicKey;
  certificate.serialNumber = "01";
  certificate.validity.notAfter.setFullYear(certificate.validity.notBefore.getFullYear() + 1);
  const name = [{ name: "commonName", value: "Bench" }];
  certificate.setSubject(name);
  certificate.setIssuer(name);
  certificate.sign(pair.privateKey, forge.md.sha256.create());
  const p12 = forge.pkcs12.toPkcs12Asn1(pair.privateKey, [certificate], "bench", { algorithm: "3des" });
  signer = new P12Signer(Buffer.from(forge.asn1.toDer(p12).getBytes(), "binary"), { passphrase: "bench" });
}

globalThis.rival = async (bytes) => {
  if (!signer) prepare();
  const began = performance.now();
  const pdf = await PDFDocument.load(bytes, { updateMetadata: false });
  const opened = performance.now();
  pdflibAddPlaceholder({ pdfDoc: pdf, reason: "bench", contactInfo: "", name: "Bench", location: "", signatureLength: 8192 });
  const saved = await pdf.save({ useObjectStreams: false });
  const signed = await signpdf.sign(Buffer.from(saved), signer);
  return { open: opened - began, sign: performance.now() - opened, size: signed.length };
};
