/** Where one is in a run, and the lines of code that forks and pokes stand for. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { MachineView } from "../../../engine/api.ts";
import { forkCode } from "../../../notebooks/page/ui/forks.ts";
import { withPoke } from "../../../notebooks/page/ui/poke.ts";
import { momentAt, nextStep, stepMarks } from "../../../notebooks/page/ui/time-state.ts";

type Timed = Pick<MachineView, "events">;

/** A run of which only the step of each event counts. */
const runOf = (steps: readonly number[]): Timed =>
  ({ events: steps.map((step, seq) => ({ seq, step })) }) as unknown as Timed;

const runs = fc.array(fc.nat(3), { maxLength: 20 }).map((jumps) => {
  let step = -1;
  return runOf(
    jumps.map((by) => {
      step += by;
      return step;
    }),
  );
});

test("a moment stays inside the run and knows how many steps were played", () => {
  fc.assert(
    fc.property(runs, fc.integer({ min: -5, max: 30 }), (run, at) => {
      const { event, steps } = momentAt(run, at);
      expect(event).toBeGreaterThanOrEqual(-1);
      expect(event).toBeLessThan(Math.max(1, run.events.length));
      expect(steps).toBe((run.events[event]?.step ?? -1) + 1);
    }),
  );
});

test("going on by steps visits the first event of every step once, and stops at the end", () => {
  fc.assert(
    fc.property(runs, (run) => {
      const seen: number[] = [];
      let at = -1;
      for (let turns = 0; turns < 40; turns += 1) {
        const next = nextStep(run, at, 1);
        if (next <= at) break;
        seen.push(next);
        at = next;
      }
      const played = stepMarks(run).filter((it) => (run.events[it]?.step ?? -1) >= 0);
      expect(seen.filter((it) => (run.events[it]?.step ?? -1) >= 0 && stepMarks(run).includes(it))).toEqual(played);
    }),
  );
});

test("going back never goes on", () => {
  fc.assert(
    fc.property(runs, fc.nat(20), (run, from) => {
      const at = momentAt(run, from).event;
      expect(nextStep(run, at, -1)).toBeLessThanOrEqual(Math.max(at, 0));
    }),
  );
});

test("a fork is a line of the cell language: the machine at a step, and what happens instead", () => {
  expect(forkCode("wrongDoor", 12, '.fail("pmem0", 0x1800_0000)')).toBe(
    'wrongDoor.at(12)\n  .fail("pmem0", 0x1800_0000)',
  );
  expect(forkCode("m", 3, ' umount("/a") ')).toBe('m.at(3)\n  .umount("/a")');
  expect(forkCode("m", 0, "")).toBe("m.at(0)");
});

test("a poke is appended as the next operation, in the manner of the cell's own lines", () => {
  expect(withPoke("const m = two.at(3)", ".poison(1)")).toBe("const m = two.at(3)\n  .poison(1)");
  expect(withPoke("const m = two\n    .mount(1);\n", ".poison(1)")).toBe(
    "const m = two\n    .mount(1)\n    .poison(1)",
  );
  expect(withPoke("const f = (m) => {\n  return m\n}", ".poison(1)")).toBe(null);
  expect(withPoke("  ", ".poison(1)")).toBe(null);
});
