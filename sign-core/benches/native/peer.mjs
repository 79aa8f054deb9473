// Loads a file with pdf-lib, draws on it, writes it anew and hashes it; prints milliseconds and peak MB.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { PDFDocument, rgb } from "pdf-lib";

const bytes = new Uint8Array(readFileSync(process.argv[2]));
const began = performance.now();
const document = await PDFDocument.load(bytes, { updateMetadata: false });
document.getPage(0).drawRectangle({ x: 60, y: 60, width: 200, height: 80, color: rgb(0.08, 0.13, 0.24) });
const out = await document.save();
createHash("sha256").update(out).digest();
const ms = performance.now() - began;
console.log(ms, process.resourceUsage().maxRSS / 1024);
