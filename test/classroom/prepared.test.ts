/** Setups that were run for every answer to come: each answer finds them as if they had just been run for it alone. */
import { beforeAll, describe, expect, test } from "vitest";
import { checkAnswer, type Evaluator, type Report } from "../../notebooks/exercises/check.ts";
import { interpreterBytes } from "../../notebooks/exercises/cli/bundle.ts";
import { newestRelease } from "../../notebooks/exercises/cli/engines.ts";
import { makeHost } from "../../notebooks/exercises/cli/host.ts";
import { PreparedSetups } from "../../notebooks/exercises/cli/prepared.ts";
import { makeSandbox } from "../../notebooks/exercises/cli/sandbox.ts";
import type { Exercise } from "../../notebooks/exercises/contract.ts";
import { parseExercises } from "../../notebooks/exercises/parse.ts";
import { PROGRAM_JOINT, PROGRAM_TAIL } from "../../notebooks/exercises/program.ts";

let evaluator: Evaluator;
let asked: string[] = [];

beforeAll(async () => {
  const { engine, guest, api } = await newestRelease();
  const host = makeHost(engine.slice().buffer);
  const parts = {
    source: guest,
    host: (...call: Parameters<typeof host.call>) => {
      asked.push(call[0]);
      return host.call(...call);
    },
    keep: host.keep,
  };
  const sandbox = await makeSandbox(interpreterBytes(), parts, 300);
  evaluator = {
    api,
    lockedDown: true,
    run: async (program, { seed }) => {
      const evaluated = await sandbox.run(program, seed);
      host.forget();
      return evaluated;
    },
  };
});

const MACHINE = `boot({ pmem: { pmem0: { size: "1 MiB" } } }).poison("pmem0", 4096)`;
const CHECKS = [{ id: "right", points: 1, message: { pass: "yes", fail: "no" }, run: "({ value }) => value === 1" }];

function exerciseOf(id: string, setup: string[], checks = CHECKS): Exercise {
  const spec = { kind: "code", title: id, prompt: "p", starter: "0", solution: "1", hints: ["a", "b"], setup, checks };
  const { exercises, problems } = parseExercises(JSON.stringify({ exercises: { [id]: spec } }));
  expect(problems).toEqual([]);
  return exercises[0] as Exercise;
}

const ask = (exercise: Exercise, answer: string, seed = 1): Promise<Report> =>
  checkAnswer({ exercise, answer, seed, setup: exercise.setup }, evaluator);

describe("an answer", () => {
  test("has the same report the first time, when the setup is kept, and when it was kept", async () => {
    const setup = [`const at = ${MACHINE};`, "const dice = [Math.random(), Date.now(), at.state.poison.length];"];
    const exercise = exerciseOf("same", setup);
    const answer = "[dice, Math.random(), Date.now(), at.events.length, at.fail('pmem0', 0).errno]";
    const reports = [];
    for (let i = 0; i < 4; i++) reports.push(await ask(exercise, answer));
    expect(reports[0]?.error).toBeNull();
    expect(reports[0]?.shown).toHaveLength(5);
    for (const report of reports) expect(report).toEqual(reports[0]);
  });

  test("finds the setup of its own seed", async () => {
    const exercise = exerciseOf("seeds", ["const given = variant.int('x', 0, 1e9);"]);
    const shown = async (seed: number) => (await ask(exercise, "given", seed)).shown;
    const first = [await shown(1), await shown(2)];
    expect(first[0]).not.toBe(first[1]);
    for (let i = 0; i < 3; i++) expect([await shown(1), await shown(2)]).toEqual(first);
  });

  test("is what the author's text was joined with, whatever it says itself", async () => {
    const exercise = exerciseOf("joint", ["const given = 1;"]);
    const text = `"${(PROGRAM_JOINT + PROGRAM_TAIL).replaceAll("\n", "\\n")}" + given`;
    for (let i = 0; i < 3; i++) {
      expect((await ask(exercise, text)).shown).toBe(`${PROGRAM_JOINT}${PROGRAM_TAIL}1`);
      expect((await ask(exercise, `given /*${PROGRAM_JOINT}*/`)).earned).toBe(1);
    }
  });

  test("has as many operations as if the setup were run for it, and an endless one ends", async () => {
    const exercise = exerciseOf("endless", ["let n = 0; for (let i = 0; i < 1e6; i++) n += i;"]);
    const loop = (times: number) => `(() => { let k = 0; for (let i = 0; i < ${times}; i++) k += i; return 1 })()`;
    const ends = async (times: number) => (await ask(exercise, loop(times))).error?.message ?? "done";
    const first = [await ends(10), await ends(1e9)];
    expect(first).toEqual(["done", expect.stringContaining("endless loop")]);
    for (let i = 0; i < 2; i++) expect([await ends(10), await ends(1e9)]).toEqual(first);
  });
});

describe("nothing of an answer is there for the next, which finds the same setup", () => {
  const exercise = () => exerciseOf("shared", [`const at = ${MACHINE};`, "const list = [1, 2];"]);
  test.each([
    ["a global", "(globalThis.left = 1)", "typeof left"],
    ["a value of the setup", "list.push(3)", "list.length === 2 ? undefined : 1"],
    ["a property of the API", "(() => { try { boot.left = 1 } catch {} })()", "boot.left"],
    ["chance", "Math.random()", "undefined"],
    ["a machine that was played", "at.fail('pmem0', 0).errno", "undefined"],
  ])("%s", async (_, first, then) => {
    const it = exercise();
    const before = await ask(it, `String([${then}, Math.random(), at.events.length])`);
    expect(before.error).toBeNull();
    for (let i = 0; i < 3; i++) {
      await ask(it, first);
      expect(await ask(it, `String([${then}, Math.random(), at.events.length])`)).toEqual(before);
    }
  });

  test("not what a reader's holder found in the interpreter and answered from", async () => {
    const it = exercise();
    const errno = "at.holder('pmem0', { name: 'ann', notifyFailure: () => secret }).fail('pmem0', 0).errno";
    const shown = async (answer: string) => (await ask(it, answer)).shown;
    for (let i = 0; i < 2; i++) {
      expect(await shown(`(globalThis.secret = -95, ${errno})`)).toBe("EBUSY");
      expect(await shown(`(globalThis.secret = -6, ${errno})`)).toBe("ENXIO");
      expect(await shown(errno)).toBe("EIO");
    }
  });

  test("not what broke the interpreter either", async () => {
    const it = exercise();
    const first = await ask(it, "list.length + at.length");
    for (let i = 0; i < 3; i++) {
      const bomb = await ask(it, "(() => { const all = []; for (;;) all.push(new Array(1e5).fill('x')) })()");
      expect(bomb.error?.message).toContain("memory");
      expect(await ask(it, "list.length + at.length")).toEqual(first);
    }
  });
});

test("a setup is played for the first answers only, and its runs can still be asked about", async () => {
  const exercise = exerciseOf("played", [`const at = ${MACHINE};`, "const errno = at.errno;"]);
  const counts = [];
  for (let i = 0; i < 4; i++) {
    asked = [];
    const report = await ask(exercise, "at.events.length + at.state.poison.length");
    expect(report.shown).toBeGreaterThan(1);
    counts.push(asked.join());
  }
  expect(counts).toEqual([counts[0], counts[0], "events,snapshot", "events,snapshot"]);
});

test("of setups that are kept, the one not used longest goes first; one that is asked for once is not kept", () => {
  const setups = new PreparedSetups(250);
  const prepared = { ownBytes: 100 } as Parameters<typeof setups.keep>[1];
  expect([setups.wants("a"), setups.wants("a"), setups.wants("b")]).toEqual([false, true, false]);
  for (const key of ["a", "b"]) setups.keep(key, prepared);
  setups.find("a");
  setups.keep("c", prepared);
  expect(["a", "b", "c"].map((key) => setups.find(key) !== null)).toEqual([true, false, true]);
});
