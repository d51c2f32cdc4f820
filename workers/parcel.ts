/**
 * Machines on their way between page and worker: a chain of steps, each a piece of its own with what it caused, and the
 * last two snapshots. Of a machine that goes on from a known one only what is new crosses.
 */
import type { MachineView } from "../engine/api.ts";
import type { MachineValue, Scene, Step } from "../engine/scene.ts";
import type { Snapshot } from "../engine/snapshot.ts";
import { contentHash } from "./hash.ts";
import { type Piece, type Shelf, withRun } from "./shelf.ts";

/** A machine on its way: the last piece of its chain. */
export interface MachineName {
  tip: string;
  /** Last piece but one: whose snapshot is `before`. */
  parent: string;
}

/** Of a step: the name of the chain before it, and with it. Steps never change. */
const links = new WeakMap<Step, readonly [before: string, hash: string]>();

/** Names of a machine's chain from power-on to its last step; those that are known cost no hash. */
function chainOf(value: MachineValue, shelf: Shelf): string[] {
  let hash = contentHash(`${value.seed} ${shelf.hashOf(value.scene)}`);
  const chain = [hash];
  for (const step of value.steps) {
    const known = links.get(step);
    const before = hash;
    hash = known?.[0] === before ? known[1] : contentHash(`${before} ${shelf.hashOf(step)}`);
    links.set(step, [before, hash]);
    chain.push(hash);
  }
  return chain;
}

const nameOf = (chain: readonly string[]): MachineName => ({
  tip: chain.at(-1) as string,
  parent: (chain.at(-2) ?? chain[0]) as string,
});

/** Puts a machine on its way as a value. */
export function packValue(value: MachineValue, shelf: Shelf): MachineName {
  const chain = chainOf(value, shelf);
  chain.forEach((hash, index) => {
    const step = value.steps[index - 1];
    shelf.sendValue(hash, () =>
      step === undefined
        ? { kind: "root", scene: shelf.lift(value.scene), seed: value.seed, events: null }
        : { kind: "step", parent: chain[index - 1] as string, step: shelf.lift(step), caused: null },
    );
  });
  return nameOf(chain);
}

/** Puts a machine with its run on its way. */
export function packView(view: MachineView, shelf: Shelf): MachineName {
  const { value, events, outcomes, signals } = view;
  const chain = chainOf(value, shelf).map(withRun);
  chain.forEach((hash, index) => {
    const step = value.steps[index - 1];
    const outcome = outcomes[index - 1];
    shelf.send(hash, () => {
      if (step === undefined || outcome === undefined) {
        const powerOn = events.slice(0, outcomes[0]?.from ?? events.length);
        return { kind: "root", scene: shelf.lift(value.scene), seed: value.seed, events: powerOn };
      }
      const { from, to } = outcome;
      const own = {
        events: events.slice(from, to),
        outcome,
        signals: signals.filter((it) => it.seq >= from && it.seq < to),
      };
      return { kind: "step", parent: chain[index - 1] as string, step: shelf.lift(step), caused: own };
    });
  });
  const name = nameOf(chain);
  shelf.send(`${name.tip}/state`, () => ({ kind: "state", snapshot: shelf.lift(view.state) }));
  shelf.send(`${name.parent}/state`, () => ({ kind: "state", snapshot: shelf.lift(view.before) }));
  return name;
}

/** Pieces of a chain from power-on to `tip`. */
function piecesTo(tip: string, shelf: Shelf): { root: Piece & { kind: "root" }; steps: (Piece & { kind: "step" })[] } {
  const steps: (Piece & { kind: "step" })[] = [];
  let piece = shelf.get(tip);
  while (piece.kind === "step") {
    steps.push(piece);
    piece = shelf.get(piece.parent);
  }
  if (piece.kind !== "root") throw new Error("a root is of the wrong kind");
  return { root: piece, steps: steps.reverse() };
}

export function unpackValue({ tip }: MachineName, shelf: Shelf): MachineValue {
  const { root, steps } = piecesTo(tip, shelf);
  return {
    scene: shelf.fill(root.scene) as Scene,
    steps: steps.map((it) => shelf.fill(it.step) as Step),
    seed: root.seed,
  };
}

export function unpackView(name: MachineName, shelf: Shelf): MachineView {
  const { root, steps } = piecesTo(name.tip, shelf);
  const caused = steps.flatMap((it) => it.caused ?? []);
  const stateOf = (hash: string): Snapshot => {
    const piece = shelf.get(`${hash}/state`);
    if (piece.kind !== "state") throw new Error("a piece is of the wrong kind");
    return shelf.fill(piece.snapshot) as Snapshot;
  };
  return {
    value: unpackValue(name, shelf),
    events: [...(root.events ?? []), ...caused.flatMap((it) => it.events)],
    outcomes: caused.map((it) => it.outcome),
    signals: caused.flatMap((it) => it.signals),
    state: stateOf(name.tip),
    before: stateOf(name.parent),
  };
}
