/** Going to any step of any line gives the state that playing from power-on gives, whichever way was the shortest. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { type Engine, instantiate } from "../../engine/boundary/host.ts";
import { ReaderCalls } from "../../engine/boundary/readers.ts";
import { buildEntry } from "../../engine/build.mjs";
import { validate } from "../../engine/checks/check.ts";
import { Images } from "../../engine/images.ts";
import { Line } from "../../engine/lines.ts";
import type { MachineValue, Step } from "../../engine/scene.ts";
import { Session } from "../../engine/session.ts";
import { g0 } from "../support/standard-geometry.ts";

const MiB = 2 ** 20;
const MOST_STEPS = 5000;
let open: () => Promise<Engine>;
beforeAll(async () => {
  const code = readFileSync(await buildEntry());
  open = () => instantiate(code, new ReaderCalls({ compile: () => undefined, enter: () => undefined }));
});

/** Stores, loads, failures and repairs all over the machine of the tests, another story for every salt. */
function lineOf(salt: number, nrSteps = MOST_STEPS): Line {
  const steps = Array.from({ length: nrSteps }, (_, i): Step => {
    const x = Math.imul(i + 1, 2654435761 + 2 * salt) >>> 8;
    const at = { process: "A", map: "m0", offInMapBytes: (x % 512) * 64 };
    if (x % 97 === 0) return { op: "fail", device: "pmem0", offBytes: (x % 500) * 4096 };
    if (x % 89 === 0) return { op: "badblocks", device: "pmem0", sector: (x % 500) * 8, count: 8, clear: true };
    if (x % 3 === 0) return { op: "load", ...at, lenBytes: 8 };
    return { op: "store", ...at, bytes: [x & 255] };
  });
  return lineThrough(validate(g0("6.12", steps)));
}

const FIRST_STORE = 5;

/** Stores twice to each of so many pages of a file, other bytes the second time. */
function storesTo(nrPages: number): Line {
  const scene = { kernel: "6.12" as const, pmem: { pmem0: { sizeBytes: 64 * MiB } } };
  const stores = Array.from({ length: 2 * nrPages }, (_, i): Step => {
    const at = { process: "p", map: "m0", offInMapBytes: (i % nrPages) * 4096 };
    return { op: "store", ...at, bytes: [1 + Math.floor(i / nrPages)] };
  });
  const steps: Step[] = [
    { op: "mkfs", fstype: "ext4", device: "pmem0" },
    { op: "mount", device: "pmem0", target: "/a", dax: "always" },
    { op: "create", path: "/a/f", sizeBytes: nrPages * 4096 },
    { op: "spawn", process: "p" },
    { op: "mmap", process: "p", map: "m0", path: "/a/f", lenBytes: nrPages * 4096 },
    ...stores,
  ];
  return lineThrough(validate({ scene, steps, seed: 1 }));
}

function lineThrough(value: MachineValue): Line {
  const line = new Line(value.scene, value.seed);
  for (const it of value.steps) line.append(it);
  return line;
}

/** Counts the images that an engine is asked to put back. */
function countPuts(engine: Engine): () => number {
  const put = engine.putState.bind(engine);
  let nrPuts = 0;
  engine.putState = (copy) => {
    nrPuts++;
    put(copy);
  };
  return () => nrPuts;
}

describe("a session", () => {
  test("is in the same state by an image, by a mark, by playing on and from power-on", async () => {
    const engine = await open();
    const nrPuts = countPuts(engine);
    const session = new Session(engine);
    const plain = new Session(await open(), new Images(0));
    const lines = [lineOf(0), lineOf(1)];
    const same = lines.map((_, salt) => lineOf(salt));
    for (const line of lines) session.seek(line, MOST_STEPS);
    const seek = fc.record({ line: fc.nat(1), n: fc.nat(MOST_STEPS) });
    fc.assert(
      fc.property(fc.array(seek, { minLength: 8, maxLength: 20 }), (seeks) => {
        for (const { line, n } of seeks) {
          session.seek(lines[line] as Line, n);
          plain.seek(same[line] as Line, n);
          expect(engine.hash(), `after ${n} steps of line ${line}`).toBe(plain.engine.hash());
        }
      }),
      { numRuns: 15 },
    );
    expect(nrPuts()).toBeGreaterThan(10);
  });
  test("goes back from an image's end to its marks, and branches there", async () => {
    const session = new Session(await open());
    const line = lineOf(2);
    session.seek(line, MOST_STEPS);
    session.seek(line, 40);
    session.seek(line, 3000);
    session.seek(line, 2990);
    const branch = line.branch(2980);
    branch.append({ op: "fail", device: "pmem0", offBytes: 17 * 4096 });
    session.seek(branch, 2981);
    const plain = new Session(await open(), new Images(0));
    const again = lineOf(2).branch(2980);
    again.append({ op: "fail", device: "pmem0", offBytes: 17 * 4096 });
    plain.seek(again, 2981);
    expect(session.engine.hash()).toBe(plain.engine.hash());
    expect(branch.events).toEqual(again.events);
  });
  test("saves pages for marks behind an image as if they had never been saved", async () => {
    const engine = await open();
    const line = storesTo(300);
    const play = (from: number, to: number) => engine.play(line.wordsOf(from, to), to - from);
    engine.reset();
    engine.powerOn(line.bootWords(), line.nrBootOperations);
    play(0, FIRST_STORE);
    const start = engine.snapshot();
    play(FIRST_STORE, FIRST_STORE + 300);
    const image = engine.copyState();
    engine.restore(start);
    engine.putState(image);
    const mark = engine.snapshot();
    const before = engine.hash();
    play(FIRST_STORE + 300, FIRST_STORE + 600);
    expect(engine.hash()).not.toBe(before);
    engine.restore(mark);
    expect(engine.hash()).toBe(before);
  });
  test("puts a large state into an engine that now holds a small one, and marks there as before", async () => {
    const engine = await open();
    const session = new Session(engine);
    const [long, short] = [lineOf(3), lineOf(4, 3)];
    session.seek(long, MOST_STEPS);
    const hashes = [4100, 4097].map((n) => {
      session.seek(long, n);
      return engine.hash();
    });
    session.seek(short, 3);
    for (const n of [4100, 4097, 4100]) {
      session.seek(long, n);
      expect(engine.hash()).toBe(hashes[n === 4100 ? 0 : 1]);
    }
  });
});

describe("images", () => {
  const image = (step: number, nrMiB: number) => ({ step, bytes: new Uint8Array(nrMiB * MiB) });
  test("thin out where they would take too much: every other one goes", () => {
    const images = new Images(8 * MiB);
    const line = lineOf(0, 0);
    for (let step = 1024; step <= 16 * 1024; step += 1024) {
      if (images.wants(line, step, MiB)) images.add(line, image(step, 1));
    }
    const kept = Array.from({ length: 17 }, (_, i) => images.before(line, i * 1024)?.step ?? 0);
    expect(new Set(kept)).toEqual(new Set(Array.from({ length: 9 }, (_, i) => i * 2048)));
  });
  test("of a line that was left go first", () => {
    const images = new Images(4 * MiB);
    const [first, second] = [lineOf(0, 0), lineOf(1, 0)];
    for (const step of [1024, 2048, 3072]) images.add(first, image(step, 1));
    for (const step of [1024, 2048]) images.add(second, image(step, 1));
    expect(images.before(first, 5000)).toBeUndefined();
    expect(images.before(second, 5000)?.step).toBe(2048);
  });
  test("of a state that is large beside what they may take are not wanted", () => {
    expect(new Images(8 * MiB).wants(lineOf(0, 0), 1024, 3 * MiB)).toBe(false);
  });
});
