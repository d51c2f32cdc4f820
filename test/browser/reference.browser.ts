/** The reference of the package, as the built site has it: complete, under any path, asking no other host. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { axe } from "../support/axe.ts";
import { openLab } from "../support/lab.ts";
import { DIST, ROOT } from "../support/site.ts";

const FOLDER = join(DIST, "api");
const lab = await openLab({ base: "/some/path/" });

test("every name that the package exports has its place", () => {
  const names = [...readFileSync(join(ROOT, "engine/library.ts"), "utf8").matchAll(/^export (?:type )?\{([^}]+)\}/gm)]
    .flatMap((it) => (it[1] ?? "").split(","))
    .map((it) => it.trim());
  expect(names).toEqual(
    expect.arrayContaining(["boot", "machineOf", "importMachine", "importLarge", "checkRecording"]),
  );
  const written = readdirSync(FOLDER, { recursive: true }).map(String);
  expect(names.filter((name) => !written.some((it) => it.endsWith(`/${name}.html`)))).toEqual([]);
});

test("its links lead to pages of it, or of the site", () => {
  const broken = readdirSync(FOLDER, { recursive: true })
    .map(String)
    .filter((it) => it.endsWith(".html"))
    .flatMap((path) => {
      const html = readFileSync(join(FOLDER, path), "utf8");
      const links = [...html.matchAll(/\b(?:href|src)="([^"#?]+)[^"]*"/g)].map((it) => it[1] ?? "");
      return links.filter((it) => !/^[a-z]+:/.test(it) && !existsSync(join(FOLDER, dirname(path), it)));
    });
  expect([...new Set(broken)]).toEqual([]);
});

test("opens, asks no other host, and axe finds nothing but the order of headings", async () => {
  const page = await lab.open("api/functions/boot.html");
  expect(await page.text("h1")).toContain("boot");
  expect(await page.foreignRequests()).toEqual([]);
  expect(page.errors()).toEqual([]);
  // TypeDoc's own levels: parameters are under a heading of the fourth, whatever is above.
  expect((await axe(page)).filter((it) => it.id !== "heading-order")).toEqual([]);
});

test("is linked from the page on hosting and from every footer", () => {
  for (const path of ["host.html", "index.html"]) {
    expect(readFileSync(join(DIST, path), "utf8")).toContain('href="api/index.html"');
  }
});
