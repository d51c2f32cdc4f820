/**
 * Which engine grades a hand-in: the release whose hash it names, or the newest with a note. A release is a folder under
 * public/v with everything that an answer depends on: the engine, the guest (cell API) and the thread around them.
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildEntry } from "../../../engine/build.mjs";
import { CELL_NAMES } from "../../../engine/cell-names.ts";
import type { Evaluator } from "../check.ts";
import { sha256 } from "../sha256.ts";
import { guestSource, interpreterBytes, threadSource } from "./bundle.ts";
import { makePool, type Pool } from "./evaluator.ts";
import { makeMemo } from "./memo.ts";

export interface Release {
  /** SHA-256 of the engine's wasm, as hex: what a hand-in names. */
  hash: string;
  engine: Uint8Array;
  guest: string;
  thread: string;
  /** Names that cells may use. */
  api: readonly string[];
}

export interface Engines {
  /** The evaluator of a release by its hash; the newest and a note where there is none of that hash. */
  engineFor(hash: string): { evaluator: Evaluator; note: string | null };
  readonly newest: Release;
  /** Hash over everything that an answer depends on besides the course. */
  readonly fingerprint: string;
  close(): Promise<void>;
}

/** File names of a release's parts in its folder. */
export const RELEASE_FILES = {
  engine: "engine.wasm",
  guest: "guest.js",
  thread: "thread.js",
  api: "names.json",
} as const;

/** `isMemoed`: the same answer of many students is run once. */
export async function openEngines(root: string, threads: number, isMemoed = true): Promise<Engines> {
  const newest = await newestRelease();
  // A release stays what it was, also where its engine is still the newest.
  const releases = new Map([newest, ...releasesIn(join(root, "public/v"))].map((it) => [it.hash, it]));
  const interpreter = interpreterBytes();
  const pools = new Map<string, Pool>();
  const poolOf = (release: Release): Pool => {
    const known = pools.get(release.hash);
    if (known !== undefined) return known;
    const { engine, guest, thread, api } = release;
    const bytes = engine.slice().buffer;
    const memo = isMemoed ? makeMemo() : null;
    const pool = makePool({ interpreter, engine: bytes, guest, script: thread, api, threads, memo });
    pools.set(release.hash, pool);
    return pool;
  };
  return {
    newest,
    engineFor(hash) {
      const release = releases.get(hash);
      const note = release === undefined ? `made with engine ${shortHash(hash)}, graded with the newest` : null;
      return { evaluator: poolOf(release ?? newest), note };
    },
    fingerprint: sha256([...releases.values()].map(fingerprintOf).join("\n")),
    close: async () => {
      await Promise.all([...pools.values()].map((it) => it.close()));
      pools.clear();
    },
  };
}

/** The engine and the guest of this repository, as they are now. */
export async function newestRelease(): Promise<Release> {
  const engine = new Uint8Array(readFileSync(await buildEntry()));
  const [guest, thread] = await Promise.all([guestSource("guest"), threadSource()]);
  return { hash: hashOf(engine), engine, guest, thread, api: CELL_NAMES };
}

function releasesIn(folder: string): Release[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort((a, b) => Number(a) - Number(b))
    .flatMap((name) => {
      const path = (file: string) => join(folder, name, file);
      if (!Object.values(RELEASE_FILES).every((file) => existsSync(path(file)))) return [];
      const engine = new Uint8Array(readFileSync(path(RELEASE_FILES.engine)));
      const text = (file: string) => readFileSync(path(file), "utf8");
      const api = JSON.parse(text(RELEASE_FILES.api)) as string[];
      return [
        { hash: hashOf(engine), engine, guest: text(RELEASE_FILES.guest), thread: text(RELEASE_FILES.thread), api },
      ];
    });
}

const hashOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
const fingerprintOf = ({ hash, guest, thread }: Release): string => [hash, sha256(guest), sha256(thread)].join(" ");
const shortHash = (hash: string): string => (hash === "" ? "of no name" : hash.slice(0, 12));
