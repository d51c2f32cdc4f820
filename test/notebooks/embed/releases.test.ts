/** Releases of the engine: what is written is what the grader finds, and it grades the same; pages get a list and a worker. */
import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { indexScript, readReleases, writeRelease } from "../../../notebooks/embed/cli/releases.ts";
import { newestRelease, openEngines, type Release } from "../../../notebooks/exercises/cli/engines.ts";
import { PROTOCOL } from "../../../workers/page/protocol-version.ts";

const root = mkdtempSync(join(tmpdir(), "daxlab-release-"));
const folder = join(root, "public/v");
mkdirSync(folder, { recursive: true });
afterAll(() => rmSync(root, { recursive: true, force: true }));

const newest = await newestRelease();

/** The same engine under another hash: a custom section of wasm changes nothing that it does. */
function olderTwin({ engine, ...rest }: Release): Release {
  const section = [0x00, 0x05, 0x03, 0x6f, 0x6c, 0x64, 0x21];
  const bytes = new Uint8Array([...engine, ...section]);
  return { ...rest, engine: bytes, hash: createHash("sha256").update(bytes).digest("hex") };
}
const older = olderTwin(newest);
const cageOf = ({ hash }: Release) => ({
  hash,
  protocol: PROTOCOL,
  worker: "/* worker */",
  importer: "/* importer */",
});

/** What a script of a release hands over. */
function handedOver(text: string, name: string): unknown {
  return new Function(name, `let given; ${name} = (it) => { given = it; }; ${text}; return given;`)(null);
}
const read = (path: string): string => readFileSync(join(folder, path), "utf8");
const PROGRAM = `(() => {
  const machine = boot({ kernel: "6.1", pmem: { pmem0: { size: "64 MiB" } } }).fail("pmem0", 4096);
  return { errno: machine.errno, events: machine.events.length, holders: machine.holders };
})()`;

test("a release is written once, and the next one gets the next number", () => {
  expect(writeRelease(folder, older, cageOf(older))).toMatchObject({ n: 1, hash: older.hash });
  expect(writeRelease(folder, newest, cageOf(newest))).toMatchObject({ n: 2, hash: newest.hash });
  expect(writeRelease(folder, older, cageOf(older)).n).toBe(1);
  expect(readReleases(folder).releases.map((it) => it.n)).toEqual([1, 2]);
});

test("pages find every release by its hash in a script, and its worker in another", () => {
  const releases = [older, newest].map(({ hash }, index) => ({ n: index + 1, hash, protocol: PROTOCOL }));
  expect(handedOver(read("releases.js"), "daxlabReleases")).toEqual({ v: 1, releases });
  expect(handedOver(read("2/cage.js"), "daxlabRelease")).toEqual({ v: 1, ...cageOf(newest) });
});

test("what pages are told of this site's releases is what the list says", () => {
  const here = join(import.meta.dirname, "../../../public/v");
  expect(readFileSync(join(here, "releases.js"), "utf8")).toBe(indexScript(readReleases(here)));
});

test("a release is refused that names another engine than its worker, or that would cost a page too much", () => {
  const other = olderTwin(older);
  expect(() => writeRelease(folder, other, cageOf(newest))).toThrow("not of the same engine");
  const noise = randomBytes(400_000).toString("hex");
  expect(() => writeRelease(folder, other, { ...cageOf(other), worker: noise })).toThrow("cost a page");
});

test("the scripts of the engine are in its hash: another answer is another engine", () => {
  const [mark] = WebAssembly.Module.customSections(new WebAssembly.Module(newest.engine.slice()), "daxlab");
  expect(mark?.byteLength).toBe(32);
});

describe("the grader", () => {
  test("finds the release that a hand-in names, and it gives what the newest gives", async () => {
    const engines = await openEngines(root, 1);
    const named = engines.engineFor(older.hash);
    const now = engines.engineFor(newest.hash);
    expect([named.note, now.note]).toEqual([null, null]);
    expect(named.evaluator).not.toBe(now.evaluator);
    const choice = { seed: 1, budgetMs: 20_000 };
    const [before, after] = [await named.evaluator.run(PROGRAM, choice), await now.evaluator.run(PROGRAM, choice)];
    expect(before).toMatchObject({ status: "done", value: { errno: "EBUSY", holders: { pmem0: null } } });
    expect(before).toEqual(after);
    await engines.close();
  });

  test("says when there is no release of that hash, and takes the newest", async () => {
    const engines = await openEngines(root, 1);
    const { evaluator, note } = engines.engineFor("0".repeat(64));
    expect(note).toContain("000000000000");
    expect(evaluator).toBe(engines.engineFor(newest.hash).evaluator);
    await engines.close();
  });
});

test("a release that was changed or lost is an error by name, and nothing is written after it", () => {
  writeFileSync(join(folder, "1/guest.js"), "() => null");
  expect(() => writeRelease(folder, { ...newest, hash: "f".repeat(64) }, cageOf(newest))).toThrow(
    "release 1: guest.js was changed",
  );
  rmSync(join(folder, "1/guest.js"));
  expect(() => readReleases(folder)).toThrow("release 1: guest.js is missing");
});
