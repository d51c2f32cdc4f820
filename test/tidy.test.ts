/** The rules of the house that a machine can read: who imports whom, how long a file may be, what no file may say. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { describe, expect, test } from "vitest";

const tracked = execFileSync("git", ["ls-files", "-z"], { encoding: "utf8", maxBuffer: 1 << 26 })
  .split("\0")
  .filter((path) => path !== "");

const sources = tracked.filter(
  (path) => /\.(ts|mjs)$/.test(path) && !path.endsWith(".d.ts") && !path.endsWith(".d.mts"),
);
const textOf = (path: string): string => readFileSync(path, "utf8");
const linesOf = (path: string): number => textOf(path).trimEnd().split("\n").length;
const inFolder = (folder: string) => (path: string) => path.startsWith(`${folder}/`);

interface Import {
  from: string;
  /** Path from the top, or the name of a package. */
  to: string;
  isType: boolean;
}

const IMPORT =
  /^(?:import|export)\s+(type\s)?(?:[^"'`;]*?\sfrom\s+)?["']([^"']+)["']|import\(\s*["']([^"']+)["']\s*\)/gm;

function importsOf(path: string): Import[] {
  return [...textOf(path).matchAll(IMPORT)].map((match) => {
    const target = (match[2] ?? match[3] ?? "").replace(/\?.*$/, "");
    const to = target.startsWith(".") ? posix.join(posix.dirname(path), target) : target;
    return { from: path, to, isType: match[1] !== undefined };
  });
}

const imports = sources.flatMap(importsOf);
const shown = (list: readonly Import[]): string[] => list.map(({ from, to }) => `${from} -> ${to}`);

/** Imports out of `folder` that lead to none of `allowed` (folders, or files without ending). */
function strays(folder: string, allowed: readonly string[], typesToo = true): Import[] {
  return imports.filter(
    ({ from, to, isType }) =>
      inFolder(folder)(from) &&
      /^(engine|workers|notebooks|test)\//.test(to) &&
      (typesToo || !isType) &&
      ![folder, ...allowed].some((it) => to === it || to.startsWith(`${it}/`) || to.startsWith(`${it}.`)),
  );
}

describe("who imports whom", () => {
  test("the engine knows no worker, no page and no lesson", () => {
    const own = strays("engine", ["notebooks/exercises/cli/sandbox", "notebooks/exercises/harness"]);
    expect(shown(own.filter(({ from }) => !from.startsWith("engine/cli/")))).toEqual([]);
  });

  test("workers know the engine, how a cell is read and how built-ins are frozen, nothing else", () => {
    expect(shown(strays("workers", ["engine", "notebooks/exercises/cells", "notebooks/exercises/harness"]))).toEqual(
      [],
    );
  });

  test("figures know the engine's types and each other, nothing of the page", () => {
    expect(shown(strays("notebooks/figures", ["engine", "notebooks/i18n"]))).toEqual([]);
  });

  test("the compiler of the engine reads nothing but assembly/ and abi.ts", () => {
    expect(shown(strays("engine/assembly", ["engine/abi"]))).toEqual([]);
  });

  test("dax.ts never imports what may hold a device", () => {
    const holders = imports.filter(
      ({ from, to }) => from === "engine/assembly/dax.ts" && /xfs|ext4|mapped|files/.test(to),
    );
    expect(shown(holders)).toEqual([]);
  });

  test("no cycle among the files of the engine, and none among those of the workers", () => {
    for (const folder of ["engine", "workers"]) expect(cycleIn(folder), folder).toEqual([]);
  });

  test.each([
    ["comlink", 2],
    ["@observablehq/runtime", 1],
  ])("%s is imported by at most %d files of the product", (name, most) => {
    const users = imports.filter(({ from, to }) => to === name && !from.startsWith("test/")).map((it) => it.from);
    expect(users.length, users.join(", ")).toBeLessThanOrEqual(most);
  });

  test("WebAssembly is instantiated in one file of the engine", () => {
    const users = sources.filter(
      (path) => /^(engine|workers)\//.test(path) && /new WebAssembly\.Instance/.test(textOf(path)),
    );
    expect(users).toEqual(["engine/boundary/host.ts"]);
  });
});

/** Files of a cycle of imports that are not types only, or none. */
function cycleIn(folder: string): string[] {
  const next = new Map<string, string[]>();
  for (const { from, to, isType } of imports) {
    if (isType || !inFolder(folder)(from)) continue;
    const target = sources.find((path) => path === to || path === `${to}.ts`);
    if (target) next.set(from, [...(next.get(from) ?? []), target]);
  }
  const done = new Set<string>();
  const walk = (path: string, trail: string[]): string[] => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return [];
    for (const target of next.get(path) ?? []) {
      const cycle = walk(target, [...trail, path]);
      if (cycle.length > 0) return cycle;
    }
    done.add(path);
    return [];
  };
  for (const path of next.keys()) {
    const cycle = walk(path, []);
    if (cycle.length > 0) return cycle;
  }
  return [];
}

describe("a file is read in one sitting", () => {
  const CEILINGS: [RegExp, number][] = [
    [/^engine\/assembly\//, 330],
    [/^(engine(?!\/assembly)|workers|notebooks)\/.*\.(ts|mjs)$/, 300],
    [/^README\.md$/, 150],
    [/^notebooks\/lessons\/[^_].*\.html$/, 650],
  ];
  test.each(CEILINGS)("%s: at most %d lines", (pattern, most) => {
    const data = /engine\/(abi(\/\w+)?|sentences\/citations)\.ts$|notebooks\/(i18n|references|glossary)/;
    const long = tracked.filter((path) => pattern.test(path) && !data.test(path) && linesOf(path) > most);
    expect(long.map((path) => `${path}: ${linesOf(path)}`)).toEqual([]);
  });

  test("every file of the engine says what it models and what is left out", () => {
    const rules = tracked.filter((path) => /^engine\/assembly\/(?!testing|index)[^/]*\.ts$/.test(path));
    expect(
      rules.filter((path) => !textOf(path).startsWith("/**\n") || !textOf(path).includes("**Left out:**")),
    ).toEqual([]);
  });

  test("the table of the engine's README names every file of assembly/ and no other", () => {
    const table =
      textOf("engine/README.md")
        .split("\n## ")
        .find((it) => it.startsWith("assembly/")) ?? "";
    const named = table.split("\n").flatMap((line) => (line.startsWith("|") ? [...line.matchAll(/`([a-z-]+)`/g)] : []));
    const files = tracked.flatMap((path) => /^engine\/assembly\/(?!testing)([^/]*)\.ts$/.exec(path)?.[1] ?? []);
    expect(
      named
        .map((it) => it[1])
        .filter((it) => it !== "dax_device")
        .sort(),
    ).toEqual(files.sort());
  });

  test("every source file but a test, whose titles say it, opens with what it is for", () => {
    const stories = /\.(test|browser)\.ts$/;
    const mute = sources.filter((path) => !stories.test(path) && !/^(#!.*\n)?\s*\/[*/]/.test(textOf(path)));
    expect(mute).toEqual([]);
  });
});

describe("what no file says", () => {
  const product = sources.filter((path) => !path.startsWith("test/"));
  // Spelt in pieces, so that this file is no hit of its own.
  const work = ["TO", "DO"].join("");
  test.each([
    [
      "work left to do",
      new RegExp(`\\b(${work}|FIX${"ME"}|XX${"X"})\\b`),
      product.filter((path) => !path.includes("exercises")),
    ],
    ["any", /(:|as|<)\s*any\b(?![-\w ]*["'`])/, product.filter((path) => !path.startsWith("engine/assembly/"))],
    ["a default export", /^export default/m, product.filter((path) => path !== "vite.config.ts")],
    [
      "a path of one machine",
      new RegExp(`["'\` ](/${"root"}/|/${"work"}/|C:\\\\\\\\)`),
      tracked.filter((it) => /\.(ts|mjs|html|md)$/.test(it)),
    ],
  ])("%s", (_what, pattern, files) => {
    const hits = files.flatMap((path) =>
      textOf(path)
        .split("\n")
        .flatMap((line, i) =>
          pattern.test(line) && !/^\s*(\/?\*|\/\/)/.test(line) ? [`${path}:${i + 1}: ${line.trim()}`] : [],
        ),
    );
    expect(hits).toEqual([]);
  });

  test("the lock file keeps no download address", () => {
    expect(textOf("package-lock.json")).not.toMatch(/"resolved": *"https?:/);
  });
});

test("the top level holds what was agreed and nothing else", () => {
  const tops = new Set(tracked.map((path) => path.split("/")[0] ?? "").filter((name) => !name.startsWith(".")));
  const agreed =
    "CHANGELOG.md LICENSE README.md biome.json engine notebooks package-lock.json package.json public test tsconfig.json vite.config.ts workers";
  expect([...tops].filter((name) => !agreed.split(" ").includes(name))).toEqual([]);
});
