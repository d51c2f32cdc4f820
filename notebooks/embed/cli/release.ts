/**
 * `npm run release`: writes the engine of today to public/v/<n>/ and lists it in public/v/releases.json.
 *
 *   --out DIR   instead of public/v
 */
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { buildCage, buildImporter } from "../../../workers/build.mjs";
import { PROTOCOL } from "../../../workers/page/protocol-version.ts";
import { newestRelease } from "../../exercises/cli/engines.ts";
import { readReleases, writeRelease } from "./releases.ts";

const root = join(import.meta.dirname, "../../..");
const { values } = parseArgs({ options: { out: { type: "string" } } });
const folder = values.out === undefined ? join(root, "public/v") : resolve(values.out);
const before = readReleases(folder).releases.length;
const release = await newestRelease();
const [{ worker }, { text: importer }] = await Promise.all([buildCage({ wasm: release.engine }), buildImporter()]);
const { n, hash } = writeRelease(folder, release, { hash: release.hash, protocol: PROTOCOL, worker, importer });
const isNew = readReleases(folder).releases.length > before;
console.log(`release ${n}, engine ${hash.slice(0, 12)}: ${isNew ? "written" : "is there already"}`);
