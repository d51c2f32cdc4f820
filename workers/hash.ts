/**
 * Names of contents. 106 bits of a hash that is good at telling contents apart and bad at nothing else: whoever could
 * forge a content already owns both sides of it.
 */

/** Hash of a text, or of numbers below 65536, as 28 hex digits. */
export function contentHash(content: string | ArrayLike<number>): string {
  return half(content, 0xdeadbeef, 0x41c6ce57) + half(content, 0x9e3779b9, 0x85ebca6b);
}

/** cyrb53 with the given start values. */
function half(content: string | ArrayLike<number>, highSeed: number, lowSeed: number): string {
  let high = highSeed;
  let low = lowSeed;
  const isText = typeof content === "string";
  for (let index = 0; index < content.length; index++) {
    const code = isText ? content.charCodeAt(index) : (content[index] as number);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(16).padStart(14, "0");
}
