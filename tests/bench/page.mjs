// Runs in the benchmark's page: the floor, and our own worker step by step.
let worker, next = 0;
const waiting = new Map();

globalThis.start = () => new Promise((ready) => {
  worker = new Worker("/docworker_loader.js", { type: "module" });
  worker.onmessage = ({ data }) => {
    if (data.id === undefined) return ready(true);
    if (data.progress !== undefined) return;
    waiting.get(data.id)(data);
    waiting.delete(data.id);
  };
});

// Asks the worker one thing; gives its answer and how long that took.
globalThis.ask = async (question, beside = []) => {
  const id = ++next;
  const began = performance.now();
  const data = await new Promise((resolve) => {
    waiting.set(id, resolve);
    worker.postMessage({ id, ask: question, beside });
  });
  return { answer: data.answer, beside: data.beside, ms: performance.now() - began };
};

globalThis.fetched = async (path) => new Uint8Array(await (await fetch(path)).arrayBuffer());

globalThis.openOurs = async (path) => {
  const file = new File([await fetched(path)], "bench.pdf", { type: "application/pdf" });
  const { answer, ms } = await ask({ Open: { name: "bench.pdf" } }, [file]);
  return { answer, ms };
};

// A one-shot key that cannot be exported, as the app makes it, and one signature with it.
globalThis.signOctets = async (octets) => {
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign"]);
  const began = performance.now();
  await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, pair.privateKey, octets);
  return performance.now() - began;
};

// One copy and one SHA-256: nobody who signs a file can do less.
globalThis.floor = async (path) => {
  const bytes = await fetched(path);
  const began = performance.now();
  const copy = bytes.slice();
  await crypto.subtle.digest("SHA-256", copy);
  return performance.now() - began;
};

globalThis.runRival = async (path) => rival(await fetched(path));
