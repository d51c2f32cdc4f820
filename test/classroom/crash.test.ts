/** An engine that crashes in one answer: the others of its thread are graded by one that never did. */
import { beforeAll, describe, expect, test } from "vitest";
import { newestRelease } from "../../notebooks/exercises/cli/engines.ts";
import { type Host, makeHost } from "../../notebooks/exercises/cli/host.ts";
import { fromWire, toWire } from "../../notebooks/exercises/cli/wire.ts";

const SECTION_MEMORY = 5;
const MOST_PAGES = 100;

/** The engine with so little memory that some megabytes are too many: its memory has a highest number of pages. */
function small(wasm: Uint8Array): ArrayBuffer {
  for (let at = 8; at < wasm.length; ) {
    const { value: length, end: start } = numberAt(wasm, at + 1);
    const end = start + length;
    if (wasm[at] === SECTION_MEMORY) {
      const [count, flags, ...pages] = wasm.subarray(start, end);
      expect([count, flags, numberAt(wasm, start + 2).end]).toEqual([1, 0, end]);
      const section = [SECTION_MEMORY, length + 1, 1, 1, ...pages, MOST_PAGES];
      return Uint8Array.from([...wasm.subarray(0, at), ...section, ...wasm.subarray(end)]).buffer;
    }
    at = end;
  }
  throw new Error("the engine has no memory");
}

/** A number in groups of seven bits, as wasm has them. */
function numberAt(bytes: Uint8Array, at: number): { value: number; end: number } {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++] ?? 0;
    value |= (byte & 127) << shift;
    if (byte < 128) return { value, end: at };
  }
}

let host: Host;

beforeAll(async () => {
  const { engine } = await newestRelease();
  host = makeHost(small(engine));
});

const scene = { kernel: "6.12", policy: "kernel", pmem: { pmem0: { sizeBytes: 2 ** 40 } } };
const poison = (nr: number, lenBytes: number) =>
  Array.from({ length: nr }, (_, i) => ({ op: "poison", device: "pmem0", offBytes: i * 2 ** 21, lenBytes }));

/** How a machine of so many poisoned lines ends, by the events of its last step or by an error. */
function played(nrSteps: number, lenBytes = 64): string {
  const value = { scene, steps: poison(nrSteps, lenBytes), seed: 1 };
  const reply = fromWire(host.call("run", toWire(value), () => "")) as { error?: { name: string; message: string } };
  return reply.error === undefined ? "played" : `${reply.error.name}: ${reply.error.message}`;
}

describe("an engine that ran out of memory", () => {
  test("is not there for the next answer", () => {
    expect(played(3)).toBe("played");
    expect(played(10_000)).toMatch(/^EngineCrash: out of simulated memory/);
    host.forget();
    expect(played(4, 128)).toBe("played");
  });

  test("stays what it is for the answer that broke it", () => {
    expect(played(10_000)).toMatch(/^EngineCrash/);
    expect(played(5, 192)).toMatch(/^EngineCrash/);
    host.forget();
    expect(played(5, 192)).toBe("played");
  });
});
