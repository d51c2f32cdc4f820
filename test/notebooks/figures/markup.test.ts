/** What the built page holds of every figure: valid, complete without scripts, no style, no id, and the twin's data. */
import { HtmlValidate } from "html-validate";
import { parseHTML } from "linkedom";
import { describe, expect, test } from "vitest";
import { badblocksView } from "../../../notebooks/figures/badblocks-view.ts";
import { callTree } from "../../../notebooks/figures/call-tree.ts";
import type { Figure } from "../../../notebooks/figures/figure.ts";
import { isFigure } from "../../../notebooks/figures/figure.ts";
import { holderRoute } from "../../../notebooks/figures/holder-route.ts";
import { homeThread } from "../../../notebooks/figures/home-thread.ts";
import { memoryMap } from "../../../notebooks/figures/memory-map.ts";
import { offsetLadder } from "../../../notebooks/figures/offset-ladder.ts";
import { policyMatrix } from "../../../notebooks/figures/policy-matrix.ts";
import { processTable } from "../../../notebooks/figures/process-table.ts";
import { structureDiff } from "../../../notebooks/figures/structure-diff.ts";
import { timeline } from "../../../notebooks/figures/timeline.ts";
import { CASES } from "../../support/fixtures/figure-cases.ts";
import { CELLS, RUNGS } from "../../support/fixtures/figure-data.ts";
import { recordedView, recordingOf } from "../../support/fixtures/recorded-view.ts";

const wrongDoor = recordedView("6.1/09c-partitions-second-xfs", 1);
const rightDoor = recordedView("6.1/09c-partitions-second-xfs", 0);

const FIGURES: Record<string, () => Figure> = {
  "holder-route": () => holderRoute(wrongDoor),
  "memory-map": () => memoryMap(wrongDoor),
  "call-tree": () => callTree(wrongDoor, { recorded: recordingOf("6.1/09c-partitions-second-xfs").events[1] }),
  timeline: () => timeline(wrongDoor),
  "process-table": () => processTable(wrongDoor),
  "structure-diff": () => structureDiff(rightDoor, wrongDoor),
  "offset-ladder": () => offsetLadder(RUNGS),
  "badblocks-view": () => badblocksView(wrongDoor, "pmem0"),
  "policy-matrix": () => policyMatrix(CELLS),
  "home-thread": () => homeThread(),
};

const validator = new HtmlValidate({
  extends: ["html-validate:recommended"],
  rules: {
    "void-style": "off",
    "no-trailing-whitespace": "off",
    "long-title": "off",
    "wcag/h63": "off",
    "prefer-native-element": "off",
    "no-inline-style": "error",
    "svg-focusable": "off",
  },
});

describe.each(Object.keys(FIGURES))("%s", (name) => {
  const figure = FIGURES[name]!();
  const html = figure.markup();

  test("is a figure by its name with a caption that is a sentence", () => {
    expect(isFigure(figure)).toBe(true);
    expect(figure.name).toBe(name);
    expect(figure.caption).toMatch(/^\S.*[.?]$/);
  });

  test("is valid HTML without style attributes, ids, scripts or numbers that are none", async () => {
    const report = await validator.validateString(html);
    expect(report.results.flatMap((it) => it.messages.map((m) => `${m.ruleId}: ${m.message}`))).toEqual([]);
    expect(html).not.toMatch(/ style=| id=|<script|NaN|undefined|Infinity/);
  });

  test("has decimals of at most three places", () => {
    expect(html.match(/\d\.\d{4,}/g) ?? []).toEqual([]);
  });

  test("shows caption and twin on the page", () => {
    const { document } = parseHTML(`<html><body>${html}</body></html>`);
    expect(document.querySelector("figcaption")!.textContent).toBe(figure.caption);
    const twin = document.querySelector(".figure-twin table");
    for (const row of twin ? figure.twin.rows : []) for (const cell of row) expect(twin!.textContent).toContain(cell);
    const drawn = document.querySelector(".figure-stage")!.textContent!;
    // A drawing that is a table is its own twin: it shows every cell.
    for (const row of twin ? [] : figure.twin.rows)
      for (const cell of row) for (const part of cell.split(/; |\(|\)| differs/)) expect(drawn).toContain(part.trim());
    for (const row of figure.twin.rows) expect(row).toHaveLength(figure.twin.columns.length);
  });

  test("every drawing is an image with a name, or for the eye only", () => {
    const { document } = parseHTML(`<html><body>${html}</body></html>`);
    for (const svg of document.querySelectorAll("svg")) {
      // A sign in a row of a table, whose cells say the same.
      if (svg.getAttribute("aria-hidden") === "true") {
        expect(svg.closest("tr td")).not.toBeNull();
        continue;
      }
      expect(svg.getAttribute("role")).toBe("img");
      expect(svg.querySelector("title")!.textContent).not.toBe("");
    }
  });

  test("is drawn as before", async () => {
    await expect(html.replace(/></g, ">\n<")).toMatchFileSnapshot(`drawn/${name}.html`);
  });
});

test("every figure of a machine is drawn for every recorded machine", () => {
  for (const { name, index, machine } of CASES) {
    const recorded = recordingOf(name).events[index];
    for (const figure of [
      holderRoute(machine),
      memoryMap(machine),
      callTree(machine, { recorded }),
      timeline(machine),
      processTable(machine),
      badblocksView(machine, "pmem0"),
    ]) {
      expect(figure.markup(), `${figure.name} ${name} ${index}`).not.toMatch(/NaN|undefined|Infinity/);
      expect(figure.caption, `${figure.name} ${name} ${index}`).toMatch(/[.?]$/);
    }
  }
});

describe("twins hold what the drawing shows", () => {
  test("processes, files, filesystems and partitions of the map", () => {
    const rows = memoryMap(rightDoor).twin.rows.map((it) => it[1]);
    for (const name of ["/mnt/a/f", "/mnt/b/g", "xfs on /mnt/a", "pmem0p1", "pmem0p2", "pmem0"])
      expect(rows).toContain(name);
  });

  test("a process that was told with code, address and lsb", () => {
    const cells = holderRoute(rightDoor).twin.rows.flat();
    expect(cells).toContain("BUS_MCEERR_AO at 0x0000_2000 in m0, lsb 12");
  });

  test("a difference calls its sides as the author does, in its head and its table; without names by their order", () => {
    const named = structureDiff(rightDoor, wrongDoor, { first: "alone", second: "a neighbour" });
    expect(named.twin.columns.slice(2, 4)).toEqual(["First: alone", "Second: a neighbour"]);
    expect(named.markup()).toContain('<th scope="col">First: alone</th><th scope="col">Second: a neighbour</th>');
    expect(named.markup()).toContain('data-label="Second: a neighbour"');
    expect(structureDiff(rightDoor, wrongDoor).twin.columns.slice(2, 4)).toEqual(["First", "Second"]);
  });

  test("a difference names both sides", () => {
    const { twin } = structureDiff(rightDoor, wrongDoor);
    const row = twin.rows.find((it) => it[1] === "on_p1")!;
    expect(row[2]).toContain("told: BUS_MCEERR_AO");
    expect(row[3]).not.toContain("told: BUS_MCEERR_AO");
    expect(row[4]).toBe("changed");
  });

  test("the matrix has one row for all kernels that end alike, and a cell for each in the twin", () => {
    const same = [...CELLS, { ...CELLS[0]!, kernel: "6.12" as const }];
    const { document } = parseHTML(`<html><body>${policyMatrix(same).markup()}</body></html>`);
    const heads = [...document.querySelectorAll(".matrix tbody th")].map((it) => it.textContent);
    expect(heads).toContain("6.1, 6.12");
    expect(heads).toHaveLength(CELLS.length);
    expect(policyMatrix(same).twin.rows).toHaveLength(same.length);
  });

  test("the matrix counts who was told under how many rules", () => {
    expect(policyMatrix(CELLS).caption).toBe(
      "Under 2 of 6 rules somebody is told: v9 and notifier-chain (6.1); one ends in a crash.",
    );
  });
});
