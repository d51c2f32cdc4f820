/** The reference list: what is cited must be findable, once. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { REFERENCES } from "../../notebooks/references/references.ts";

const RECORDINGS = "test/recordings";

test("an id names one reference", () => {
  const ids = REFERENCES.map((it) => it.id);
  expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
});

test("a recorded scene that is cited was recorded on at least one kernel", () => {
  const kernels = readdirSync(RECORDINGS).filter((name) => /^\d/.test(name));
  const scenes = REFERENCES.flatMap((it) => it.source?.match(/^test\/recordings\/\*\/(.+)$/)?.[1] ?? []);
  expect(scenes.length).toBeGreaterThan(40);
  const lost = scenes.filter((scene) => !kernels.some((kernel) => existsSync(join(RECORDINGS, kernel, scene))));
  expect(lost).toEqual([]);
});
