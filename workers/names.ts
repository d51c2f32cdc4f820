/** What is in scope of a cell besides the cell API: the language itself. Everything else is taken away. */

/** Global names of ECMAScript, and the few of the web that are data in, data out. */
export const LANGUAGE: ReadonlySet<string> = new Set(
  `AggregateError Array ArrayBuffer BigInt BigInt64Array BigUint64Array Boolean DataView Date Error EvalError
  Float16Array Float32Array Float64Array Function Infinity Int16Array Int32Array Int8Array Intl Iterator JSON Map Math NaN
  Number Object Promise Proxy RangeError ReferenceError Reflect RegExp Set String Symbol SyntaxError TypeError URIError
  Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakRef WeakSet InternalError decodeURI decodeURIComponent
  encodeURI encodeURIComponent escape unescape isFinite isNaN parseFloat parseInt undefined console structuredClone
  TextEncoder TextDecoder atob btoa`.split(/\s+/),
);
