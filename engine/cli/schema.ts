/** Writes the published schemas to public/schema: `node engine/cli/run.mjs schema`. A test says when they are stale. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { schemaFiles } from "../checks/schema-files.ts";

const folder = join(import.meta.dirname, "../../public/schema");
mkdirSync(folder, { recursive: true });
for (const [name, text] of Object.entries(schemaFiles())) {
  writeFileSync(join(folder, name), text);
  process.stdout.write(`wrote public/schema/${name}\n`);
}
