// Runs in the benchmark's page: the floor, and our own worker step by step.
let worker, next = 0, held, answered, counting;
const waiting = new Map();

// What each question cost in bytes, where the worker counts them.
globalThis.counts = [];

globalThis.start = (script = "/docworker_loader.js") => new Promise((ready) => {
  counting = script.includes("counted");
  worker?.terminate();
  worker = new Worker(script, { type: "module" });
  worker.onmessage = ({ data }) => {
    if (data.counted) counts.push({ question: answered, ...data.counted });
    else if (data.id === undefined) ready(true);
    else if (data.progress === undefined) {
      waiting.get(data.id)(data);
      waiting.delete(data.id);
    }
  };
});

// Asks the worker one thing; gives its answer and how long that took. Octets move there and back.
globalThis.ask = async (question, beside = []) => {
  const id = ++next;
  const moved = beside.filter((item) => item instanceof ArrayBuffer);
  const began = performance.now();
  const data = await new Promise((resolve) => {
    waiting.set(id, resolve);
    worker.postMessage({ id, ask: question, beside }, moved);
  });
  const ms = performance.now() - began;
  answered = Object.keys(question)[0];
  if (answered !== "Close") [held] = data.beside;
  if (counting) worker.postMessage({ count: true });
  return { answer: data.answer, ms };
};

globalThis.fetched = async (path) => new Uint8Array(await (await fetch(path)).arrayBuffer());

// Asks with the file of the path beside the question, or with what rode beside the last answer.
globalThis.give = async (question, path) => {
  const file = path && new File([await fetched(path)], "a.pdf", { type: "application/pdf" });
  return ask(question, [file ?? held]);
};

// Asks with the octets of the file beside the question.
globalThis.giveOctets = async (question, path) => ask(question, [(await fetched(path)).buffer]);

// A one-shot key that cannot be exported, as the app makes it.
let pair;
globalThis.makeKey = async () => {
  const began = performance.now();
  pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
  const spki = await crypto.subtle.exportKey("spki", pair.publicKey);
  return { ms: performance.now() - began, spki: [...new Uint8Array(spki)] };
};

globalThis.signOctets = async (octets) => {
  const began = performance.now();
  const raw = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, pair.privateKey, octets);
  return { ms: performance.now() - began, raw: [...new Uint8Array(raw)] };
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
