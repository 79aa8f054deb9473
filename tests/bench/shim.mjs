// What node has and browsers have not.
export { Buffer } from "buffer";
