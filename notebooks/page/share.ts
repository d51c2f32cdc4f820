/**
 * Links that carry a reader's cells: `#v1.<base64url(deflate-raw(JSON))>`, and links that point at a place:
 * `#cell=route&step=17&seed=4f2a&engine=25fb5df23492`. Both name the engine that they were made with, so that they give the
 * same again on its release (ui/chosen-engine.ts). All of it stays behind the `#`, which no server sees.
 *
 * Decoding never throws and runs nothing. A link of a version that this page does not know is refused in words; links
 * of version 1 decode for ever (test/notebooks/page/golden-links.json). Unknown members are ignored.
 */

import { type Forks, readForks } from "./kept-forks.ts";
import { isHash, shortHash } from "./release-data.ts";

export interface Shared {
  v: 1;
  /** Lesson file without ".html". */
  nb: string;
  /** Hash of the lesson when the link was made. */
  hash: string;
  /** Changed cells only: slug → text. */
  cells: Readonly<Record<string, string>>;
  seed?: number;
  /** Cell whose timeline is at `step`. */
  cell?: string;
  step?: number;
  /** First digits of the hash of the engine that ran when the link was made; links of before have none. */
  engine?: string;
  /** Other ways that the reader took from past steps: slug → forks. */
  forks?: Forks;
}

/** What a part of an address is, for who is told that it is not. */
export type AddressPart = "cell" | "step" | "seed" | "engine" | "language" | "course";

export interface WrongPart {
  name: string;
  got: string;
  expected: AddressPart;
}

export interface Place {
  cell: string | null;
  step: number | null;
  seed: number | null;
  engine?: string;
  /** What stands there and is not understood; it is left out. */
  wrong?: readonly WrongPart[];
}

export type Opened =
  | { kind: "none" }
  | { kind: "place"; place: Place }
  | { kind: "shared"; shared: Shared }
  | { kind: "refused"; why: "version" | "damaged" | "too-large" };

/** Longer links get cut by mail and chat programs; a file is offered instead. */
export const LONG_LINK = 8000;
/** Most bytes that a link may unfold to. */
export const MOST_BYTES = 1024 * 1024;
const MOST_CELLS = 200;
/** `format` of a downloaded notebook. */
export const NOTEBOOK_FORMAT = "daxlab-notebook";

const SLUG = /^[a-z0-9][a-z0-9-]{0,99}$/;

/** The part of an address after `#`, for this work. */
export async function linkOf(shared: Shared): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(shared));
  return `v1.${toBase64Url(await deflate(bytes))}`;
}

export function placeLink(place: Partial<Place>): string {
  const parts: string[] = [];
  if (place.cell) parts.push(`cell=${place.cell}`);
  if (place.step !== null && place.step !== undefined) parts.push(`step=${place.step}`);
  if (place.seed !== null && place.seed !== undefined) parts.push(`seed=${place.seed.toString(16)}`);
  if (place.engine) parts.push(`engine=${shortHash(place.engine)}`);
  return parts.join("&");
}

/** Reads `location.hash`, with or without its `#`. A bare slug is a place as well. */
export async function openLink(fragment: string): Promise<Opened> {
  const text = fragment.replace(/^#/, "");
  if (text === "") return { kind: "none" };
  const version = /^v(\d+)\./.exec(text);
  if (version === null) return readPlace(text);
  if (version[1] !== "1") return { kind: "refused", why: "version" };
  return readShared(text.slice(3));
}

function readPlace(text: string): Opened {
  if (SLUG.test(text)) return { kind: "place", place: { cell: text, step: null, seed: null } };
  const given = new URLSearchParams(text);
  const cell = given.get("cell");
  const place: Place = {
    cell: cell !== null && SLUG.test(cell) ? cell : null,
    step: whole(given.get("step"), 10, 1_000_000),
    seed: whole(given.get("seed"), 16, 0xffffffff),
  };
  const engine = given.get("engine");
  if (engine !== null && isHash(engine)) place.engine = engine;
  const wrong = (["cell", "step", "seed", "engine"] as const).flatMap((name): WrongPart[] => {
    const got = given.get(name);
    return got === null || (place[name] ?? null) !== null ? [] : [{ name, got: got.slice(0, 80), expected: name }];
  });
  if (wrong.length > 0) place.wrong = wrong;
  return place.cell === null && place.seed === null && wrong.length === 0 ? { kind: "none" } : { kind: "place", place };
}

function whole(text: string | null, radix: 10 | 16, most: number): number | null {
  if (text === null || !(radix === 10 ? /^\d{1,7}$/ : /^[0-9a-f]{1,8}$/i).test(text)) return null;
  const value = Number.parseInt(text, radix);
  return value <= most ? value : null;
}

async function readShared(payload: string): Promise<Opened> {
  const packed = fromBase64Url(payload);
  if (packed === null) return { kind: "refused", why: "damaged" };
  try {
    const bytes = await inflate(packed, MOST_BYTES);
    if (bytes === null) return { kind: "refused", why: "too-large" };
    return checkShared(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
  } catch {
    return { kind: "refused", why: "damaged" };
  }
}

/** What a downloaded notebook (ui/downloads.ts) carries, as a link would; null when the text is none. */
export function sharedInFile(text: string): Shared | null {
  try {
    const file = JSON.parse(text) as { format?: unknown; shared?: unknown } | null;
    if (file?.format !== NOTEBOOK_FORMAT) return null;
    const opened = checkShared(file.shared);
    return opened.kind === "shared" ? opened.shared : null;
  } catch {
    return null;
  }
}

function checkShared(raw: unknown): Opened {
  const it = raw as Partial<Record<keyof Shared, unknown>> | null;
  if (typeof it !== "object" || it === null) return { kind: "refused", why: "damaged" };
  if (it.v !== 1) return { kind: "refused", why: "version" };
  const cells = it.cells ?? {};
  if (typeof it.nb !== "string" || typeof it.hash !== "string" || typeof cells !== "object") {
    return { kind: "refused", why: "damaged" };
  }
  const entries = Object.entries(cells as object).filter(
    (one): one is [string, string] => SLUG.test(one[0]) && typeof one[1] === "string",
  );
  if (entries.length > MOST_CELLS) return { kind: "refused", why: "too-large" };
  const shared: Shared = { v: 1, nb: it.nb, hash: it.hash, cells: Object.fromEntries(entries) };
  if (isWhole(it.seed, 0xffffffff)) shared.seed = it.seed;
  if (typeof it.cell === "string" && SLUG.test(it.cell)) shared.cell = it.cell;
  if (isWhole(it.step, 1_000_000)) shared.step = it.step;
  if (typeof it.engine === "string" && isHash(it.engine)) shared.engine = it.engine;
  const forks = readForks(it.forks);
  if (Object.keys(forks).length > 0) shared.forks = forks;
  return { kind: "shared", shared };
}

const isWhole = (it: unknown, most: number): it is number =>
  Number.isInteger(it) && (it as number) >= 0 && (it as number) <= most;

export function toBase64Url(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[\w-]*$/.test(text)) return null;
  try {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (it) => it.charCodeAt(0));
  } catch {
    return null;
  }
}

/** The browser's own, or null where it has none or not this format. */
function native<T>(make: () => T): T | null {
  try {
    return make();
  } catch {
    return null;
  }
}

async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const packer = native(() => new CompressionStream("deflate-raw"));
  if (packer === null) return (await import("fflate")).deflateSync(bytes, { level: 9 });
  const stream = new Blob([bytes]).stream().pipeThrough(packer);
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Null when more than `most` bytes come out; throws when the bytes are no deflate stream. */
async function inflate(packed: Uint8Array<ArrayBuffer>, most: number): Promise<Uint8Array | null> {
  const unpacker = native(() => new DecompressionStream("deflate-raw"));
  if (unpacker === null) {
    const { inflateSync } = await import("fflate");
    const room = inflateSync(packed, { out: new Uint8Array(most + 1) });
    return room.length > most ? null : room;
  }
  const stream = new Blob([packed]).stream().pipeThrough(unpacker);
  const reader = stream.getReader();
  const parts: Uint8Array[] = [];
  let total = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    total += value.length;
    if (total > most) {
      await reader.cancel();
      return null;
    }
    parts.push(value);
  }
  return new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer());
}
