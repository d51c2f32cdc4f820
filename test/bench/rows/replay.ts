/** A timeline in the real player: all of its steps once more, and any of them at once. */
import { readFileSync } from "node:fs";
import { T_OUTCOMES } from "../../../engine/abi.ts";
import { instantiate } from "../../../engine/boundary/host.ts";
import { ReaderCalls } from "../../../engine/boundary/readers.ts";
import { buildEntry } from "../../../engine/build.mjs";
import { validate } from "../../../engine/checks/check.ts";
import { Images } from "../../../engine/images.ts";
import { Line } from "../../../engine/lines.ts";
import type { MachineValue, Step } from "../../../engine/scene.ts";
import { Session } from "../../../engine/session.ts";
import { openTestPlayer } from "../../support/player.ts";
import { step } from "../engine.ts";
import { type Limit, median, type Row, timed } from "../measure.ts";

const SEED = 17;
const MiB = 2 ** 20;
const FILE_BYTES = 16 * MiB;
const POINTS = 40;
/** Steps of the story before its first store. */
const NR_BEFORE = 5;

const STEP_LIMIT: Limit = {
  what: "one step",
  atMost: 1000,
  unit: "ns",
  value: (medians) => medians.get("ours") ?? Number.NaN,
};

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

/** An engine, a session without images, and the lines of machines to play in it: nothing is read from a copy. */
export async function openReplay() {
  const code = readFileSync(await buildEntry());
  const engine = await instantiate(code, new ReaderCalls({ compile: () => undefined, enter: () => undefined }));
  const session = new Session(engine, new Images(0));
  const other = lineOf(
    validate({ scene: { kernel: "6.12", pmem: { pmem0: { sizeBytes: MiB } } }, steps: [], seed: 2 }),
  );
  return { engine, session, leave: () => session.seek(other, 0) };
}

export function lineOf(value: MachineValue): Line {
  const line = new Line(value.scene, value.seed);
  for (const it of value.steps) line.append(it);
  return line;
}

function replay(name: string, nrSteps: number): Row {
  return {
    name,
    means: `A machine of ${nrSteps.toLocaleString("en")} steps, played once more from power-on: what coming back to another cell costs. A million steps a second are 1,000 ns each.`,
    operation: "step",
    goals: [],
    limits: [STEP_LIMIT],
    async prepare({ quick }) {
      const { engine, session, leave } = await openReplay();
      const line = lineOf(storyOf(quick ? nrSteps / 10 : nrSteps));
      session.seek(line, line.steps.length);
      const hash = engine.hash();
      const run = () => {
        leave();
        const timing = timed(() => session.seek(line, line.steps.length));
        if (engine.hash() !== hash) throw new Error(`${name}: played again, the machine is in another state`);
        return timing;
      };
      return { sides: [{ name: "ours", run }], operations: line.steps.length };
    },
  };
}

/** A machine has at most 100,000 steps, since what each of them caused is kept for figures; an engine has no such end. */
const million: Row = {
  name: "replay-million",
  means:
    "A million steps in one engine, one after the other: the longest machine that there can be, of 100,000 steps, and the loads and stores of it nine times more.",
  operation: "step",
  goals: [],
  limits: [STEP_LIMIT],
  async prepare({ quick }) {
    const { engine } = await openReplay();
    const line = lineOf(storyOf(quick ? 10_000 : 100_000));
    const nrSteps = line.steps.length;
    const nrTimes = 10;
    const run = () => {
      engine.reset();
      engine.readers.use(line.names, new Map());
      engine.powerOn(line.bootWords(), line.nrBootOperations);
      engine.play(line.wordsOf(0, NR_BEFORE), NR_BEFORE);
      return timed(() => {
        for (let i = 0; i < nrTimes; i++) engine.play(line.wordsOf(NR_BEFORE, nrSteps), nrSteps - NR_BEFORE);
        return engine.table(T_OUTCOMES).count === NR_BEFORE + nrTimes * (nrSteps - NR_BEFORE) ? 0 : Number.NaN;
      });
    };
    return { sides: [{ name: "ours", run }], operations: nrTimes * (nrSteps - NR_BEFORE) };
  },
};

let slowest: number[] = [];

const anyPoint: Row = {
  name: "any-point",
  means:
    "The state after any step of a timeline of 10,000 steps, ready to be drawn: forty random ones, the slowest counts.",
  operation: "point",
  goals: [],
  note: "Two designs were measured: playing on from marks 64 steps apart (8 ms at worst), and copies of the whole state every 1,024 steps with marks between, which is what there is. To go forward through the undo log as well would need no copies, but a second log for every look at a state between two marks.",
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

export const REPLAY_ROWS: readonly Row[] = [
  replay("replay", 10_000),
  replay("replay-long", 100_000),
  million,
  anyPoint,
];
