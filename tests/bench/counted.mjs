// The shipped worker, counting: wasm-opt put a call before each load, the counter adds up its bytes.
import init from "/docworker.js";

const { instance } = await WebAssembly.instantiateStreaming(fetch("/bench/counter.wasm"));
const counter = instance.exports;
let carried = 0;
let memory;

// What crosses the border: a view made into a copy, a view set into another, a view put into a blob.
const Plain = Uint8Array;
globalThis.Uint8Array = new Proxy(Plain, {
  construct(target, values) {
    if (ArrayBuffer.isView(values[0])) carried += values[0].byteLength;
    return Reflect.construct(target, values, target);
  },
});
const typed = Object.getPrototypeOf(Plain.prototype);
const set = typed.set;
typed.set = function (from, at) {
  carried += from.byteLength;
  return set.call(this, from, at);
};
globalThis.Blob = new Proxy(Blob, {
  construct(target, values) {
    for (const part of values[0] ?? []) if (ArrayBuffer.isView(part)) carried += part.byteLength;
    return Reflect.construct(target, values, target);
  },
});

addEventListener("message", (event) => {
  if (!event.data.count) return;
  event.stopImmediatePropagation();
  // Memory only ever grows: what it has now is the most there was.
  postMessage({ counted: { read: counter.take(), carried, memory: memory.buffer.byteLength } });
  carried = 0;
});

// Memory below the first size holds the stack and constants, memory above it what was allocated.
const instantiate = WebAssembly.instantiate;
WebAssembly.instantiate = async (code, imports) => {
  const made = await instantiate(code, { ...imports, env: counter });
  ({ memory } = made.instance.exports);
  counter.from(memory.buffer.byteLength);
  return made;
};
const code = await (await fetch("/bench/counted_bg.wasm")).arrayBuffer();
await init({ module_or_path: code });
