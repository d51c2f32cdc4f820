/** Values as text between interpreter and host: JSON, with whole numbers beyond 2^53 kept exact. */

const BIG = "$bigint";

export function toWire(value: unknown): string {
  return (
    JSON.stringify(value, (_key, it: unknown) => (typeof it === "bigint" ? { [BIG]: it.toString() } : it)) ?? "null"
  );
}

export function fromWire(text: string): unknown {
  return JSON.parse(text, (_key, it: unknown) => {
    if (typeof it !== "object" || it === null || !(BIG in it)) return it;
    return BigInt(String(it[BIG as keyof typeof it]));
  });
}

/** An error as data: its class does not cross, its name and fields do. */
export interface WireError {
  name: string;
  message: string;
}

export type Reply = { value: unknown } | { error: WireError };
