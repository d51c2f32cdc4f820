/** Figures in other languages: what is said comes from the catalogue, names and numbers stay as they are. */
import { parseHTML } from "linkedom";
import { afterEach, describe, expect, test } from "vitest";
import { badblocksView } from "../../../notebooks/figures/badblocks-view.ts";
import { callTree } from "../../../notebooks/figures/call-tree.ts";
import type { Figure } from "../../../notebooks/figures/figure.ts";
import { holderRoute } from "../../../notebooks/figures/holder-route.ts";
import { memoryMap } from "../../../notebooks/figures/memory-map.ts";
import { offsetLadder } from "../../../notebooks/figures/offset-ladder.ts";
import { policyMatrix } from "../../../notebooks/figures/policy-matrix.ts";
import { processTable } from "../../../notebooks/figures/process-table.ts";
import type { Ending, Untold } from "../../../notebooks/figures/route.ts";
import { structureDiff } from "../../../notebooks/figures/structure-diff.ts";
import { timeline } from "../../../notebooks/figures/timeline.ts";
import { speak } from "../../../notebooks/figures/words.ts";
import { type Conclusion, figureStringsEn } from "../../../notebooks/i18n/figures.ts";
import { figureStringsDe } from "../../../notebooks/i18n/figures-de.ts";
import { pseudo } from "../../../notebooks/i18n/pseudo.ts";
import { CASES } from "../../support/fixtures/figure-cases.ts";
import { CELLS, RUNGS } from "../../support/fixtures/figure-data.ts";
import { recordedView, recordingOf } from "../../support/fixtures/recorded-view.ts";

const RECORDING = "6.1/09c-partitions-second-xfs";
const wrongDoor = recordedView(RECORDING, 1);
const rightDoor = recordedView(RECORDING, 0);

const FIGURES: Record<string, () => Figure> = {
  "holder-route": () => holderRoute(wrongDoor),
  "memory-map": () => memoryMap(wrongDoor),
  "call-tree": () => callTree(wrongDoor, { recorded: recordingOf(RECORDING).events[1] }),
  timeline: () => timeline(wrongDoor),
  "process-table": () => processTable(wrongDoor),
  "structure-diff": () => structureDiff(rightDoor, wrongDoor),
  "offset-ladder": () => offsetLadder(RUNGS),
  "badblocks-view": () => badblocksView(wrongDoor, "pmem0"),
  "policy-matrix": () => policyMatrix(CELLS),
};

afterEach(() => speak(figureStringsEn));

const PSEUDO = { ...pseudo(figureStringsEn), tag: "en-XA" };

/** Texts of a figure outside of what the catalogue marked, without names of things, of calls and of their arguments. */
function unmarked(html: string, names: ReadonlySet<string>): string[] {
  const { document } = parseHTML(`<!doctype html><html><body>${html}</body></html>`);
  for (const code of document.querySelectorAll(".call, code, cite, .t-code")) code.remove();
  const texts = [...document.querySelectorAll("figcaption, summary, th, td, text, title, span")]
    .filter((it) => it.children.length === 0)
    .map((it) => it.textContent ?? "");
  return texts.flatMap((text) => {
    let rest = text.replace(/0x[\da-f_]+/g, " ");
    // Innermost marks first: a marked text may stand inside of another.
    for (let last = ""; last !== rest; ) {
      last = rest;
      rest = rest.replace(/⟦[^⟦⟧]*⟧/g, " ");
    }
    // Of a text that was cut or broken into lines only its accents are left.
    return wordsOf(rest).filter((it) => it.length > 2 && !/[áéíóúçñš]/i.test(it) && !names.has(it));
  });
}

const wordsOf = (text: string): string[] => text.match(/[\p{L}_][\p{L}\d_.-]*/gu) ?? [];

describe.each(Object.keys(FIGURES))("%s", (name) => {
  test("has no words of its own: all are the catalogue's, or names", () => {
    speak(PSEUDO);
    const html = FIGURES[name]!().markup();
    // Names are those of the machines and recordings that were drawn.
    const known = JSON.stringify([wrongDoor, rightDoor, CELLS, RUNGS, recordingOf(RECORDING)]);
    const given = new Set(wordsOf(known));
    const UNITS = ["KiB", "MiB", "GiB", "TiB", "PTE", "PMD", "DAX", "XFS", "lsb", "SIGBUS", "HWPoison", "badblocks"];
    for (const it of UNITS) given.add(it);
    expect(unmarked(html, given)).toEqual([]);
  });

  test("is marked as German where it speaks German, and says its conclusion so", () => {
    const english = FIGURES[name]!();
    expect(english.markup()).not.toMatch(/^<figure[^>]* lang=/);
    speak(figureStringsDe);
    const german = FIGURES[name]!();
    expect(german.markup()).toMatch(/^<figure[^>]* lang="de">/);
    expect(german.caption).not.toBe(english.caption);
    expect(german.twin.rows.length).toBe(english.twin.rows.length);
  });
});

const ENDINGS: readonly Ending[] =
  "told refused unheld not-found metadata free nobody-maps outside dead crash removed".split(" ") as Ending[];
const WHYS: readonly Untold["why"][] = ["not-asked", "cached", "untouched", "policy", "pending", "private"];

/** Conclusions of an ending: with and without one who answered, who was told, who was not. */
function* conclusions(ending: Ending): Generator<Conclusion> {
  const base = { ending, answer: "−ENXIO", disk: "pmem0", code: "BUS_MCEERR_AO" };
  const isNamed = /refused|free|nobody-maps|metadata/.test(ending);
  for (const [answerer, found] of [["XFS on pmem0", "/a/f"], ...(isNamed ? [] : [["", ""] as const])] as const) {
    for (const told of ending === "told" ? ["ann", "ann and bob"] : ["", "ann"]) {
      for (const why of [null, ...WHYS]) {
        const untold = why === null ? "" : "cyd";
        const counts = { toldCount: told.split(" ").length > 1 ? 2 : 1, untoldCount: 1 };
        for (const isOutside of [true, false])
          yield { ...base, answerer, found, told, untold, why, isOutside, ...counts };
      }
    }
  }
}

test.each(ENDINGS)("an ending is a sentence in both languages, whoever was told: %s", (ending) => {
  for (const it of conclusions(ending)) {
    const [en, de] = [figureStringsEn.concludes(it), figureStringsDe.concludes(it)];
    expect(de).not.toBe(en);
    for (const text of [en, de]) {
      expect(text).toMatch(/^\S.*\S\.$/);
      expect(text).not.toMatch(/undefined|null|\s\s|\s[,;.]/);
    }
  }
});

test("every recorded machine concludes in German without a word of the English sentence frame", () => {
  speak(figureStringsDe);
  for (const { machine } of CASES) {
    expect(holderRoute(machine).caption).not.toMatch(/\b(was|were|nobody|found|answered|the)\b/);
  }
});
