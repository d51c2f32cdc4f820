/**
 * JSON that may be cut off or damaged: what stands before the damage is kept, and the place is named. Numbers beyond
 * 2^53 lose precision (only identifiers are that large); a key `__proto__` is a key like any other.
 *
 * **Left out:** comments, trailing commas, single quotes: no tool writes them.
 */

export type JsonObject = ReadonlyMap<string, Json>;
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

export interface JsonRead {
  /** What could be read; undefined if nothing. */
  value: Json | undefined;
  /** The character after the document, or where reading stopped. */
  end: number;
  problem: { at: number; expected: string } | null;
}

const MAX_DEPTH = 64;
const NUMBER = /-?\d{1,30}(?:\.\d{1,30})?(?:[eE][+-]?\d{1,4})?/y;
const WORDS: readonly [string, Json][] = [
  ["true", true],
  ["false", false],
  ["null", null],
];
const ESCAPES: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

/** The JSON document that begins at a character of a text. */
export function readJson(text: string, at: number): JsonRead {
  const reader = new Reader(text, at);
  const value = reader.value(0);
  return { value, end: reader.at, problem: reader.problem };
}

class Reader {
  problem: JsonRead["problem"] = null;

  constructor(
    readonly text: string,
    public at: number,
  ) {}

  value(depth: number): Json | undefined {
    this.#space();
    const char = this.text[this.at];
    if (depth > MAX_DEPTH) return this.#fail(`at most ${MAX_DEPTH} levels`);
    if (char === "{") return this.#object(depth);
    if (char === "[") return this.#list(depth);
    if (char === '"') return this.#string();
    for (const [word, value] of WORDS) {
      if (!this.text.startsWith(word, this.at)) continue;
      this.at += word.length;
      return value;
    }
    NUMBER.lastIndex = this.at;
    const number = NUMBER.exec(this.text)?.[0];
    if (number === undefined) return this.#fail("a JSON value");
    this.at += number.length;
    return Number(number);
  }

  #object(depth: number): Json {
    const object = new Map<string, Json>();
    this.at++;
    if (this.#skip("}")) return object;
    while (this.problem === null) {
      this.#space();
      const key = this.text[this.at] === '"' ? this.#string() : this.#fail("a key in double quotes");
      if (key === undefined || this.problem !== null) break;
      if (!this.#skip(":")) {
        this.#fail('":" after a key');
        break;
      }
      const value = this.value(depth + 1);
      if (value !== undefined) object.set(key, value);
      if (this.problem !== null || this.#skip("}")) break;
      if (!this.#skip(",")) this.#fail('"," or "}"');
    }
    return object;
  }

  #list(depth: number): Json {
    const list: Json[] = [];
    this.at++;
    if (this.#skip("]")) return list;
    while (this.problem === null) {
      const value = this.value(depth + 1);
      if (value !== undefined) list.push(value);
      if (this.problem !== null || this.#skip("]")) break;
      if (!this.#skip(",")) this.#fail('"," or "]"');
    }
    return list;
  }

  /** A string that is cut off is no value: half a name is another name. */
  #string(): string | undefined {
    const from = ++this.at;
    let value = "";
    let copied = from;
    for (;;) {
      const char = this.text[this.at];
      if (char === undefined || char === "\n") return this.#fail("the closing quote of a text");
      this.at++;
      if (char === '"') return value + this.text.slice(copied, this.at - 1);
      if (char !== "\\") continue;
      value += this.text.slice(copied, this.at - 1) + this.#escape();
      copied = this.at;
    }
  }

  #escape(): string {
    const char = this.text[this.at++] ?? "";
    if (char !== "u") return ESCAPES[char] ?? char;
    const hex = this.text.slice(this.at, this.at + 4);
    if (!/^[0-9a-fA-F]{4}$/.test(hex)) return "u";
    this.at += 4;
    return String.fromCharCode(Number.parseInt(hex, 16));
  }

  #space(): void {
    while (this.at < this.text.length && " \t\n\r\0".includes(this.text[this.at] ?? "x")) this.at++;
  }

  #skip(char: string): boolean {
    this.#space();
    if (this.text[this.at] !== char) return false;
    this.at++;
    return true;
  }

  #fail(expected: string): undefined {
    this.problem ??= { at: this.at, expected };
    return undefined;
  }
}

// Reading what was parsed: a field of the wrong type is as good as none.

export function isObject(value: Json | undefined): value is JsonObject {
  return value instanceof Map;
}

export function objectsOf(value: Json | undefined): JsonObject[] {
  if (isObject(value)) return [value];
  return Array.isArray(value) ? (value as readonly Json[]).filter(isObject) : [];
}

export function textOf(object: JsonObject, key: string): string | undefined {
  const value = object.get(key);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** A whole number from 0 to 2^53, as a number or, as older tools and hexadecimal options write it, as text. */
export function wholeOf(object: JsonObject, key: string): number | undefined {
  const value = object.get(key);
  if (typeof value === "number") return Number.isSafeInteger(value) && value >= 0 ? value : undefined;
  if (typeof value !== "string" || !/^(0x[0-9a-f]{1,13}|\d{1,16})$/i.test(value)) return undefined;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : undefined;
}

export function flagOf(object: JsonObject, key: string): boolean | undefined {
  const value = object.get(key);
  if (typeof value === "boolean") return value;
  return value === "1" || value === 1 ? true : value === "0" || value === 0 ? false : undefined;
}
