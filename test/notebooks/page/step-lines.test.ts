/** Which line of which cell wrote a step: chains of lessons, and everything of which nobody can say it. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { MachineValue, Step } from "../../../engine/scene.ts";
import { type CellLines, stepLines } from "../../../notebooks/page/step-lines.ts";

const scene = { kernel: "6.1", pmem: { pmem0: { sizeBytes: 1 << 20 } } } as const;
const machine = (...steps: Step[]): MachineValue => ({ scene, steps, seed: 1 });
const spawn = (process: string): Step => ({ op: "spawn", process });
const fail = (offBytes: number): Step => ({ op: "fail", device: "pmem0", offBytes });

const cell = (slug: string, text: string, machines: Record<string, MachineValue>): CellLines => ({
  slug,
  text,
  machines: new Map(Object.entries(machines)),
});

const home = machine({ op: "mkfs", fstype: "xfs", device: "pmem0" }, { op: "mkdir", path: "/home/a" });
const street: MachineValue = { ...home, steps: [...home.steps, spawn("ann"), spawn("bob")] };
const heard: MachineValue = { ...street, steps: [...street.steps, fail(4096)] };
const LESSON = [
  cell("home", 'const home = boot({\n  pmem: {}\n})\n  .mkfs("xfs", "pmem0")\n  .mkdir("/home/a")', { home }),
  cell("street", 'const street = home\n  .spawn("ann")\n  .spawn(\n    "bob")', { street }),
  cell("heard", 'street.fail("pmem0", 4096)', { "": heard }),
];

describe("a step is at the line of the call that made it", () => {
  test.each([
    [-1, { slug: "home", first: 1, last: 3 }],
    [0, { slug: "home", first: 4, last: 4 }],
    [1, { slug: "home", first: 5, last: 5 }],
    [2, { slug: "street", first: 2, last: 2 }],
    [3, { slug: "street", first: 3, last: 4 }],
    [4, { slug: "heard", first: 1, last: 1 }],
    [5, null],
  ])("step %i", (step, lines) => expect(stepLines(heard, step, "heard", LESSON)).toEqual(lines));
});

test("of two machines of one cell each has its own line", () => {
  const one = { ...home, steps: [...home.steps, fail(0)] };
  const other = { ...home, steps: [...home.steps, fail(8192)] };
  const cells = [
    LESSON[0] as CellLines,
    cell("two", "const one = home.fail(1)\nconst other = home.fail(2)", { one, other }),
  ];
  expect(stepLines(one, 2, "two", cells)?.first).toBe(1);
  expect(stepLines(other, 2, "two", cells)?.first).toBe(2);
});

test("operations that are called otherwise than their steps are found, and `at` and `with` are no steps", () => {
  const value = { ...home, steps: [home.steps[0] as Step, { op: "power-fail" } as Step, spawn("ann")] };
  const cells = [
    LESSON[0] as CellLines,
    cell("v", 'home.at(1)\n.powerFail()\n.with({ kernel: "7.3" })\n.step(s)', { "": value }),
  ];
  expect([0, 1, 2].map((it) => stepLines(value, it, "v", cells)?.first)).toEqual([4, 2, 4]);
});

test.each([
  ["a loop", "let m = home\nfor (const it of names) m = m.spawn(it)"],
  ["a function", "const street = people(home)"],
  ["a variable that changes", "let street = home.spawn(1).spawn(2)"],
  ["fewer calls than steps beyond power-on", 'const street = boot({}).spawn("ann").spawn("bob")'],
  ["other operations", 'const street = home.fail("pmem0", 0).spawn("bob")'],
  ["what cannot be read", "const street = home.spawn("],
])("of %s no line is named", (_, text) => {
  expect(stepLines(street, 2, "street", [LESSON[0] as CellLines, cell("street", text, { street })])).toBeNull();
});

test("a machine with another past gets no line of this one's", () => {
  const past = fc.array(fc.constantFrom("ann", "bob", "cyd"), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(past, past, fc.nat(5), (names, others, step) => {
      const own = machine(...names.map(spawn));
      const other = machine(...others.map(spawn));
      const text = `boot({})\n${names.map((it) => `.spawn("${it}")`).join("\n")}`;
      const found = stepLines(other, step, "it", [cell("it", text, { "": own })]);
      const isShared =
        step < Math.min(names.length, others.length) && names.slice(0, step + 1).every((it, at) => it === others[at]);
      expect(found).toEqual(isShared ? { slug: "it", first: step + 2, last: step + 2 } : null);
    }),
  );
});
