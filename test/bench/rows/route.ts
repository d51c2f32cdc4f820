/** The way of one failure from a page of a mapped device to the files that own it. */
import { compileStore, instantiate } from "../../support/store.ts";
import { type Row, timed } from "../measure.ts";
import { nativeSides, PLAIN } from "../native.ts";

const SEED = 131;
const ASK = 64;

interface RouteStore {
  memory: WebAssembly.Memory;
  snapshot(): number;
  restore(mark: number): void;
  routeDevices(targets: number, seed: number): number;
  routeRecords(n: number, seed: number): void;
  route(n: number, seed: number, pages: number): number;
}

/** An engine with mapped devices of so many targets above a disk of so many records. */
export async function openRoute(targets: number, records: number) {
  const store = instantiate<RouteStore>(await compileStore("testing-route"));
  const pages = store.routeDevices(targets, SEED) >>> 0;
  store.routeRecords(records, SEED);
  return { store, pages };
}

const route: Row = {
  name: "route",
  means:
    "A page of a mapped device of 100,000 targets fails: through stripes and partitions to its owners among a million records. Ours also writes the event that the page shows; C writes 40 bytes per owner into a ring, and the same event where it has our structures.",
  operation: "failure",
  goals: [{ peer: PLAIN, atMost: 1.25 }],
  limits: [{ what: "one failure", atMost: 500, unit: "ns", value: (medians) => medians.get("ours") ?? Number.NaN }],
  async prepare({ quick }) {
    const [targets, size, n] = quick ? [2_000, 20_000, 2_000] : [100_000, 1_000_000, 100_000];
    const { store, pages } = await openRoute(targets, size);
    const native = await nativeSides(
      [["rmapFill", size, SEED], ["rmapPrepare"], ["routeDevices", targets, SEED]],
      ["route", n, ASK, pages],
      "routeOurs",
    );
    // Events are rewound between rounds, untimed.
    const mark = store.snapshot();
    const run = () => {
      const timing = timed(() => store.route(n, ASK, pages) >>> 0);
      store.restore(mark);
      return timing;
    };
    return { sides: [{ name: "ours", run }, ...native.sides], operations: n, done: native.close };
  },
};

export const ROUTE_ROWS: readonly Row[] = [route];
