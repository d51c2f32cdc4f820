/**
 * `npm run build:single`: the whole course as one file that opens from disk.
 *
 *   --out FILE   where to write it; dist-single/daxlab.html unless said
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { openCourse } from "./course.ts";
import { singleFile } from "./single-file.ts";

const root = join(import.meta.dirname, "../../..");
const { values } = parseArgs({ options: { out: { type: "string" } } });
const out = values.out === undefined ? join(root, "dist-single/daxlab.html") : resolve(values.out);
const text = await singleFile(await openCourse(root));
mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, text);
console.log(`${out}: ${(Buffer.byteLength(text) / 1e6).toFixed(1)} MB`);
