/** What the benchmarks say of a goal follows from the numbers: nothing here is timed. */
import { describe, expect, test } from "vitest";
import { measure, median, pageResult, type Row } from "../bench/measure.ts";
import { type RoundWork, roundsOf } from "../bench/page-run.ts";
import { score } from "../bench/runs.ts";
import { exponentOf, scale } from "../bench/scaling.ts";

/** A row whose sides take what they are told to, round after round, after two rounds that warm up. */
function rowOf(ours: number[], theirs: number[], atMost: number, sums: [number, number] = [7, 7]): Row {
  const sideOf = (name: string, times: number[], sum: number) => {
    const left = [...times];
    return { name, run: () => ({ ns: left.shift() ?? Number.NaN, sum }) };
  };
  return {
    name: "row",
    means: "",
    operation: "turn",
    goals: [
      { peer: "peer", atMost },
      { peer: "absent", atMost: 1 },
    ],
    limits: [
      { what: "one turn", atMost: 5, unit: "ns", value: (medians) => medians.get("ours") ?? Number.NaN },
      { what: "one turn, strictly", atMost: 4.9, unit: "ns", value: (medians) => medians.get("ours") ?? Number.NaN },
    ],
    prepare: async () => ({
      sides: [sideOf("ours", [99, 99, ...ours], sums[0]), sideOf("peer", [1, 1, ...theirs], sums[1])],
      operations: 2,
    }),
  };
}

describe("a row of the engine", () => {
  test("takes the median of the ratios of rounds, not the ratio of medians", async () => {
    const { ratios, medians } = await measure(rowOf([10, 40, 10], [10, 10, 40], 1), { quick: false }, 3);
    expect(ratios[0]).toMatchObject({ peer: "peer", ratio: 1, low: 0.25, high: 4, goal: 1, isMet: true });
    expect(medians.get("ours")).toBe(5);
  });
  test("is met at its goal and missed beyond it", async () => {
    const at = await measure(rowOf([12, 12, 12], [10, 10, 10], 1.2), { quick: false }, 3);
    const beyond = await measure(rowOf([12, 12, 12], [10, 10, 10], 1.19), { quick: false }, 3);
    expect([at.ratios[0]?.isMet, beyond.ratios[0]?.isMet]).toEqual([true, false]);
  });
  test("judges limits by the median per operation", async () => {
    const { limits } = await measure(rowOf([9, 10, 11], [10, 10, 10], 1), { quick: false }, 3);
    expect(limits.map((it) => [it.value, it.isMet])).toEqual([
      [5, true],
      [5, false],
    ]);
  });
  test("says which peers of its goals were not there", async () => {
    const { remarks } = await measure(rowOf([1], [1], 1), { quick: false }, 1);
    expect(remarks).toEqual(["absent: not measured here"]);
  });
  test("refuses sides that did other work", async () => {
    const row = rowOf([1], [1], 1, [7, 8]);
    await expect(measure(row, { quick: false }, 1)).rejects.toThrow("not the same work");
  });
});

describe("a row of the page", () => {
  const goal = { name: "run", means: "", unit: "ms", atMost: 50 };
  test("is met if the median is at most the goal", () => {
    expect(pageResult(goal, [90, 50, 10])).toMatchObject({ value: 50, low: 10, high: 90, isMet: true, rounds: 3 });
    expect(pageResult(goal, [90, 51, 10]).isMet).toBe(false);
  });
  test("that could not be measured is missed, and says why", () => {
    const failures = ["no Run button", "no Run button"];
    expect(pageResult(goal, [], failures)).toMatchObject({
      value: null,
      isMet: false,
      note: "Not measured: no Run button",
    });
  });
  test("tells of rounds that failed beside those that did not", () => {
    const { value, note } = pageResult({ ...goal, note: "On one core." }, [40], ["no end within 60 s"]);
    expect([value, note]).toEqual([40, "On one core. 1 more failed: no end within 60 s"]);
  });
});

describe("the rounds of a row of the page", () => {
  /** Rounds that give what is listed; a text is what one of them fails with, and `null` one that never ends. */
  function workOf(given: readonly (number | string | null)[]) {
    const left = [...given];
    const told: string[] = [];
    const work: RoundWork = {
      round: async () => {
        const next = left.shift();
        if (next === null) return new Promise<number>(() => {});
        if (typeof next === "number") return next;
        throw new Error(next ?? "none is left");
      },
      renew: async () => void told.push("renewed"),
      progress: (text) => void told.push(text),
    };
    return { work, told };
  }
  test("begin with one that warms up and does not count, but where the row is about the first", async () => {
    expect((await roundsOf({}, 2, workOf([9, 1, 2, 3]).work)).values).toEqual([1, 2]);
    expect((await roundsOf({ isCold: true, mostRounds: 3 }, 9, workOf([9, 1, 2, 3]).work)).values).toEqual([9, 1, 2]);
  });
  test("go on in a new browser after one that failed, hung or gave no number", async () => {
    for (const [bad, why] of [
      ["broken", "broken"],
      [null, "no end within 0.02 s"],
      [Number.NaN, "a round gave NaN"],
    ] as const) {
      const { work, told } = workOf([9, bad, 1]);
      const row = { roundMs: 20 };
      expect(await roundsOf(row, 1, work)).toEqual({ values: [1], failures: [why] });
      expect(told).toEqual(["(9.00)", "failed", "renewed", "1.00"]);
    }
  });
  test("are given up after two failures", async () => {
    expect(await roundsOf({}, 9, workOf(["broken", "broken", 1]).work)).toEqual({
      values: [],
      failures: ["broken", "broken"],
    });
  });
});

test("several runs meet the goals that each of them meets", () => {
  expect(score([[true, true, false]])).toBe("2 of 3 goals met");
  const three = [
    [true, true, false],
    [true, false, false],
    [true, true, true],
  ];
  expect(score(three)).toBe("1 of 3 goals met in each of 3 runs");
});

test("the median of an even number is between the two in the middle", () => {
  expect([median([3, 1, 2]), median([4, 1, 2, 3])]).toEqual([2, 2.5]);
});

describe("the exponent", () => {
  const points = (cost: (size: number) => number) =>
    [10, 100, 1000, 10_000].map((size) => ({ size, cost: cost(size) }));
  test("is 0 for a constant, 1 for a straight line, a few tenths for a logarithm", () => {
    expect(exponentOf(points(() => 5))).toBeCloseTo(0);
    expect(exponentOf(points((size) => 3 * size))).toBeCloseTo(1);
    expect(exponentOf(points((size) => Math.log(size)))).toBeLessThan(0.4);
  });
});

test("what looks up one of many may grow as memory does, and a little more", async () => {
  const row = (name: string, growth: object, cost: (size: number) => number) => ({
    ...{ name, means: "", operation: "read", unit: "ns" as const, growth, sizes: [10, 100, 1000] },
    measure: async (size: number) => cost(size),
  });
  const rows = [
    row("memory", {}, Math.sqrt),
    row("as memory", { aboveMemory: 0.15 }, (size) => 9 * Math.sqrt(size)),
    row("larger things", { aboveMemory: 0.15, memoryRecords: 10 }, (size) => 9 * Math.sqrt(size)),
    row("as all of it", { aboveMemory: 0.15 }, (size) => size),
    row("steady", { atMost: 0.35 }, () => 5),
  ];
  expect((await scale(rows, { quick: false })).map((it) => it.isMet)).toEqual([null, true, true, false, true]);
});
