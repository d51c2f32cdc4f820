/** Going back: snapshots by undo log against copying everything. And what an untouched device weighs. */
import { openBench, step } from "../engine.ts";
import { type Row, timed } from "../measure.ts";

const SEED = 7;

const restore: Row = {
  name: "restore",
  means: "Back to a snapshot of 64 MiB of state of which one page in a hundred has changed since.",
  operation: "restore",
  goals: [{ peer: "a full copy", atMost: 1 / 50 }],
  async prepare({ quick }) {
    const len = (quick ? 4 : 64) << 20;
    const store = await openBench();
    const state = store.benchBlock(len);
    const spare = store.benchBlock(len);
    store.touch(spare, len);
    const mark = store.snapshot();
    const dirty = () => {
      let x = SEED;
      for (let i = 0; i < len / 4096 / 100; i++) {
        x = step(x);
        store.statePut(state + (x % (len / 4096)) * 4096, 4, BigInt(x));
      }
    };
    const run = () => {
      dirty();
      return timed(() => store.restore(mark));
    };
    const copy = () => timed(() => store.blockCopy(spare, state, len));
    return {
      sides: [
        { name: "ours", run },
        { name: "a full copy", run: copy },
      ],
      operations: 1,
    };
  },
};

let emptyBytes = Number.NaN;
let isolatedBytes = Number.NaN;

const weight: Row = {
  name: "device-weight",
  means: "A 16 TiB device that nobody has written to, and a thousand single writes far apart.",
  operation: "device",
  goals: [],
  limits: [
    { what: "empty device", atMost: 16384, unit: "B", value: () => emptyBytes },
    { what: "isolated write", atMost: 12288, unit: "B", value: () => isolatedBytes },
  ],
  async prepare() {
    const store = await openBench();
    const before = store.arenaBytes();
    store.pmemCreate(1, 1n << 44n);
    emptyBytes = store.arenaBytes() - before;
    const writes = 1000;
    let x = SEED;
    for (let i = 0; i < writes; i++) {
      x = step(x);
      store.pmemStore64(1, BigInt(x >>> 0) << 12n, 1n);
    }
    isolatedBytes = (store.arenaBytes() - before - emptyBytes) / writes;
    return { sides: [{ name: "ours", run: () => timed(() => 0) }], operations: 1 };
  },
};

export const TIME_ROWS: readonly Row[] = [restore, weight];
