/** The table of bad sectors that a pmem disk has, full: 512 entries are what the kernel's page holds. */
import { openBench } from "../engine.ts";
import { type Row, timed } from "../measure.ts";
import { nativeSides } from "../native.ts";

const SEED = 401;
const ASK = 64;

const check: Row = {
  name: "badblocks",
  means:
    "Whether a page has a bad sector, by the sorted table of 512 entries that a kernel keeps for a disk: what every read and write asks first. The peer is the kernel's table once more, in C.",
  operation: "question",
  goals: [],
  async prepare({ quick }) {
    const n = quick ? 20_000 : 1_000_000;
    const store = await openBench();
    const top = store.badblocksFill(SEED) >>> 0;
    const native = await nativeSides([["badblocksFill", SEED]], ["badblocksAsk", n, ASK, top]);
    const ours = { name: "ours", run: () => timed(() => store.badblocksAsk(n, ASK, top) >>> 0) };
    return { sides: [ours, ...native.sides], operations: n, done: native.close };
  },
};

export const BADBLOCKS_ROWS: readonly Row[] = [check];
