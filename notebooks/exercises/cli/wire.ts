/** Values as text between interpreter and host: JSON, with whole numbers beyond 2^53 kept exact. */

const BIG = "$bigint";

/** Most values have no such number, and a function called for every value is what takes the time. */
export function toWire(value: unknown): string {
  try {
    return JSON.stringify(value) ?? "null";
  } catch {
    return JSON.stringify(value, withBig) ?? "null";
  }
}

export function fromWire(text: string): unknown {
  return text.includes(BIG) ? JSON.parse(text, asBig) : JSON.parse(text);
}

const withBig = (_key: string, it: unknown): unknown => (typeof it === "bigint" ? { [BIG]: it.toString() } : it);

function asBig(_key: string, it: unknown): unknown {
  if (typeof it !== "object" || it === null || !(BIG in it)) return it;
  return BigInt(String(it[BIG as keyof typeof it]));
}

/** An error as data: its class does not cross, its name and fields do. */
export interface WireError {
  name: string;
  message: string;
}

export type Reply = { value: unknown } | { error: WireError };
