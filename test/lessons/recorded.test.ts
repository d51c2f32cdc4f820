/**
 * What the cells of every lesson give, kept as text beside this file. After a wanted change:
 * `npx vitest run --project node test/lessons -u`, then read the difference.
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openSite } from "../../notebooks/build/site.ts";
import { transcript } from "../../notebooks/build/transcript.ts";

const root = join(import.meta.dirname, "../..");
const site = await openSite({ root, site: undefined, cage: { scriptSrc: [], workerSrc: [] }, isStrict: false });

describe.each(site.lessons)("$slug", (built) => {
  test("every cell answers", () => {
    expect([...built.ran.errors.values()].map((it) => it.message)).toEqual([]);
  });

  test("gives what was recorded", async () => {
    await expect(transcript(built)).toMatchFileSnapshot(join(import.meta.dirname, `${built.slug}.txt`));
  });
});

test("there is no recording of a lesson that is gone", () => {
  const kept = readdirSync(import.meta.dirname).filter((it) => it.endsWith(".txt"));
  expect(kept.filter((it) => !existsSync(join(root, "notebooks/lessons", it.replace(/\.txt$/, ".html"))))).toEqual([]);
});
