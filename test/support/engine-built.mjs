/** Before any test: the engine is what its sources say, also when vitest is started by hand. */
import { buildEngine } from "../../engine/build.mjs";

export async function setup() {
  await buildEngine((text) => process.stderr.write(text));
}
