/**
 * Releases of the engine: folders under public/v with everything that an answer depends on, named by the hash of the
 * wasm. The grader looks for them there (exercises/cli/engines.ts), pages and embeds get `cage.js` of one through
 * `releases.js` (page/release.ts). A release is never changed: writing one checks that those before it are what the list
 * says. Release 1 has no `cage.js` and runs in the grader only.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import * as v from "valibot";
import { RELEASE_FILES, type Release } from "../../exercises/cli/engines.ts";
import { CAGE_HANDOVER, LIST_HANDOVER, type ReleaseCage, type ReleaseIndex } from "../../page/release-data.ts";

/** What a release may cost a grader, and what it may cost a page, as a server sends it (gzip). Nobody fetches both. */
export const MOST_RELEASE_BYTES = 200_000;

const hex = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const schema = v.object({
  v: v.literal(1),
  releases: v.array(
    v.object({
      n: v.pipe(v.number(), v.integer(), v.minValue(1)),
      /** SHA-256 of the wasm: what hand-ins and links name. */
      hash: hex,
      /** PROTOCOL of its worker; a release without a worker for pages has none. */
      protocol: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
      /** SHA-256 of each file of the folder. */
      files: v.record(v.string(), hex),
    }),
  ),
});

export type ReleaseList = v.InferOutput<typeof schema>;
export type ListedRelease = ReleaseList["releases"][number];

const LIST = "releases.json";
/** The same for pages, which get it as a script. */
const INDEX = "releases.js";
const CAGE = "cage.js";
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
export function writeRelease(folder: string, release: Release, cage: Omit<ReleaseCage, "v">): ListedRelease {
  const list = readReleases(folder);
  const known = list.releases.find((it) => it.hash === release.hash);
  if (known) return known;
  if (sha256(release.engine) !== release.hash) throw new Error("the release is not called by the hash of its engine");
  if (cage.hash !== release.hash) throw new Error("the worker for pages is not of the same engine");
  const contents: [string, string | Uint8Array][] = [
    [RELEASE_FILES.engine, release.engine],
    [RELEASE_FILES.guest, release.guest],
    [RELEASE_FILES.thread, release.thread],
    [RELEASE_FILES.api, `${JSON.stringify(release.api)}\n`],
  ];
  checkSize("a grader", contents);
  const script = `${CAGE_HANDOVER}(${JSON.stringify({ v: 1, ...cage } satisfies ReleaseCage)});\n`;
  checkSize("a page", [[CAGE, script]]);
  contents.push([CAGE, script]);
  const n = Math.max(0, ...list.releases.map((it) => it.n)) + 1;
  mkdirSync(join(folder, String(n)), { recursive: true });
  for (const [name, content] of contents) writeFileSync(join(folder, String(n), name), content);
  const files = Object.fromEntries(contents.map(([name, content]) => [name, sha256(content)]));
  const added: ListedRelease = { n, hash: release.hash, protocol: cage.protocol, files };
  const next: ReleaseList = { v: 1, releases: [...list.releases, added] };
  writeFileSync(join(folder, LIST), `${JSON.stringify(next, null, 2)}\n`);
  writeFileSync(join(folder, INDEX), indexScript(next));
  return added;
}

/** Text of `releases.js`. */
export function indexScript({ releases }: ReleaseList): string {
  const list = releases.map(({ n, hash, protocol = null }) => ({ n, hash, protocol }));
  return `${LIST_HANDOVER}(${JSON.stringify({ v: 1, releases: list } satisfies ReleaseIndex)});\n`;
}

function checkSize(whom: string, contents: readonly (readonly [string, string | Uint8Array])[]): void {
  const sentBytes = contents.reduce((sum, [, it]) => sum + gzipSync(it, { level: 9 }).length, 0);
  if (sentBytes <= MOST_RELEASE_BYTES) return;
  throw new Error(`the release would cost ${whom} ${sentBytes} bytes, expected at most ${MOST_RELEASE_BYTES}`);
}
