/** The programs of the command line as a user calls them. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { safeParse } from "valibot";
import { afterAll, describe, expect, test } from "vitest";
import { event, prediction, snapshot } from "../../engine/checks/result-shapes.ts";
import { readJson } from "../../engine/cli/input.ts";
import { compareRecording } from "../../engine/recordings/compare.ts";
import type { Fields } from "../../engine/recordings/fields.ts";
import type { Prediction } from "../../engine/recordings/predict.ts";
import { readLossless, recordingFiles, withoutOutcomes } from "../support/recordings.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "cli-"));
afterAll(() => rmSync(folder, { recursive: true }));

function run(program: string, args: readonly string[], input = "") {
  const done = spawnSync(process.execPath, [join(ROOT, "engine/cli/run.mjs"), program, ...args], {
    cwd: ROOT,
    encoding: "utf8",
    input,
    maxBuffer: 2 ** 28,
  });
  return { status: done.status, out: done.stdout, err: done.stderr };
}

const written = (name: string, value: unknown): string => {
  const file = join(folder, name);
  const text = JSON.stringify(value, (_key, it: unknown) => (typeof it === "bigint" ? Number(it) : it));
  writeFileSync(file, text);
  return file;
};
const scene = { kernel: "6.1", pmem: { pmem0: { sizeBytes: 67108864 } } };
const held = (source: string) => [
  { op: "register-holder", device: "pmem0", holder: "mine", source },
  { op: "fail", device: "pmem0", offBytes: 4096 },
];
const recording = (name: string): string => join(ROOT, "test/recordings", `${name}.json`);

describe("play", { timeout: 120_000 }, () => {
  test("prints machine, events and state of a scenario, in their published shapes", () => {
    const steps = [
      { op: "mkfs", fstype: "xfs", device: "pmem0", options: { rmapbt: true, reflink: false, sizeBytes: 33554432 } },
      { op: "mount", device: "pmem0", target: "/a", dax: "always" },
      { op: "create", path: "/a/f", sizeBytes: 8192 },
      { op: "spawn", process: "ann", policy: "early" },
      { op: "mmap", process: "ann", map: "m0", path: "/a/f", touch: [{ offInMapBytes: 0 }] },
      { op: "poison", device: "pmem0", offBytes: 40960 },
      { op: "badblocks", device: "pmem0", sector: 8, count: 1 },
      { op: "fail", device: "pmem0", offBytes: 0 },
      { op: "unbind", device: "pmem0" },
    ];
    const { status, out } = run("play", [written("scenario.json", { scene, steps })]);
    expect(status).toBe(0);
    const result = readJson(out, "out") as { machine: Fields; events: unknown[]; state: Fields };
    expect(result.machine).toEqual({ scene, steps, seed: 1 });
    for (const it of result.events) expect(safeParse(event, it).issues).toBeUndefined();
    expect(safeParse(snapshot, result.state).issues).toBeUndefined();
    expect(Object.keys(result)).toEqual(["machine", "events", "state"]);
  });

  test("predicts a recording from its inputs alone, read from standard input, and keeps u64 exact", () => {
    const file = recordingFiles().find((it) => it.name === "6.1/12a-unbind-xfs");
    const stripped = JSON.stringify(withoutOutcomes(file?.recording as Fields), (_key, it: unknown) =>
      typeof it === "bigint" ? Number(it) : it,
    );
    const { status, out } = run("play", ["-"], stripped);
    expect(status).toBe(0);
    const predicted = readLossless(out) as Prediction;
    expect(safeParse(prediction, predicted).issues).toBeUndefined();
    expect(out).toContain('"len": 18446744073709551615');
    expect(compareRecording(file?.recording as Fields, predicted).differences).toEqual([]);
  });

  test("--check says what differs, where, and ends with 1", () => {
    const same = run("play", [recording("7.3/16b-private-cow"), "--check"]);
    expect([same.status, JSON.parse(same.out)]).toMatchObject([0, { differences: [] }]);
    const other = run("play", [recording("7.3/16b-private-cow"), "--check", "--kernel", "6.1", "--format", "table"]);
    expect(other.status).toBe(1);
    expect(other.out).toContain("events[0].result.signals");
  });

  test("runs holders of a scenario in the interpreter: they see their failure and nothing of Node", () => {
    const said = run("play", [
      written("a.json", { scene, steps: held("(f, k) => { k.log(typeof process + f.offBytes); return 0 }") }),
    ]);
    expect(said.out).toContain('"text": "undefined4096"');
    const threw = run("play", [written("b.json", { scene, steps: held("() => process.exit(0)") })]);
    expect([threw.status, threw.out]).toEqual([0, expect.stringContaining("'process' is not defined")]);
    const endless = run("play", [written("c.json", { scene, steps: held("() => { for (;;); }") })]);
    expect([endless.status, endless.out]).toEqual([0, expect.stringContaining("did not return in its time")]);
  });

  test("wrong arguments and unusable files end with 2 and one clear line", () => {
    const none = run("play", [join(folder, "none.json")]);
    expect([none.status, none.err.trim()]).toEqual([2, `${join(folder, "none.json")}: there is no such file`]);
    const bad = written("bad.json", { scene, steps: [{ op: "umount", target: "/a" }] });
    expect(run("play", [bad])).toMatchObject({
      status: 2,
      err: expect.stringMatching(/bad\.json:1:\d+: steps\[0\]\.target/),
    });
    expect(run("play", [bad, "--kernel", "6.2"])).toMatchObject({
      status: 2,
      err: expect.stringContaining("--kernel: got 6.2"),
    });
    expect(run("play", ["--help"])).toMatchObject({ status: 0, out: expect.stringContaining("Exit status") });
  });
});

describe("explain and diff", { timeout: 120_000 }, () => {
  test("explain says one sentence per event, with version, file and function", () => {
    const { status, out } = run("explain", [recording("6.1/08-raw-pmem"), "--step", "1"]);
    expect(status).toBe(0);
    expect(out).toContain("Nobody holds the dax_device of pmem0: -EOPNOTSUPP, which lets the generic handler try.");
    expect(out).toContain("[6.1.192 drivers/dax/super.c:dax_holder_notify_failure]");
  });
  test("steps are counted from 1 in every view, and power-on is named", () => {
    const file = recording("6.1/08-raw-pmem");
    const lines = (args: string[]) => run(args[0] ?? "", args.slice(1)).out.split("\n");
    expect(lines(["explain", file]).slice(0, 2)).toEqual([
      "Power on",
      expect.stringContaining("The machine is switched on."),
    ]);
    expect(lines(["explain", file]).filter((it) => /^\d+\. /.test(it))[0]).toMatch(/^1\. /);
    const scenario = written("counted.json", { scene, steps: [{ op: "unbind", device: "pmem0" }] });
    expect(lines(["play", scenario, "--format", "table"])[1]).toMatch(/^1 +unbind /);
    expect(lines(["play", scenario, "--format", "tree"])).toContain("step 1 unbind: 0");
    expect(run("explain", [file, "--step", "0"])).toMatchObject({
      status: 2,
      err: expect.stringContaining("expected a number from 1 to"),
    });
  });
  test("diff shows where two kernels part, and what is left different", () => {
    const { status, out } = run("diff", [recording("6.1/16g-dax-inode-mixed"), "--kernel", "6.1,7.3"]);
    expect(status).toBe(1);
    expect(out).toContain('mounts./mnt/a.state: "shutdown" | "alive"');
    expect(run("diff", [recording("6.1/08-raw-pmem"), "--policy", "kernel,kernel"])).toMatchObject({
      status: 0,
      out: "no difference\n",
    });
  });
});

test("the page's data say which recordings match, and are those of the engine as it is", { timeout: 120_000 }, () => {
  const file = join(folder, "fidelity.json");
  expect(run("fidelity", ["--out", file])).toMatchObject({ status: 0 });
  expect(readFileSync(file, "utf8")).toBe(readFileSync(join(ROOT, "public/fidelity.json"), "utf8"));
});
