/** One suite for the simulator, called directly and by messages: values both ways, faults, chance and time. */
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import type { CellResult, Wire } from "../../workers/api.ts";
import { type Bench, openBench, TRANSPORTS } from "./transports.ts";

const BOOT = `const m0 = boot({ kernel: "6.1", pmem: { pmem0: { size: "64 MiB" } } })`;

function ok(result: CellResult): CellResult & { state: "ok" } {
  if (result.state !== "ok") throw new Error(JSON.stringify(result));
  return result;
}
function fault(result: CellResult) {
  if (result.state !== "error") throw new Error(JSON.stringify(result));
  return result.error;
}
const data = (wire: Wire | undefined): unknown => (wire?.kind === "data" ? wire.value : wire);
const machine = (wire: Wire | undefined) => {
  if (wire?.kind !== "machine") throw new Error(JSON.stringify(wire));
  return wire.machine;
};

describe.each(TRANSPORTS)("%s", (_title, transport) => {
  let bench: Bench;
  const open = (): Bench => {
    bench = openBench(transport);
    return bench;
  };
  afterEach(() => bench.close());

  test("an expression has its value, a declaration publishes its names", async () => {
    const { evaluate } = open();
    expect(ok(await evaluate("6 * 7")).last).toEqual({ kind: "data", value: 42 });
    const both = ok(await evaluate("const a = 1, { b } = { b: [2n] }; class C {}; let d"));
    expect(Object.keys(both.values)).toEqual(["a", "b", "C", "d"]);
    expect(data(both.values.b)).toEqual([2n]);
    expect(both.values.C).toEqual({ kind: "function", name: "C", source: "class C {}" });
    expect(both.last).toEqual({ kind: "data", value: undefined });
  });

  test("names of other cells are locals, and so are those of the cell API", async () => {
    const { evaluate } = open();
    const inputs: Record<string, Wire> = { n: { kind: "data", value: 3 } };
    expect(data(ok(await evaluate("hex(n * MiB)", { inputs })).last)).toBe("0x0030_0000");
    expect(data(ok(await evaluate("const KiB = n", { inputs })).last)).toBe(3);
    expect(fault(await evaluate("n = 4, n", { inputs: {} })).name).toBe("ReferenceError");
  });

  test("a machine goes to the page with its run and comes back with its methods", async () => {
    const { evaluate } = open();
    const { m0 } = ok(await evaluate(BOOT)).values;
    expect(machine(m0).value.steps).toEqual([]);
    const second = ok(
      await evaluate(`const m1 = m0.mkfs("xfs", "pmem0").mount("pmem0", "/a")`, { inputs: { m0: m0! } }),
    );
    const { events, outcomes, state, before, value } = machine(second.values.m1);
    expect(events.map((it) => it.fn)).toEqual(["boot", "mkfs", "mount"]);
    expect(outcomes.map((it) => it.op)).toEqual(["mkfs", "mount"]);
    expect([before.at, state.at, value.steps.length]).toEqual([1, 2, 2]);
  });

  test("of a machine only what is new crosses", async () => {
    const { evaluate } = open();
    const extents = Array.from({ length: 500 }, (_, i) => ({
      offInFileBytes: i * 4096,
      offInDevBytes: i * 8192,
      lenBytes: 4096,
    }));
    const setup = `${BOOT}.mkfs("xfs", "pmem0").mount("pmem0", "/a").create("/a/f", "2000 KiB", { extents })`;
    const { m0 } = ok(await evaluate(setup, { inputs: { extents: { kind: "data", value: extents } } })).values;
    expect(bench.last.answer.pieces.filter(([, it]) => it.kind === "step").length).toBe(3);
    const next = ok(await evaluate(`const m1 = m0.spawn("ann")`, { inputs: { m0: m0! } }));
    expect(bench.last.job.pieces).toEqual([]);
    const kinds = bench.last.answer.pieces.map(([, it]) => it.kind);
    expect(kinds.filter((it) => it === "step").length).toBe(1);
    expect(kinds).not.toContain("bulk");
    expect(machine(next.values.m1).state.files[0]?.extents).toEqual(extents);
    expect(machine(next.values.m1).events.length).toBe(5);
  });

  test("equal machines are one object on the page", async () => {
    const { evaluate } = open();
    const first = machine(ok(await evaluate(BOOT)).last);
    expect(machine(ok(await evaluate(BOOT)).last)).toBe(first);
  });

  test("a worker that was replaced gets everything again, and says the same", async () => {
    open();
    const { m0 } = ok(await bench.evaluate(`${BOOT}.mkfs("xfs", "pmem0")`)).values;
    const go = () => bench.evaluate(`const m1 = m0.mount("pmem0", "/a")`, { inputs: { m0: m0! } });
    const before = machine(ok(await go()).last);
    bench.restart();
    expect(machine(ok(await go()).last)).toBe(before);
    expect(bench.last.job.pieces.length).toBeGreaterThan(0);
  });

  test("when both sides have let go of everything, it is sent again", async () => {
    open();
    const { m0 } = ok(await bench.evaluate(`${BOOT}.mkfs("xfs", "pmem0")`)).values;
    bench.shelf.clear();
    await bench.calls.forget();
    const next = ok(await bench.evaluate(`const m1 = m0.mount("pmem0", "/a")`, { inputs: { m0: m0! } }));
    expect(machine(next.last).events.map((it) => it.fn)).toEqual(["boot", "mkfs", "mount"]);
    expect(bench.last.job.pieces.length).toBe(2);
  });

  test("machines inside of plain data arrive as views and return as machines", async () => {
    const { evaluate } = open();
    const both = ok(await evaluate(`${BOOT}; const both = { list: [m0, m0.mkfs("xfs", "pmem0")], n: 1 }`)).values.both!;
    if (both.kind !== "data") throw new Error(both.kind);
    expect(both.machines).toEqual([
      ["list", 0],
      ["list", 1],
    ]);
    const inputs = { both };
    const text = `both.list.map((m) => m.fail("pmem0", 0).length).concat(both.n)`;
    expect(data(ok(await evaluate(text, { inputs })).last)).toEqual([1, 2, 1]);
    expect(data(ok(await evaluate(text, { inputs })).last)).toEqual([1, 2, 1]);
  });

  test("a function travels as its source and finds the cell API", async () => {
    const { evaluate } = open();
    const { grow } = ok(await evaluate("const grow = (m, n) => m.create('/a/f', n * KiB).length")).values;
    expect(grow).toEqual({ kind: "function", name: "grow", source: "(m, n) => m.create('/a/f', n * KiB).length" });
    const inputs = { grow: grow! };
    const text = `${BOOT}.mkfs("xfs", "pmem0").mount("pmem0", "/a"); const n = grow(m0, 4)`;
    expect(data(ok(await evaluate(text, { inputs })).last)).toBe(3);
  });

  test("methods, built-ins and bound functions as functions", async () => {
    const { evaluate } = open();
    const { f } = ok(await evaluate("const f = { twice(x) { return 2 * x } }.twice")).values;
    expect(data(ok(await evaluate("f(4)", { inputs: { f: f! } })).last)).toBe(8);
    expect(fault(await evaluate("const g = Math.max")).message).toContain("g is a built-in or bound function");
  });

  test.each([
    ["const a = { b: [1, { 'c-d': () => 1 }] }", 'a.b[1]["c-d"] is a function'],
    ["const a = { s: Symbol('x') }", "a.s is a symbol"],
    ["const a = { w: new WeakMap() }", "a.w is a weak collection"],
    ["const a = { p: Promise.resolve(1) }", "a.p is a promise"],
    ["const a = new Array(2_000_000).fill(0)", "a is too much to publish"],
    ["const a = { b: new Uint8Array(65 * MiB) }", "a.b is too much to publish"],
    ["const a = new Map([[1, () => 1]])", "a cannot be copied"],
    [`${BOOT}; let m1 = m0; for (let i = 0; i < 100_000; i++) m1 = m1.fail("pmem0", 0)`, "a run of 100001 events"],
  ])("%s is a mistake that says which property", async (text, message) => {
    expect(fault(await open().evaluate(text)).message).toContain(message);
  });

  test("values that refer to themselves cross", async () => {
    const { evaluate } = open();
    const { a } = ok(await evaluate("const a = { n: 1 }; a.self = a")).values;
    const value = data(a) as { self: unknown };
    expect(value.self).toBe(value);
  });

  test("an error says where in the cell's own text", async () => {
    const { evaluate } = open();
    expect(fault(await evaluate("const a = 1\nconst b =\n  nowhere + 1"))).toMatchObject({
      name: "ReferenceError",
      line: 3,
    });
    expect(fault(await evaluate("\n\nnull.x"))).toMatchObject({ name: "TypeError", line: 3 });
    const far = "const deep = (n) => n === 0 ? undefined.x : deep(n - 1)\ndeep(3)";
    expect(fault(await evaluate(`${far}\nconst z = 1`)).line).toBe(1);
  });

  test("a malformed step is a fault with its path, at the line that made it", async () => {
    const error = fault(await open().evaluate(`${BOOT}\nconst m1 = m0\n  .mount("pmem9", "/a")`));
    expect(error.name).toBe("SceneError");
    expect(error.line).toBe(3);
    expect(error.path).toContain("mount");
  });

  test.each([
    ["const f = () => f() + 1, n = f()", "a function calls itself without an end"],
    ["let s = 'x'; for (;;) s += s", "out of memory"],
    ["const a = new ArrayBuffer(2 ** 52)", "out of memory"],
    ["(() => { throw 'words' })()", "threw words"],
    ["(() => { throw { get message() { throw 1 } } })()", "threw [object Object]"],
    ["(() => { throw null })()", "threw null"],
  ])("%s ends as a fault in plain words", async (text, message) => {
    expect(fault(await open().evaluate(text)).message).toContain(message);
  });

  test("what is logged is kept as text, and a flood of it is cut", async () => {
    const { evaluate } = open();
    expect(((await evaluate("console.log('a', [1, 2])")) as { logs: string[] }).logs).toEqual(["a [1,2]"]);
    const { logs } = ok(await evaluate("for (let i = 0; i < 5000; i++) console.log(i)\nconst z = 1"));
    expect(logs.length).toBe(1001);
    expect(logs.at(-1)).toBe("… and 4000 more");
  });

  test("chance and time follow the seed: the same again, and another with another seed", async () => {
    const { evaluate } = open();
    const text = "[Math.random(), Math.random(), Date.now(), new Date().getTime(), typeof Date()]";
    const one = data(ok(await evaluate(text)).last);
    expect(data(ok(await evaluate(text)).last)).toEqual(one);
    expect(data(ok(await evaluate(text, { seed: 2 })).last)).not.toEqual(one);
    expect(data(ok(await evaluate("new Date(5) instanceof Date && new Date(5).getTime()")).last)).toBe(5);
    expect(data(ok(await evaluate("const t = Date.now() + 50; while (Date.now() < t); const z = 1")).last)).toBe(1);
  });

  test("a holder that a reader wrote is called, and what it throws is a fault", async () => {
    const { evaluate } = open();
    const holder = (body: string) =>
      `${BOOT}.holder("pmem0", { name: "mine", notifyFailure: (failure) => ${body} }).fail("pmem0", 4096)`;
    const { m0 } = ok(await evaluate(holder("failure.offBytes === 1 * 4096 ? -5 : 0"))).values;
    expect(machine(m0).outcomes.at(-1)?.errno).toBe("EIO");
    expect(fault(await evaluate(holder("nowhere"))).message).toContain("nowhere");
  });

  test("a machine from elsewhere is viewed, asked for a snapshot and run", async () => {
    open();
    const { m0 } = ok(await bench.evaluate(`${BOOT}.mkfs("xfs", "pmem0")`)).values;
    const name = { tip: "none", parent: "none" };
    const lost = await bench.calls.snapshot({ name, pieces: [] }, 0);
    expect(lost).toMatchObject({ error: { message: expect.stringContaining("missing") } });
    const packed = bench.exchange.pack(m0!, bench.shelf);
    if (packed.kind !== "machine") throw new Error(packed.kind);
    const job = { name: packed.name, pieces: bench.shelf.takeOutbox() };
    expect(await bench.calls.snapshot(job, 1)).toMatchObject({ value: { at: 1 } });
    expect(await bench.calls.run(job)).toMatchObject({ value: { outcomes: [{ op: "mkfs" }] } });
  });

  test("a program of an exercise gives plain data, an error, or memory", async () => {
    const { calls } = open();
    expect(await calls.check("({ n: [hex(16), undefined] })", 1)).toEqual({
      status: "done",
      value: { n: ["0x0000_0010", null] },
    });
    expect(await calls.check("nowhere", 1)).toMatchObject({ status: "error", name: "ReferenceError" });
    expect(await calls.check("new ArrayBuffer(2 ** 52)", 1)).toEqual({ status: "memory" });
  });

  test("any plain value crosses to the page and back unchanged", async () => {
    open();
    await fc.assert(
      fc.asyncProperty(
        fc.anything({ withBigInt: true, withMap: true, withSet: true, withTypedArray: true, withSparseArray: false }),
        fc.nat(2000),
        async (value, length) => {
          const given = {
            value,
            list: Array.from({ length }, (_, i) => i),
            bytes: new Uint8Array(length).fill(length),
          };
          const there = ok(await bench.evaluate("given", { inputs: { given: { kind: "data", value: given } } }));
          expect(data(there.last)).toEqual(given);
        },
      ),
      { numRuns: 60 },
    );
  });
});
