/** A timeline in the real player: all of its steps once more, and any of them at once. */
import type { Player } from "../../../engine/api.ts";
import { validate } from "../../../engine/checks/check.ts";
import type { MachineValue, Step } from "../../../engine/scene.ts";
import { openTestPlayer } from "../../support/player.ts";
import { step } from "../engine.ts";
import { median, type Row, timed } from "../measure.ts";

const SEED = 17;
const MiB = 2 ** 20;
const FILE_BYTES = 16 * MiB;
const POINTS = 40;

/** A process that stores, flushes, fences and loads all over a mapped file. */
export function storyOf(nrSteps: number): MachineValue {
  const scene = { kernel: "6.12" as const, pmem: { pmem0: { sizeBytes: 512 * MiB } } };
  const steps: Step[] = [
    { op: "mkfs", fstype: "xfs", device: "pmem0", options: { rmapbt: true, reflink: false } },
    { op: "mount", device: "pmem0", target: "/a", dax: "always" },
    { op: "create", path: "/a/f", sizeBytes: FILE_BYTES },
    { op: "spawn", process: "p" },
    { op: "mmap", process: "p", map: "m0", path: "/a/f", lenBytes: FILE_BYTES },
  ];
  let x = SEED;
  while (steps.length < nrSteps) {
    x = step(x);
    const at = { process: "p", map: "m0", offInMapBytes: (x % (FILE_BYTES / 64)) * 64 };
    const next: Step[] = [
      { op: "store", ...at, bytes: [x & 255] },
      { op: "flush", ...at, lenBytes: 64 },
      { op: "fence", process: "p" },
      { op: "load", ...at, lenBytes: 8 },
    ];
    steps.push(...next.slice(0, nrSteps - steps.length));
  }
  return validate({ scene, steps, seed: 1 });
}

/** Sends the player's engine to another machine, so that it has to begin again with the next one. */
export function away(player: Player): () => void {
  const other = validate({ scene: { kernel: "6.12", pmem: { pmem0: { sizeBytes: MiB } } }, steps: [], seed: 2 });
  return () => void player.bytes(other, "pmem0", 0, 64);
}

/** The machine played from power-on to its last step; its events are known already. */
export function replayed(player: Player, value: MachineValue): number {
  return player.bytes(value, "pmem0", 0, 64).reduce((sum, it) => sum + it, player.run(value).outcomes.length);
}

function replay(name: string, nrSteps: number): Row {
  return {
    name,
    means: `A machine of ${nrSteps.toLocaleString("en")} steps, played once more from power-on: what coming back to another cell costs. A million steps a second are 1,000 ns each.`,
    operation: "step",
    goals: [],
    limits: [{ what: "one step", atMost: 1000, unit: "ns", value: (medians) => medians.get("ours") ?? Number.NaN }],
    async prepare({ quick }) {
      const player = await openTestPlayer();
      const value = storyOf(quick ? nrSteps / 10 : nrSteps);
      const leave = away(player);
      replayed(player, value);
      const run = () => {
        leave();
        return timed(() => replayed(player, value));
      };
      return { sides: [{ name: "ours", run }], operations: value.steps.length };
    },
  };
}

let slowest: number[] = [];

const anyPoint: Row = {
  name: "any-point",
  means:
    "The state after any step of a timeline of 10,000 steps, ready to be drawn: forty random ones, the slowest counts.",
  operation: "point",
  goals: [],
  limits: [{ what: "the slowest point", atMost: 5, unit: "ms", value: () => median(slowest) / 1e6 }],
  async prepare({ quick }) {
    const value = storyOf(quick ? 1000 : 10_000);
    const player = await openTestPlayer();
    const machine = player.run(value);
    let x = SEED;
    slowest = [];
    const run = () => {
      let [ns, most] = [0, 0];
      for (let i = 0; i < POINTS; i++) {
        x = step(x);
        const n = x % value.steps.length;
        const one = timed(() => machine.snapshot(n));
        ns += one.ns;
        most = Math.max(most, one.ns);
      }
      slowest.push(most);
      return { ns, sum: 0 };
    };
    return { sides: [{ name: "ours", run }], operations: POINTS };
  },
};

export const REPLAY_ROWS: readonly Row[] = [replay("replay", 10_000), replay("replay-long", 100_000), anyPoint];
