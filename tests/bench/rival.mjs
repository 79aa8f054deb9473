// The same job with pdf-lib and @signpdf, as their own examples do it.
import { PDFDocument, StandardFonts, rgb } from "pdf-lib";
import { pdflibAddPlaceholder } from "@signpdf/placeholder-pdf-lib";
import { P12Signer } from "@signpdf/signer-p12";
import { SignPdf } from "@signpdf/signpdf";
import forge from "node-forge";

let p12;

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
  const store = forge.pkcs12.toPkcs12Asn1(pair.privateKey, [certificate], "bench", { algorithm: "3des" });
  p12 = Buffer.from(forge.asn1.toDer(store).getBytes(), "binary");
}

// The same sixty points as ours.
const points = Array.from({ length: 60 }, (_, step) => [12 * step * 0.25, 60 + 15 * Math.sin(step * 0.7)]);
const ink = points.map(([x, y], at) => `${at ? "L" : "M"} ${x} ${y}`).join(" ");

async function stamp(pdf) {
  const [page] = pdf.getPages();
  const font = await pdf.embedFont(StandardFonts.Helvetica);
  page.drawSvgPath(ink, { x: 60, y: 240, borderColor: rgb(0, 0, 0), borderWidth: 1.5 });
  page.drawText("Anna Durand", { x: 60, y: 165, size: 9, font });
}

globalThis.rival = async (bytes) => {
  if (!p12) prepare();
  const signer = new P12Signer(p12, { passphrase: "bench" });
  const began = performance.now();
  const pdf = await PDFDocument.load(bytes, { updateMetadata: false });
  const opened = performance.now();
  await stamp(pdf);
  pdflibAddPlaceholder({ pdfDoc: pdf, reason: "bench", contactInfo: "", name: "Bench", location: "", signatureLength: 8192 });
  const saved = await pdf.save({ useObjectStreams: false });
  const signed = await new SignPdf().sign(Buffer.from(saved), signer);
  return { open: opened - began, sign: performance.now() - opened, size: signed.length };
};
