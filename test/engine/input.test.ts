/** Files and arguments of the command line: what is wrong, and where. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { readArguments } from "../../engine/cli/arguments.ts";
import { readInput, readJson, toJson } from "../../engine/cli/input.ts";
import { positionOf } from "../../engine/cli/positions.ts";

const folder = mkdtempSync(join(tmpdir(), "input-"));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function messageOf(text: string): string {
  const file = join(folder, `${files++}.json`);
  writeFileSync(file, text);
  try {
    readInput(file);
  } catch (error) {
    expect(error).toMatchObject({ name: "FileError" });
    return (error as Error).message.replace(file, "FILE");
  }
  return "read";
}

const scenario = (steps: string) => `{
  "scene": { "kernel": "6.1", "pmem": { "pmem0": { "sizeBytes": 1048576 } } },
  "steps": [
    ${steps}
  ],
  "seed": 1
}`;

describe("a file that cannot be used says file, line and column", () => {
  test.each([
    ["no JSON", '{\n  "scene": oops\n}', "FILE:2:12: is not JSON: "],
    ["an end too early", '{\n "a": 1', "FILE:2:8: is not JSON"],
    ["neither of the two", "[1]", "FILE:1:1: is neither a scenario (scene, steps, seed) nor a recording"],
    [
      "a step that names nothing",
      scenario('{ "op": "fail", "device": "pmem0", "offBytes": 0 },\n    { "op": "umount", "target": "/a" }'),
      'FILE:5:33: steps[1].target: got "/a", expected a mount point of an earlier mount; there is none yet',
    ],
    [
      "a field too many",
      scenario('{ "op": "fail", "device": "pmem0", "offBytes": 0, "oops": 1 }'),
      "FILE:4:63: steps[0].oops: got a field, expected no field of that name",
    ],
    [
      "a scene that is wrong",
      '{ "scene": { "kernel": "6.2", "pmem": {} },\n"steps": [], "seed": 1 }',
      'FILE:1:24: scene.kernel: got "6.2", expected one of v9, ',
    ],
    [
      "a number that is none of ours",
      scenario('{ "op": "fail", "device": "pmem0", "offBytes": 1e400 }'),
      "FILE:4:52: steps[0].offBytes",
    ],
    [
      "a recording with a broken step",
      '{ "kernel": "Linux 6.1.192", "devices": [{ "device": "pmem0", "size": 4096, "resource": 0 }], "setup": [\n { "op": "umount", "seq": 1 } ], "events": [] }',
      "FILE:2:2: setup[0].target: got nothing, expected a text",
    ],
  ])("%s", (_, text, message) => {
    expect(messageOf(text)).toContain(message);
  });
  test("a file that is not there", () => {
    expect(() => readInput(join(folder, "none.json"))).toThrow("there is no such file");
  });
});

describe("a scenario file", () => {
  test("may name its schema, leave the seed out, and begin with a byte order mark", () => {
    const text = scenario("").replace('"seed": 1', '"$schema": "x"').replace("],\n  ", "],\n  ");
    expect(messageOf(`\uFEFF${text}`)).toBe("read");
  });
});

describe("numbers", () => {
  test("beyond 2^53 go in and out digit by digit", () => {
    const json = '{"len": 18446744073709551615, "small": 4096, "half": 0.5}';
    const value = readJson(json, "here");
    expect(value).toEqual({ len: 18446744073709551615n, small: 4096, half: 0.5 });
    expect(toJson(value)).toContain('"len": 18446744073709551615');
  });
});

describe("positions", () => {
  const json = '{\n "a": [1, {"b": "x,]}"}],\n "c": {"d": [[], [2, 3]]}\n}';
  test.each([
    ["a", 2, 7],
    ["a[1].b", 2, 17],
    ["c.d[1][1]", 3, 22],
    ["c.d[1][9]", 3, 18],
    ["c.nothing", 3, 7],
    ["nothing", 1, 1],
  ])("of %s", (path, line, column) => {
    expect(positionOf(json, path)).toEqual({ line, column });
  });
});

describe("arguments", () => {
  test("that nobody knows are named, with what was probably meant", () => {
    expect(() => readArguments(["--kernl", "6.1"], ["kernel"], [])).toThrow("did you mean kernel?");
    expect(() => readArguments(["--kernel"], ["kernel"], [])).toThrow();
    expect(readArguments(["FILE", "--kernel=6.1", "--check"], ["kernel"], ["check"])).toMatchObject({
      values: { kernel: "6.1" },
      files: ["FILE"],
    });
  });
});
