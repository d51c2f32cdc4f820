/**
 * A worker's script is one text of two: its code, and the engine as deflated bytes in base64. A page fetches them as two
 * files, since code and bytes in one pack badly, and puts them together. Plain JavaScript, because the build does so too.
 */

/** Name of the bytes within the code. */
export const BYTES = "daxlabBytes";

export const composed = (code, bytes) => `(${BYTES}=>{${code}\n})("${bytes}")`;
