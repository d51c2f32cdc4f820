/** Which cell feeds which: lineages, descendants, clashes and circles. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { Graph, type GraphCell } from "../../../notebooks/page/graph.ts";

const cell = (slug: string, names: string, needs: string): GraphCell => ({
  slug,
  names: names.split(" ").filter(Boolean),
  needs: needs.split(" ").filter(Boolean),
});

const lesson = new Graph([
  cell("c", "m2", "m1"),
  cell("b", "m1 extra", "m0 boot"),
  cell("a", "m0", "boot"),
  cell("picture", "", "m2 extra"),
]);

test("a cell runs after everything it needs, wherever that stands", () => {
  expect(lesson.lineage("picture")).toEqual(["a", "b", "c", "picture"]);
  expect(lesson.lineage("a")).toEqual(["a"]);
});

test("descendants are all that need a cell, however far", () => {
  expect(lesson.descendants("a").sort()).toEqual(["b", "c", "picture"]);
  expect(lesson.descendants("picture")).toEqual([]);
});

test("a name of two cells is a clash of both", () => {
  const graph = new Graph([cell("a", "x", ""), cell("b", "x", ""), cell("c", "", "x")]);
  expect(graph.clash("a")).toEqual({ name: "x", others: ["b"] });
  expect(graph.clash("b")).toEqual({ name: "x", others: ["a"] });
  expect(graph.clash("c")).toBeNull();
});

test("cells that need each other are a circle, and whoever needs them is not part of it", () => {
  const graph = new Graph([cell("a", "x", "z"), cell("b", "y", "x"), cell("c", "z", "y"), cell("d", "w", "x")]);
  expect(graph.circle("a")).toEqual(["a", "c", "b", "a"]);
  expect(graph.circle("d")).toBeNull();
  expect(graph.descendants("a").sort()).toEqual(["b", "c", "d"]);
  expect(graph.lineage("d").at(-1)).toBe("d");
});

test("a cell that uses its own name needs nobody", () => {
  expect(new Graph([cell("a", "x", "x")]).circle("a")).toBeNull();
});

test("every lineage of any graph is in order, complete and without repetition", () => {
  const graphs = fc.array(fc.uniqueArray(fc.nat(7), { maxLength: 4 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(graphs, (needs) => {
      // Cell i needs only cells before it.
      const cells = needs.map((list, i) =>
        cell(
          `c${i}`,
          `n${i}`,
          list
            .filter((it) => it < i)
            .map((it) => `n${it}`)
            .join(" "),
        ),
      );
      const graph = new Graph(cells);
      for (const { slug } of cells) {
        const lineage = graph.lineage(slug);
        expect(new Set(lineage).size).toBe(lineage.length);
        expect(lineage.at(-1)).toBe(slug);
        for (const it of lineage) {
          for (const { from } of graph.inputs(it)) expect(lineage.indexOf(from)).toBeLessThan(lineage.indexOf(it));
          expect(it === slug || graph.descendants(it).includes(slug)).toBe(true);
        }
        expect(graph.circle(slug)).toBeNull();
      }
    }),
  );
});
