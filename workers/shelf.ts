/**
 * Pieces of what crosses, each named by the hash of its content and sent once. Each side keeps a shelf of the pieces it has
 * and knows which of them the other side has; a new worker begins with an empty shelf.
 *
 * Bulk arrays are long arrays of what JSON can carry without loss, and typed arrays. Where one stood is a hole, and the
 * list of holes travels beside the value, so that no value of a reader can be mistaken for a reference.
 */
import type { Event, Outcome, Signal } from "../engine/event.ts";
import { contentHash } from "./hash.ts";

export type Path = readonly (string | number)[];

/** A value with holes, and what belongs into them. */
export interface Lifted {
  value: unknown;
  holes: readonly { path: Path; hash: string }[];
}

export type Piece =
  | { kind: "root"; scene: Lifted; seed: number; events: readonly Event[] | null }
  | {
      kind: "step";
      parent: string;
      step: Lifted;
      /** What the step caused; null where only the value is of interest. */
      caused: { events: readonly Event[]; outcome: Outcome; signals: readonly Signal[] } | null;
    }
  | { kind: "state"; snapshot: Lifted }
  | { kind: "bulk"; value: unknown };

export type Pieces = readonly (readonly [hash: string, piece: Piece])[];

const BULK_LENGTH = 256;
const BULK_BYTES = 1024;

/** Name of the piece that also holds what a step caused. */
export const withRun = (hash: string): string => `${hash}+`;

/** Pieces of one side, and which of them the other side has. */
export class Shelf {
  readonly #pieces = new Map<string, Piece>();
  readonly #elsewhere = new Set<string>();
  #outbox: [string, Piece][] = [];
  readonly #textHashes = new WeakMap<object, string>();

  /** Puts a piece on its way, unless the other side has it. */
  send(hash: string, make: () => Piece): void {
    if (this.#elsewhere.has(hash)) return;
    this.#elsewhere.add(hash);
    const piece = make();
    this.#pieces.set(hash, piece);
    this.#outbox.push([hash, piece]);
  }

  /** As `send`, for a piece without what it caused: one with it will do as well. */
  sendValue(hash: string, make: () => Piece): void {
    if (!this.#elsewhere.has(withRun(hash))) this.send(hash, make);
  }

  /** Everything that was put on its way since the last call. */
  takeOutbox(): Pieces {
    const pieces = this.#outbox;
    this.#outbox = [];
    return pieces;
  }

  receive(pieces: Pieces): void {
    for (const [hash, piece] of pieces) {
      this.#pieces.set(hash, piece);
      this.#elsewhere.add(hash);
    }
  }

  get size(): number {
    return this.#pieces.size;
  }

  /** Both sides let go of everything: what is needed again is sent again. */
  clear(): void {
    this.#pieces.clear();
    this.#elsewhere.clear();
    this.#outbox = [];
  }

  get(hash: string): Piece {
    const piece = this.#pieces.get(hash) ?? this.#pieces.get(withRun(hash));
    if (piece === undefined) throw new Error(`a piece is missing: ${hash}`);
    return piece;
  }

  /** Hash of the JSON of a step or scene, kept while it lives: they are immutable. */
  hashOf(it: object): string {
    const known = this.#textHashes.get(it);
    if (known !== undefined) return known;
    const hash = contentHash(JSON.stringify(it));
    this.#textHashes.set(it, hash);
    return hash;
  }

  lift(value: unknown): Lifted {
    const holes: { path: Path; hash: string }[] = [];
    const put = (path: Path, bulk: unknown, hash: string): null => {
      holes.push({ path, hash });
      this.send(hash, () => ({ kind: "bulk", value: bulk }));
      return null;
    };
    return { value: lifted(value, [], put, []), holes };
  }

  /** Fills the holes of a value that was cloned on its way. Bulk arrays are shared by all that hold them. */
  fill({ value, holes }: Lifted): unknown {
    let whole = value;
    for (const { path, hash } of holes) {
      const piece = this.get(hash);
      if (piece.kind !== "bulk") throw new Error("a piece is of the wrong kind");
      whole = withAt(whole, path, piece.value);
    }
    return whole;
  }
}

/** Puts what is at the end of a path into a plain value, and gives the value. */
export function withAt(value: unknown, path: Path, it: unknown): unknown {
  const last = path.at(-1);
  if (last === undefined) return it;
  let within = value as Record<string | number, unknown>;
  for (const key of path.slice(0, -1)) within = within[key] as Record<string | number, unknown>;
  Object.defineProperty(within, last, { value: it, enumerable: true, writable: true, configurable: true });
  return value;
}

/** Hashes of lists, and texts of what is in them, that never change. */
const listHashes = new WeakMap<readonly unknown[], string>();
const itemTexts = new WeakMap<object, string>();

/** Null: not what JSON carries without loss. */
function bulkHash(list: readonly unknown[]): string | null {
  const known = listHashes.get(list);
  if (known !== undefined) return known;
  if (list.length !== Object.keys(list).length) return null;
  const texts: string[] = [];
  for (const it of list) {
    const text = itemText(it);
    if (text === null) return null;
    texts.push(text);
  }
  const hash = contentHash(texts.join());
  if (isConstant(list)) listHashes.set(list, hash);
  return hash;
}

/** JSON; of a large item that never changes, as of a file with many extents, the hash of it. Null: no JSON. */
function itemText(it: unknown): string | null {
  if (typeof it !== "object" || it === null) return isJson(it) ? JSON.stringify(it) : null;
  const known = itemTexts.get(it);
  if (known !== undefined) return known;
  if (!isJson(it)) return null;
  const text = JSON.stringify(it);
  if (text.length < BULK_BYTES || !isConstant(it)) return text;
  const hash = `#${contentHash(text)}`;
  itemTexts.set(it, hash);
  return hash;
}

/** Whether a list has bulk arrays in its items: each crosses by itself then, once. */
function holdsBulk(list: readonly unknown[]): boolean {
  const isBulk = (it: unknown): boolean => Array.isArray(it) && it.length >= BULK_LENGTH;
  return list.some((it) => typeof it === "object" && it !== null && Object.values(it).some(isBulk));
}

/** Whether it and the lists and plain objects in it are frozen, down to what cannot change anyway. */
function isConstant(it: unknown): boolean {
  if (typeof it !== "object" || it === null || itemTexts.has(it)) return true;
  return Object.isFrozen(it) && Object.values(it).every(isConstant);
}

type Put = (path: Path, bulk: unknown, hash: string) => null;

/** A copy as far as bulk arrays were taken out; what holds none stays what it is. */
function lifted(it: unknown, path: Path, put: Put, within: readonly object[]): unknown {
  if (typeof it !== "object" || it === null || within.includes(it)) return it;
  if (ArrayBuffer.isView(it)) {
    const { buffer, byteOffset, byteLength } = it;
    if (byteLength < BULK_BYTES) return it;
    const bytes = new Uint8Array(buffer, byteOffset, byteLength);
    return put(path, it, `${it.constructor.name}/${contentHash(bytes)}`);
  }
  const isList = Array.isArray(it);
  if (isList && it.length >= BULK_LENGTH && (listHashes.has(it) || !holdsBulk(it))) {
    const hash = bulkHash(it);
    if (hash !== null) return put(path, it, hash);
  }
  const prototype: unknown = Object.getPrototypeOf(it);
  if (!isList && prototype !== Object.prototype && prototype !== null) return it;
  let copy: Record<string | number, unknown> | null = null;
  for (const [key, one] of Object.entries(it)) {
    const other = lifted(one, [...path, key], put, [...within, it]);
    if (other === one) continue;
    copy ??= copyOf(it);
    copy[key] = other;
  }
  return copy ?? it;
}

/** A shallow copy of a plain object or array. */
export const copyOf = (it: object): Record<string | number, unknown> =>
  (Array.isArray(it) ? [...it] : { ...it }) as Record<string | number, unknown>;

/** Whether JSON carries it without loss. */
function isJson(it: unknown): boolean {
  if (typeof it === "number") return Number.isFinite(it) && !Object.is(it, -0);
  if (typeof it === "string" || typeof it === "boolean" || it === null) return true;
  if (Array.isArray(it)) return it.length === Object.keys(it).length && it.every(isJson);
  if (typeof it !== "object" || Object.getPrototypeOf(it) !== Object.prototype) return false;
  return Object.values(it).every(isJson);
}
