/** Texts, states and values of a notebook, on a lab in this thread: what runs when, and why a cell is in its state. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CellNow } from "../../../notebooks/page/cells-api.ts";
import { textHash } from "../../../notebooks/page/keep-record.ts";
import { nextTask } from "../../../notebooks/page/scheduler.ts";
import type { CellResult } from "../../../workers/api.ts";
import { openNotebook, simulation, view } from "./lab.ts";

const chain = [simulation("a", "const x = 1"), simulation("b", "const y = x + 1"), simulation("c", "const z = y * 10")];
const pictures = [view("picture", "y", (y: never) => `y is ${y}`), view("words", "z", (z: never) => [z])];
const open = (kept = {}, more = {}) => openNotebook([...pictures, ...chain], kept, more);
const kept = (text: string, base: string) => ({ text, starterHash: textHash(base), base });

const answerOf = (name: string, value: unknown): CellResult => {
  const wire = { kind: "data" as const, value };
  return { state: "ok", values: { [name]: wire }, last: wire, ms: 0, logs: [] };
};

describe("on load", () => {
  test("every cell is ok with its recorded output, and nothing runs", async () => {
    const { notebook, lab } = open();
    await notebook.runStale();
    expect(notebook.cells.map((it) => [it.state, it.isLive])).toEqual(Array(5).fill(["ok", false]));
    expect(lab.ran).toEqual([]);
  });

  test("a saved edit is stale, and still nothing runs", async () => {
    const { notebook, lab, state, why } = open({ b: kept("const y = x + 5", "const y = x + 1") });
    await new Promise((done) => setTimeout(done, 5));
    expect([state("a"), state("b"), state("c"), why("b")]).toEqual(["ok", "stale", "ok", "edited"]);
    expect(notebook.cell("b").isOriginalNew).toBe(false);
    expect(lab.ran).toEqual([]);
  });

  test("a figure becomes live by the author's text, whatever the reader has saved", async () => {
    const { notebook, lab, state, value } = open({ b: kept("const y = x + 5", "const y = x + 1") });
    expect(await notebook.play("picture")).toMatchObject({ state: "ok", output: "y is 2", isLive: true });
    expect([lab.ran, state("b"), value("y")]).toEqual([["a", "b"], "stale", 2]);
    await notebook.run("b");
    expect(notebook.cell("picture").output).toBe("y is 6");
    expect([state("c"), lab.ran]).toEqual(["stale", ["a", "b", "b"]]);
  });

  test("what the lab was asked before there was a notebook is taken once, and only with the author's seed", async () => {
    const early = new Map(["a", "b"].map((slug, i) => [slug, Promise.resolve(answerOf(["x", "y"][i] ?? "", 7 + i))]));
    const { notebook, lab, value } = open({}, { answers: early });
    expect((await notebook.play("picture")).output).toBe("y is 8");
    expect([lab.ran, value("x")]).toEqual([[], 7]);
    await notebook.run("b");
    expect([lab.ran, value("y")]).toEqual([["b"], 8]);
    const other = open({}, { answers: early });
    other.notebook.reseed(2);
    expect((await other.notebook.play("picture")).output).toBe("y is 2");
    expect(other.lab.ran).toEqual(["a", "b"]);
  });

  test("the author's new text is told apart from the one that the reader began with", () => {
    const { notebook, saved } = open({ b: kept("const y = x + 5", "const y = x + 3") });
    expect(notebook.cell("b").isOriginalNew).toBe(true);
    notebook.edit("b", "const y = x + 6");
    expect(saved.b?.base).toBe("const y = x + 3");
    notebook.edit("b", "const y = x + 6");
    expect([notebook.cell("b").isOriginalNew, saved.b?.base]).toEqual([false, "const y = x + 1"]);
  });
});

test("a text that was found late, or comes from another tab, brings along what its author's text was", () => {
  const { notebook, saved } = open();
  notebook.edit("b", "const y = x + 5", "other-tab", kept("const y = x + 5", "const y = x + 3"));
  expect(notebook.cell("b").isOriginalNew).toBe(true);
  expect(saved.b).toEqual(kept("const y = x + 5", "const y = x + 3"));
  notebook.edit("b", "const y = x + 5");
  expect(notebook.cell("b").isOriginalNew).toBe(false);
});

describe("running", () => {
  test("a cell runs what it needs and has no value yet, itself last", async () => {
    const { notebook, lab, value, seen } = open();
    expect(await notebook.run("c")).toMatchObject({ state: "ok", last: { value: 20 }, isLive: true });
    expect([lab.ran, value("y")]).toEqual([["a", "b", "c"], 2]);
    expect(seen.c).toEqual(["queued", "running", "ok"]);
    await notebook.run("c");
    expect(lab.ran).toEqual(["a", "b", "c", "c"]);
  });

  test("a figure is computed with the answer that it shows, before anything else has its turn", async () => {
    const order: string[] = [];
    const onChange = ({ slug, state }: CellNow): void => {
      if (slug === "picture") order.push("picture");
      if (slug !== "b" || state !== "ok") return;
      order.push("answer");
      void nextTask().then(() => order.push("next task"));
    };
    const { notebook } = open({}, { onChange });
    await notebook.run("b");
    await nextTask();
    expect(order).toEqual(["answer", "picture", "next task"]);
  });

  test("an edit runs nothing and makes only its cell stale; running it makes its users stale and says why", async () => {
    const { notebook, lab, state, why, saved } = open();
    await notebook.run("c");
    notebook.edit("a", "const x = 2");
    expect([state("a"), state("b"), lab.ran.length]).toEqual(["stale", "ok", 3]);
    expect(saved.a).toEqual({ text: "const x = 2", starterHash: textHash("const x = 1"), base: "const x = 1" });
    await notebook.run("a");
    expect([state("a"), state("b"), state("c")]).toEqual(["ok", "stale", "stale"]);
    expect([why("b"), why("c")]).toEqual(["input x from a", "input x from a"]);
    expect(notebook.cell("picture").output).toBe("y is 2");
    await notebook.runStale();
    expect([state("b"), state("c"), notebook.cell("picture").output]).toEqual(["ok", "ok", "y is 3"]);
    expect(notebook.cell("words").output).toEqual([30]);
    expect(lab.ran.slice(3)).toEqual(["a", "b", "c"]);
  });

  test("stale ancestors run first, each once", async () => {
    const { notebook, lab, value } = open();
    await notebook.run("c");
    notebook.edit("a", "const x = 4");
    notebook.edit("b", "const y = x + 2");
    await notebook.run("c");
    expect([lab.ran.slice(3), value("z")]).toEqual([["a", "b", "c"], 60]);
  });

  test("a value that is the same makes nobody stale", async () => {
    const { notebook, state } = open();
    await notebook.run("c");
    notebook.edit("a", "const x = 3 - 2");
    await notebook.run("a");
    expect([state("b"), state("c")]).toEqual(["ok", "ok"]);
  });

  test("an edit that is taken back is no edit", async () => {
    const { notebook, state, saved } = open();
    notebook.edit("b", "const y = 9");
    notebook.edit("b", "const y = x + 1");
    expect([state("b"), saved.b]).toEqual(["ok", null]);
  });

  test("a recorded output is no longer right once something before it gives another value", async () => {
    const { notebook, state, why } = open({ a: kept("const x = 7", "const x = 1") });
    await notebook.run("a");
    expect([state("b"), state("c"), why("c")]).toEqual(["stale", "stale", "input x from a"]);
  });

  test("an empty cell is idle and what needs it waits", async () => {
    const { notebook, state, why } = open();
    notebook.edit("a", "  ");
    expect(state("a")).toBe("idle");
    await notebook.run("b");
    expect([state("b"), why("b")]).toEqual(["blocked", "waits x from a"]);
  });

  test("names may be given to other cells: what needed them follows", async () => {
    const { notebook, state, value } = open();
    await notebook.run("c");
    notebook.edit("a", "const w = 1");
    notebook.edit("b", "const x = w + 1, y = x");
    await notebook.run("c");
    expect([state("a"), state("b"), value("z")]).toEqual(["ok", "ok", 20]);
  });

  test("another seed makes every simulation cell stale", async () => {
    const { notebook, state } = open();
    await notebook.run("c");
    notebook.reseed(2);
    expect(["a", "b", "c"].map(state)).toEqual(["stale", "stale", "stale"]);
    await notebook.runStale();
    expect(["a", "b", "c"].map(state)).toEqual(["ok", "ok", "ok"]);
  });
});

describe("failing", () => {
  test("a cell that fails keeps its users from running, and they say whom they wait for", async () => {
    const { notebook, state, why, value } = open();
    await notebook.run("c");
    notebook.edit("a", "const x = nowhere");
    await notebook.run("c");
    expect([state("a"), state("b"), state("c")]).toEqual(["error", "blocked", "blocked"]);
    expect([why("b"), why("c"), why("picture")]).toEqual(["waits x from a", "waits y from b", "waits y from b"]);
    expect(notebook.cell("a").error).toMatchObject({ name: "ReferenceError", line: 1 });
    notebook.edit("a", "const x = 1");
    await notebook.run("c");
    expect([state("a"), state("b"), state("c"), value("z"), state("picture")]).toEqual(["ok", "ok", "ok", 20, "ok"]);
  });

  test("a text that cannot be read is an error with its place, and a fix where there is one", async () => {
    const { notebook, state } = open();
    notebook.edit("a", "x = 3");
    await notebook.run("b");
    expect(notebook.cell("a").error).toMatchObject({ line: 1, column: 1, fix: "const x = 3" });
    expect(state("b")).toBe("blocked");
    notebook.edit("b", "const y = (");
    expect((await notebook.run("b")).error).toMatchObject({ name: "CellError", line: 1 });
  });

  test("a name of two cells is an error of both", async () => {
    const { notebook } = open();
    notebook.edit("b", "const x = 2");
    expect((await notebook.run("b")).error?.message).toBe("x is published by a too");
    notebook.edit("b", "const y = x + 1");
    expect((await notebook.run("b")).state).toBe("ok");
  });

  test("cells that need each other are an error that names the circle", async () => {
    const { notebook } = open();
    notebook.edit("a", "const x = z");
    expect((await notebook.run("c")).state).toBe("error");
    expect(notebook.cell("a").error?.message).toContain("a ← c ← b ← a");
  });

  test("a view that throws is an error of its own; functions of readers stay in the worker", async () => {
    const cells = [
      simulation("f", "const twice = (n) => 2 * n"),
      view("bad", "twice", (twice: never) => (twice as (n: number) => number)(2)),
      view("later", "", async () => Promise.reject(new RangeError("no"))),
    ];
    const { notebook } = openNotebook(cells);
    await notebook.run("f");
    expect(notebook.cell("bad").error?.message).toBe("twice runs in simulation cells only");
    expect(notebook.cell("later").error).toMatchObject({ name: "RangeError", message: "no" });
  });

  test("a view that needs what nobody publishes waits for nobody", async () => {
    const { notebook, why } = openNotebook([view("lost", "ghost", () => 1)]);
    await notebook.play("lost");
    expect(why("lost")).toBe("waits ghost from null");
  });
});

describe("stopping", () => {
  test("the running cell is stopped, those that wait go back, values and texts stay", async () => {
    const { notebook, lab, state, value } = open();
    await notebook.run("c");
    notebook.edit("a", "const x = 5");
    notebook.edit("c", "const z = y");
    lab.answer("a", new Promise(() => {}));
    const running = notebook.run("c");
    await new Promise((done) => setTimeout(done, 20));
    expect([state("a"), state("b"), state("c"), notebook.isRunning]).toEqual(["running", "ok", "queued", true]);
    await notebook.stop();
    await running;
    expect([state("a"), state("b"), state("c"), notebook.isRunning]).toEqual(["stopped", "ok", "stale", false]);
    expect([value("x"), value("z"), notebook.cell("a").text]).toEqual([1, 20, "const x = 5"]);
    expect(notebook.cell("picture").output).toBe("y is 2");
    await notebook.run("c");
    expect([state("a"), value("z")]).toEqual(["ok", 6]);
  });

  test("an author's cell that was stopped while it was played for a figure stays as it was recorded", async () => {
    const { notebook, lab, state } = open();
    lab.answer("a", new Promise(() => {}));
    const playing = notebook.play("picture");
    await new Promise((done) => setTimeout(done, 20));
    await notebook.stop();
    await playing;
    expect([state("a"), state("b"), state("picture"), lab.ran]).toEqual(["ok", "ok", "ok", ["a"]]);
    expect((await notebook.play("picture")).output).toBe("y is 2");
  });

  test("an author's cell of which a worker died is played once more", async () => {
    const { notebook, lab } = open();
    const error = { name: "WorkerCrash", message: "gone", line: 0, column: 0 };
    lab.answer("a", { state: "error", error, ms: 0, logs: [] });
    expect((await notebook.play("picture")).output).toBe("y is 2");
    expect(lab.ran).toEqual(["a", "a", "b"]);
  });

  test("a cell over its budget says which holder was running", async () => {
    const { notebook, lab, why } = open();
    lab.answer("a", { state: "timed-out", ms: 10_000, holder: "mine" });
    expect((await notebook.run("a")).state).toBe("timed-out");
    expect(why("a")).toBe("budget mine");
    await notebook.run("b");
    expect(notebook.cell("b").state).toBe("ok");
  });

  test("what is edited while it runs is stale afterwards, never while", async () => {
    const { notebook, lab, seen, state } = open();
    let finish: (result: never) => void = () => {};
    lab.answer("a", new Promise((done) => (finish = done)));
    const running = notebook.run("a");
    await new Promise((done) => setTimeout(done, 5));
    notebook.edit("a", "const x = 8");
    expect(state("a")).toBe("running");
    const value = { kind: "data" as const, value: 1 };
    finish({ state: "ok", values: { x: value }, last: value, ms: 1, logs: [] } as never);
    await running;
    expect(seen.a?.slice(-2)).toEqual(["running", "stale"]);
  });
});

describe("resetting", () => {
  test("goes back to the author's text, and undo brings the reader's back, twenty times over", async () => {
    const { notebook, saved, state } = open();
    for (let i = 0; i < 25; i++) {
      notebook.edit("a", `const x = ${i + 10}`);
      notebook.reset("a");
    }
    expect([notebook.cell("a").text, saved.a, state("a")]).toEqual(["const x = 1", null, "ok"]);
    expect(notebook.cell("a").history.length).toBe(20);
    notebook.undo("a");
    expect([notebook.cell("a").text, saved.a?.text, state("a")]).toEqual(["const x = 34", "const x = 34", "stale"]);
    notebook.undo("a");
    expect(notebook.cell("a").text).toBe("const x = 33");
    expect(notebook.edits()).toEqual({ a: "const x = 33" });
  });
});

test("whatever is edited, run and stopped in whatever order: what is ok has the value that running everything would give", async () => {
  const actions = fc.array(
    fc.record({
      cell: fc.constantFrom("a", "b", "c"),
      n: fc.nat(3),
      act: fc.constantFrom("edit", "run", "stale", "reset", "play"),
    }),
    { maxLength: 14 },
  );
  const texts: Record<string, (n: number) => string> = {
    a: (n) => `const x = ${n}`,
    b: (n) => `const y = x + ${n}`,
    c: (n) => `const z = y * ${n}`,
  };
  await fc.assert(
    fc.asyncProperty(actions, async (list) => {
      const { notebook, value, state } = open();
      for (const { cell, n, act } of list) {
        if (act === "edit") notebook.edit(cell, texts[cell]!(n));
        if (act === "reset") notebook.reset(cell);
        if (act === "run") await notebook.run(cell);
        if (act === "stale") await notebook.runStale();
        if (act === "play") await notebook.play("words");
      }
      await notebook.runStale();
      await notebook.run("c");
      const number = (slug: string): number => Number(/(\d+)$/.exec(notebook.cell(slug).text)?.[1]);
      const x = number("a");
      const y = x + number("b");
      expect([state("a"), state("b"), state("c")]).toEqual(["ok", "ok", "ok"]);
      expect([value("x"), value("y"), value("z")]).toEqual([x, y, y * number("c")]);
      expect([notebook.cell("picture").output, notebook.cell("words").output]).toEqual([`y is ${y}`, [value("z")]]);
      notebook.dispose();
    }),
    { numRuns: 60 },
  );
}, 60_000);
