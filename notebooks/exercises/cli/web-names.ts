/**
 * The few names of the web that cells may use (`LANGUAGE` in workers/names.ts) and the interpreter does not have: data in,
 * data out, as far as cells need them.
 *
 * **Left out:** encodings other than UTF-8, streaming, transfer lists.
 */
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const REPLACEMENT = 0xfffd;

class TextEncoder {
  readonly encoding = "utf-8";
  encode(text: unknown = ""): Uint8Array {
    const bytes: number[] = [];
    for (const char of String(text)) {
      const scalar = char.codePointAt(0) ?? 0;
      const point = scalar >= 0xd800 && scalar <= 0xdfff ? REPLACEMENT : scalar;
      const rest = point < 0x80 ? 0 : point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
      const lead = [0, 0xc0, 0xe0, 0xf0][rest] ?? 0;
      bytes.push(lead | (point >> (6 * rest)));
      for (let i = rest - 1; i >= 0; i--) bytes.push(0x80 | ((point >> (6 * i)) & 0x3f));
    }
    return Uint8Array.from(bytes);
  }
}

class TextDecoder {
  readonly encoding = "utf-8";
  readonly fatal: boolean;
  constructor(label: unknown = "utf-8", options: { fatal?: boolean } = {}) {
    if (!/^(utf-?8|unicode-1-1-utf-8)$/i.test(String(label).trim()))
      throw new RangeError(`no encoding "${label}" here`);
    this.fatal = options.fatal === true;
  }
  decode(input: ArrayBuffer | ArrayBufferView = new Uint8Array(0)): string {
    const bytes = ArrayBuffer.isView(input)
      ? new Uint8Array(input.buffer, input.byteOffset, input.byteLength)
      : new Uint8Array(input);
    let text = "";
    let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
    while (at < bytes.length) {
      const { point, length } = scalarAt(bytes, at);
      if (point === null && this.fatal) throw new TypeError("the bytes are not UTF-8");
      text += String.fromCodePoint(point ?? REPLACEMENT);
      at += length;
    }
    return text;
  }
}

/** The scalar at an offset and its length in bytes; null for the longest run that could not become one. */
function scalarAt(bytes: Uint8Array, at: number): { point: number | null; length: number } {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return { point: lead, length: 1 };
  if (lead < 0xc2 || lead > 0xf4) return { point: null, length: 1 };
  const rest = lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
  let point = lead & (0x3f >> rest);
  for (let i = 1; i <= rest; i++) {
    const byte = bytes[at + i] ?? 0;
    const low = i > 1 ? 0x80 : lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
    const high = i > 1 ? 0xbf : lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
    if (byte < low || byte > high) return { point: null, length: i };
    point = (point << 6) | (byte & 0x3f);
  }
  return { point, length: rest + 1 };
}

function btoa(input: unknown): string {
  const text = String(input);
  let out = "";
  for (let i = 0; i < text.length; i += 3) {
    const codes = [0, 1, 2].map((k) => text.charCodeAt(i + k));
    if (codes.some((it) => it > 0xff)) throw new RangeError("a character is beyond one byte");
    const [first = 0, second = 0, third = 0] = codes.map((it) => it || 0);
    const bits = (first << 16) | (second << 8) | third;
    const digits = [18, 12, 6, 0].map((shift) => ALPHABET[(bits >> shift) & 63]);
    out += digits.map((it, k) => (i + k > text.length ? "=" : it)).join("");
  }
  return out;
}

function atob(input: unknown): string {
  const text = String(input)
    .replace(/[\t\n\f\r ]/g, "")
    .replace(/={1,2}$/, "");
  if (/[^A-Za-z0-9+/]/.test(text) || text.length % 4 === 1) throw new RangeError("the text is not base64");
  let [out, bits, count] = ["", 0, 0];
  for (const char of text) {
    bits = ((bits << 6) | ALPHABET.indexOf(char)) & 0xffffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out += String.fromCharCode((bits >> count) & 0xff);
  }
  return out;
}

/** Copies what cells have: plain objects, lists, Map, Set, dates, typed arrays, errors. Functions cannot be cloned. */
function structuredClone(value: unknown, seen = new Map<object, unknown>()): unknown {
  if (typeof value === "function" || typeof value === "symbol") throw new TypeError("a function cannot be cloned");
  if (typeof value !== "object" || value === null) return value;
  if (seen.has(value)) return seen.get(value);
  const keep = <T>(copy: T): T => {
    seen.set(value, copy);
    return copy;
  };
  if (value instanceof Date) return keep(new Date(value.getTime()));
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return keep((value as Uint8Array).slice());
  if (value instanceof Map) {
    const copy = keep(new Map());
    for (const [key, one] of value) copy.set(structuredClone(key, seen), structuredClone(one, seen));
    return copy;
  }
  if (value instanceof Set) {
    const copy = keep(new Set());
    for (const one of value) copy.add(structuredClone(one, seen));
    return copy;
  }
  if (value instanceof Error) return keep(Object.assign(new Error(value.message), { name: value.name }));
  const copy = keep((Array.isArray(value) ? [] : {}) as Record<string, unknown>);
  for (const [key, one] of Object.entries(value)) copy[key] = structuredClone(one, seen);
  return copy;
}

export const WEB_NAMES = {
  TextEncoder,
  TextDecoder,
  btoa,
  atob,
  structuredClone: (value: unknown) => structuredClone(value),
};
