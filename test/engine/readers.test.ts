/** Holders that readers wrote: what they see, what they may do, and what becomes of those that do not answer. */
import { beforeAll, describe, expect, test } from "vitest";
import type { Machine } from "../../engine/api.ts";
import { KERNELS } from "../../engine/checks/shapes.ts";
import type { CellApi } from "../../engine/machine.ts";
import type { KernelId } from "../../engine/scene.ts";
import { openTestApi } from "../support/player.ts";

let api: CellApi;
beforeAll(async () => {
  api = await openTestApi();
});

const MIB = 2 ** 20;
const PAGE = 4096;

function boot(kernel: KernelId = "6.12"): Machine {
  const partitions = [{ start: MIB, size: 4 * MIB }];
  return api.boot({ kernel, pmem: { pmem0: { size: 16 * MIB, partitions }, pmem1: { size: 16 * MIB } } });
}

/** Registers the function in a source text. */
const hold = (m: Machine, device: string, holder: string, source: string): Machine =>
  m.step({ op: "register-holder", device, holder, source });

describe("a holder that a reader wrote", () => {
  test.each(KERNELS)("is asked in its device's own bytes, and its answer is the kernel's, %s", (kernel) => {
    const m = hold(boot(kernel), "pmem0p1", "mine", "(it) => (it.offBytes === 8192 && it.lenBytes === 4096 ? -5 : 0)");
    const failed = m.fail("pmem0p1", 2 * PAGE);
    expect([failed.errno, failed.holders.pmem0]).toEqual(["EIO", "mine"]);
    expect(failed.events.find((it) => it.fn === "notifyFailure")?.range).toEqual({
      space: "pmem0p1",
      offBytes: 2 * PAGE,
      lenBytes: PAGE,
    });
    expect(m.fail("pmem0p1", 3 * PAGE).errno).toBe("0");
  });
  test("is not asked about bytes outside its device: that is ENXIO, and final", () => {
    const failed = hold(boot(), "pmem0p1", "mine", "() => 0").fail("pmem0", 8 * MIB);
    expect([failed.errno, failed.events.some((it) => it.fn === "mf_generic_kill_procs")]).toEqual(["ENXIO", false]);
  });
  test("that declines lets the generic handler try", () => {
    const failed = hold(boot(), "pmem0", "mine", "() => -95").fail("pmem0", 8 * MIB);
    expect(failed.events.some((it) => it.fn === "mf_generic_kill_procs")).toBe(true);
  });
  test("may notify further and say something", () => {
    const source =
      "(it, kernel) => { kernel.log('on to pmem1'); return kernel.notify('pmem1', it.offBytes, it.lenBytes); }";
    const m = hold(hold(boot(), "pmem1", "second", "() => -16"), "pmem0", "first", source);
    const failed = m.fail("pmem0", 3 * PAGE);
    expect(failed.errno).toBe("EBUSY");
    expect(failed.events.filter((it) => it.fn === "notifyFailure").map((it) => [it.who, it.depth])).toEqual([
      ["first", 5],
      ["second", 7],
    ]);
    expect(failed.events.find((it) => it.fn === "reader-log")?.args.text).toBe("on to pmem1");
  });
  test("is told of the removal of its device", () => {
    const m = hold(boot(), "pmem0", "mine", "(it) => (it.wholeDevice ? -11 : 0)").unbind("pmem0");
    expect(m.events.find((it) => it.fn === "notifyFailure")?.ret).toBe(-11);
  });
  test.each([
    ["throws", "() => { throw new RangeError('no such page'); }", "threw RangeError: no such page"],
    ["answers nonsense", "() => 'well'", "returned well, expected 0 or a negative errno"],
    ["answers nothing", "() => undefined", "returned undefined, expected 0 or a negative errno"],
  ])("that %s undoes its step, and the step says so", (_, source, text) => {
    const m = hold(boot(), "pmem0", "mine", source);
    const failed = m.fail("pmem0", PAGE);
    expect(failed.errno).toBe("EIO");
    expect(failed.events.map((it) => it.rule)).toEqual(["step", "reader.fault"]);
    expect(failed.events[1]?.args.text).toBe(text);
    expect({ ...failed.state, at: 0, hash: "" }).toEqual({ ...m.state, at: 0, hash: "" });
    expect(failed.sysctl({ earlyKill: 1 }).errno).toBe("0");
  });
  test("is the function of its latest registration, at every point of the machine", () => {
    const one = hold(boot(), "pmem0", "mine", "() => -5").fail("pmem0", 0);
    const two = hold(
      one.step({ op: "unregister-holder", device: "pmem0", holder: "mine" }),
      "pmem0",
      "mine",
      "() => -6",
    );
    expect([two.fail("pmem0", 0).errno, one.fail("pmem0", 0).errno, two.fail("pmem0", 0).errno]).toEqual([
      "ENXIO",
      "EIO",
      "ENXIO",
    ]);
  });
});

describe("a holder that asks itself", () => {
  test("is asked a bounded number of times, and told so", () => {
    const machine = api
      .boot({ pmem: { pmem0: { size: "1 MiB" } } })
      .holder("pmem0", {
        name: "loop",
        notifyFailure: ({ device, offBytes }, kernel) => kernel.notify(device, offBytes, 4096),
      })
      .fail("pmem0", 0);
    const faults = machine.run.events.filter((it) => it.rule === "reader.fault");
    expect(faults.map((it) => it.args.text)).toEqual(["was asked from within a holder, again and again"]);
    expect(machine.outcome.op).toBe("fail");
  });
});

test("a holder that was made in the very step that is undone is still named", () => {
  const machine = boot("linux-6.0").step({
    op: "race",
    threads: [
      { op: "register-holder", device: "pmem0", holder: "loop", source: "() => 1" },
      { op: "kill-dax", device: "pmem0" },
    ],
    schedule: [0, 0, 1, 1, 1],
  });
  expect(machine.events.filter((it) => it.rule === "reader.fault").map((it) => it.who)).toEqual(["loop"]);
});
