/** The package in a page without a bundler: one `<script type="module">`. */
import { afterAll, expect, test } from "vitest";
import { openLab } from "../support/lab.ts";
import { ANSWER, emptyProject, PROGRAM, packEngine } from "../support/packed.ts";

const project = emptyProject(packEngine());
const module = PROGRAM.replace('"daxlab"', '"./node_modules/daxlab/daxlab.js"');
project.write(
  "index.html",
  `<!doctype html><title>A page</title><script type="module">${module}document.title = answer</script>`,
);
const lab = await openLab({ folder: project.folder });
afterAll(() => project.remove());

test("plays a failure from a module script, and asks no other host", async () => {
  const page = await lab.open("index.html");
  await expect.poll(() => page.evaluate(() => document.title), { timeout: 20_000 }).toBe(ANSWER);
  expect(await page.foreignRequests()).toEqual([]);
});
