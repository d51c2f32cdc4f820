/** The reverse map: who owns this block? And the targets of a mapped device, which are found the same way. */
import IntervalTree from "@flatten-js/interval-tree";
import { openBench, step } from "../engine.ts";
import { type Row, timed } from "../measure.ts";
import { NATIVE, nativeSides, PLAIN } from "../native.ts";

const SEED = 131;
const ASK = 64;

interface Owner {
  owner: number;
  fileBlock: number;
}

/** The records of `rmapFill`, in JavaScript. */
function* records(n: number): Generator<{ block: number; length: number } & Owner> {
  let [x, block] = [SEED, 16];
  for (let i = 0; i < n; i++) {
    x = step(x);
    const length = (x & 7) + 1;
    yield { block, length, owner: 128 + ((x >>> 8) % 5000), fileBlock: x >>> 20 };
    if ((x & 0x30) === 0 && ++i < n) {
      yield { block, length, owner: 6000 + ((x >>> 9) % 99), fileBlock: x >>> 21 };
    }
    block += length + ((x >>> 6) & 3);
  }
}

function treeOf(n: number): (block: number) => Owner[] {
  const tree = new IntervalTree<Owner>();
  for (const { block, length, owner, fileBlock } of records(n)) {
    tree.insert([block, block + length - 1], { owner, fileBlock });
  }
  return (block) => tree.search([block, block]) as Owner[];
}

function asked(n: number, top: number, owners: (block: number) => Owner[]): number {
  let [x, sum] = [ASK, 0];
  for (let i = 0; i < n; i++) {
    x = step(x);
    for (const { owner, fileBlock } of owners(Math.floor((x * top) / 2 ** 32))) sum = (sum + owner + fileBlock) >>> 0;
  }
  return sum;
}

/** The same questions, asked in bulk or one cursor at a time. */
function querying(name: string, means: string, isBulk: boolean): Row {
  return {
    name,
    means,
    operation: "query",
    goals: [
      { peer: PLAIN, atMost: 1.3 },
      { peer: `binary search (${PLAIN})`, atMost: 1 / 4 },
      { peer: "interval tree (npm)", atMost: 1 / 2 },
    ],
    async prepare({ quick }) {
      const [size, n] = quick ? [20_000, 2_000] : [1_000_000, 200_000];
      const store = await openBench();
      const top = store.rmapFill(size, SEED) >>> 0;
      store.rmapPrepare(1, 0);
      const setUp: [string, ...number[]][] = [["rmapFill", size, SEED], ["rmapPrepare"]];
      const native = await nativeSides(setUp, ["rmapQuery", n, ASK, top], "rmapQueryParts");
      const bisect = await nativeSides(setUp.slice(0, 1), ["rmapBisect", n, ASK, top]);
      const owners = treeOf(size);
      const plain = bisect.sides.filter((side) => side.name === PLAIN);
      const ours = () => (isBulk ? store.rmapQueryMany(n, ASK, top) : store.rmapQuery(n, ASK, top)) >>> 0;
      return {
        sides: [
          { name: "ours", run: () => timed(ours) },
          ...native.sides,
          ...plain.map((side) => ({ ...side, name: `binary search (${PLAIN})` })),
          { name: "interval tree (npm)", run: () => timed(() => asked(n, top, owners)) },
        ],
        operations: n,
        done: () => {
          native.close();
          bisect.close();
        },
      };
    },
  };
}

const query = querying(
  "rmap-query",
  "Who owns these blocks, among a million records of which a part is shared by reflink? 64 blocks a call.",
  true,
);
const queryOne = querying(
  "rmap-query-one",
  "The same, one block at a time through a cursor, as a failure asks.",
  false,
);

const insert: Row = {
  name: "rmap-insert",
  means: "A new record among a million: what writing a file costs the map. Each round removes them again, untimed.",
  operation: "insert",
  note: "It waits for one cold page of memory. Two designs took longer: records moved in order (1.4 times as long), and the number of a page's records in the page, so that the place of the new one was known only when the page had come (up to 1.3 times).",
  goals: [],
  limits: [{ what: "one insert", atMost: 400, unit: "ns", value: (medians) => medians.get("ours") ?? Number.NaN }],
  async prepare({ quick }) {
    const [size, n] = quick ? [20_000, 1_000] : [1_000_000, 100_000];
    const store = await openBench();
    const top = store.rmapFill(size, SEED) >>> 0;
    const run = () => {
      const timing = timed(() => store.rmapGrow(n, ASK, top));
      if (store.rmapShrink(n, ASK, top) !== n) throw new Error("rmap-insert: not every record was found again");
      return timing;
    };
    return { sides: [{ name: "ours", run }], operations: n };
  },
};

const targets: Row = {
  name: "dm-target",
  means: "Which target of a mapped device with 100,000 targets does a sector belong to?",
  operation: "lookup",
  goals: [{ peer: NATIVE, atMost: 1.3 }],
  async prepare({ quick }) {
    const [size, n] = quick ? [2_000, 2_000] : [100_000, 500_000];
    const store = await openBench();
    const top = store.targetsFill(size, SEED);
    const native = await nativeSides([["targetsFill", size, SEED]], ["targetsFind", n, ASK, top], "targetsFindRanks");
    const ours = { name: "ours", run: () => timed(() => store.targetsFind(n, ASK, top) >>> 0) };
    return { sides: [ours, ...native.sides], operations: n, done: native.close };
  },
};

export const RMAP_ROWS: readonly Row[] = [query, queryOne, insert, targets];
