/**
 * Releases of the engine: folders under public/v with everything that an answer depends on, named by the hash of the
 * wasm. The grader looks for them there (exercises/cli/engines.ts). A release is never changed: writing one checks that
 * those before it are what the list says.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import * as v from "valibot";
import { RELEASE_FILES, type Release } from "../../exercises/cli/engines.ts";

/** What a release may cost whoever fetches all of it, as a server sends it (gzip). */
export const MOST_RELEASE_BYTES = 200_000;

const hex = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const schema = v.object({
  v: v.literal(1),
  releases: v.array(
    v.object({
      n: v.pipe(v.number(), v.integer(), v.minValue(1)),
      /** SHA-256 of the wasm: what hand-ins and links name. */
      hash: hex,
      /** SHA-256 of each file of the folder. */
      files: v.record(v.string(), hex),
    }),
  ),
});

export type ReleaseList = v.InferOutput<typeof schema>;
export type ListedRelease = ReleaseList["releases"][number];

const LIST = "releases.json";
const sha256 = (content: string | Uint8Array): string => createHash("sha256").update(content).digest("hex");

/** The list of a folder; empty where there is none. Throws when a release is not what it was. */
export function readReleases(folder: string): ReleaseList {
  const path = join(folder, LIST);
  if (!existsSync(path)) return { v: 1, releases: [] };
  const result = v.safeParse(schema, JSON.parse(readFileSync(path, "utf8")));
  if (!result.success) throw new Error(`${LIST}: ${result.issues[0].message}`);
  for (const { n, files } of result.output.releases) {
    for (const [name, hash] of Object.entries(files)) {
      const file = join(folder, String(n), name);
      if (!existsSync(file)) throw new Error(`release ${n}: ${name} is missing`);
      if (sha256(readFileSync(file)) !== hash) throw new Error(`release ${n}: ${name} was changed`);
    }
  }
  return result.output;
}

/** Writes a release after all others, and gives it; one of the same hash is given as it is. */
export function writeRelease(folder: string, release: Release): ListedRelease {
  const list = readReleases(folder);
  const known = list.releases.find((it) => it.hash === release.hash);
  if (known) return known;
  if (sha256(release.engine) !== release.hash) throw new Error("the release is not called by the hash of its engine");
  const contents: [string, string | Uint8Array][] = [
    [RELEASE_FILES.engine, release.engine],
    [RELEASE_FILES.guest, release.guest],
    [RELEASE_FILES.thread, release.thread],
    [RELEASE_FILES.api, `${JSON.stringify(release.api)}\n`],
  ];
  const sentBytes = releaseBytes(contents.map((it) => it[1]));
  if (sentBytes > MOST_RELEASE_BYTES) {
    throw new Error(`the release would be ${sentBytes} bytes, expected at most ${MOST_RELEASE_BYTES}`);
  }
  const n = Math.max(0, ...list.releases.map((it) => it.n)) + 1;
  mkdirSync(join(folder, String(n)), { recursive: true });
  for (const [name, content] of contents) writeFileSync(join(folder, String(n), name), content);
  const files = Object.fromEntries(contents.map(([name, content]) => [name, sha256(content)]));
  const added: ListedRelease = { n, hash: release.hash, files };
  const next: ReleaseList = { v: 1, releases: [...list.releases, added] };
  writeFileSync(join(folder, LIST), `${JSON.stringify(next, null, 2)}\n`);
  return added;
}

const releaseBytes = (contents: readonly (string | Uint8Array)[]): number =>
  contents.reduce((sum, it) => sum + gzipSync(it, { level: 9 }).length, 0);
