/**
 * SHA-256 (FIPS 180-4) of a text's UTF-8 bytes, synchronous: `crypto.subtle` is missing on pages that came by plain
 * HTTP, and a receipt must be the same wherever it is made.
 */

/** The first 32 bits of the fractional parts of a root of the first primes: exact in doubles for n ≤ 64. */
function constants(count: number, power: number): Uint32Array {
  const out = new Uint32Array(count);
  for (let candidate = 2, n = 0; n < count; candidate++) {
    let isPrime = true;
    for (let d = 2; d * d <= candidate; d++) if (candidate % d === 0) isPrime = false;
    if (!isPrime) continue;
    const root = power === 2 ? Math.sqrt(candidate) : Math.cbrt(candidate);
    out[n++] = (root - Math.floor(root)) * 2 ** 32;
  }
  return out;
}

const K = constants(64, 3);
const START = constants(8, 2);
const turn = (x: number, n: number): number => (x >>> n) | (x << (32 - n));
const at = (words: Uint32Array, i: number): number => words[i] as number;

function block(hash: Uint32Array, data: DataView, from: number, w: Uint32Array): void {
  for (let i = 0; i < 16; i++) w[i] = data.getUint32(from + 4 * i);
  for (let i = 16; i < 64; i++) {
    const [a, b] = [at(w, i - 15), at(w, i - 2)];
    const s0 = turn(a, 7) ^ turn(a, 18) ^ (a >>> 3);
    const s1 = turn(b, 17) ^ turn(b, 19) ^ (b >>> 10);
    w[i] = at(w, i - 16) + s0 + at(w, i - 7) + s1;
  }
  let [a, b, c, d, e, f, g, h] = [...hash] as [number, number, number, number, number, number, number, number];
  for (let i = 0; i < 64; i++) {
    const choose = (e & f) ^ (~e & g);
    const t1 = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + choose + at(K, i) + at(w, i)) | 0;
    const t2 = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => {
    hash[i] = at(hash, i) + word;
  });
}

/** 64 hex digits. */
export function sha256(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const padded = new Uint8Array(((bytes.length + 8) >> 6) * 64 + 64);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const data = new DataView(padded.buffer);
  data.setUint32(padded.length - 8, Math.floor(bytes.length / 2 ** 29));
  data.setUint32(padded.length - 4, bytes.length << 3);
  const hash = START.slice();
  const w = new Uint32Array(64);
  for (let from = 0; from < padded.length; from += 64) block(hash, data, from, w);
  return Array.from(hash, (word) => word.toString(16).padStart(8, "0")).join("");
}

/**
 * One text for one value: keys sorted by code unit, no white space. `undefined` members are left out, as in JSON. Own
 * keys only, whatever their names.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((it) => canonicalJson(it ?? null)).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.keys(value)
      .sort()
      .map((key) => [key, Object.getOwnPropertyDescriptor(value, key)?.value as unknown] as const)
      .filter(([, it]) => it !== undefined);
    return `{${entries.map(([key, it]) => `${JSON.stringify(key)}:${canonicalJson(it)}`).join(",")}}`;
  }
  return JSON.stringify(value) ?? "null";
}
