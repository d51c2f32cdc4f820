/** The catalogue of sentences, held to the rules of the engine. */
import { describe, expect, test } from "vitest";
import { ruleName } from "../../engine/abi/vocabulary.ts";
import * as abi from "../../engine/abi.ts";
import type { Event } from "../../engine/event.ts";
import { ENGLISH, invariantSentence, placeholdersOf, sentenceOf } from "../../engine/sentences/sentences.ts";
import { GERMAN } from "../../notebooks/i18n/sentences-de.ts";

const event = (change: Partial<Event>): Event => ({
  ...{ seq: 3, step: 1, parent: null, depth: 0, fn: "dax_holder_notify_failure", who: "pmem0", rule: "dax.unheld" },
  ...{ args: {}, ret: -95, cite: { version: "6.1.192", source: "drivers/dax/super.c" } },
  ...change,
});

describe("the catalogue of sentences", () => {
  test("is made of whole sentences, each once", () => {
    const all = Object.values(ENGLISH.rules);
    for (const it of all) expect(it).toMatch(/^([A-Z{]|[a-z]+_[a-z_]+ ).*(\.|: \{text\})$/);
    const doubles = all.filter(
      (it, i) => all.indexOf(it) !== i && !/^\{range\}|shut down|frozen|device is gone/i.test(it),
    );
    expect(doubles).toEqual([]);
  });
  test("uses placeholders that are fields, or arguments that events have", () => {
    const keys = Object.keys(abi).flatMap((it) => (it.startsWith("KEY_") ? [it.slice(4).toLowerCase()] : []));
    const known = new Set([...keys, "who", "fn", "step", "answer", "range"]);
    const used = Object.values(ENGLISH.rules).flatMap(placeholdersOf);
    expect(used.filter((it) => !known.has(it))).toEqual([]);
  });
});

describe("a sentence", () => {
  test("says who answered what, with errors by their names and places in hexadecimal", () => {
    expect(sentenceOf(event({}))).toBe(
      "Nobody holds the dax_device of pmem0: -EOPNOTSUPP, which lets the generic handler try.",
    );
    expect(sentenceOf(event({ rule: "mf.enter", args: { pfn: 131354 } }))).toBe(
      "Page frame 0x0002_011a is reported bad, and the kernel begins to handle it.",
    );
    const range = { space: "pmem0", offBytes: 1155072, lenBytes: 4096 };
    expect(sentenceOf(event({ rule: "dax.ask", range }))).toContain("4096 bytes at 0x0011_a000 of pmem0");
  });
  test.each([
    [ENGLISH, "1 byte at 0x0011_a000 of pmem0"],
    [GERMAN, "1 Byte ab 0x0011_a000 in pmem0"],
  ])("one byte is not bytes", (catalogue, said) => {
    const range = { space: "pmem0", offBytes: 1155072, lenBytes: 1 };
    expect(sentenceOf(event({ rule: "dax.ask", range }), catalogue)).toContain(said);
  });
  test("shows a range that the kernel's own arithmetic took beyond 2^53", () => {
    const range = { space: "pmem0", offBytes: 0, lenBytes: 2n ** 64n - 1n };
    expect(sentenceOf(event({ rule: "dax.ask", range }))).toContain(
      "18446744073709551615 bytes at 0x0000_0000 of pmem0",
    );
  });
  test("is there for a rule that the catalogue does not know, and for an argument that is missing", () => {
    expect(sentenceOf(event({ rule: "no.such", ret: null, errno: null }))).toBe(
      "dax_holder_notify_failure at pmem0 answers never returned.",
    );
    expect(sentenceOf(event({ rule: "slot.taken" }))).toContain("nobody takes the holder slot");
  });
  test("tells an answer of nothing from no answer", () => {
    const { errno: _, ...nothing } = event({ rule: "no.such", ret: null });
    expect(sentenceOf({ ...nothing, fn: "fs_dax_get_by_bdev" })).toContain("answers NULL");
    expect(sentenceOf({ ...nothing, fn: "dax_lock_folio" })).toContain("answers refused");
  });
  test("counts steps from 1, and names power-on", () => {
    const step = event({ rule: "step", fn: "step", args: { op: "mount" } });
    expect(sentenceOf({ ...step, step: 0 })).toBe("Step 1: mount.");
    expect(sentenceOf({ ...step, step: 9 }, GERMAN)).toBe("Schritt 10: mount.");
    expect(sentenceOf({ ...step, step: -1 })).toBe("The machine is switched on.");
    expect(sentenceOf({ ...step, step: -1 }, GERMAN)).toBe("Die Maschine wird eingeschaltet.");
  });
  test("comes from whatever catalogue is given", () => {
    const other = { ...ENGLISH, rules: { ...ENGLISH.rules, "dax.unheld": "Niemand hält {who}." } };
    expect(sentenceOf(event({}), other)).toBe("Niemand hält pmem0.");
  });
  test("of a violated invariant names its witness", () => {
    expect(invariantSentence({ id: "I3", holds: false, witness: "pmem0 is dead and held by xfs:pmem0" })).toBe(
      "A dead dax_device has no holder. (pmem0 is dead and held by xfs:pmem0)",
    );
  });
});

describe("every rule of the engine", () => {
  const rules = Object.entries(abi).flatMap(([name, id]) =>
    name.startsWith("RULE_") && !/_FIRST$|^RULE_NONE$/.test(name) ? [ruleName(id as number)] : [],
  );
  test("has a sentence, and no sentence is left over", () => {
    expect([...new Set(rules)].sort()).toEqual(Object.keys(ENGLISH.rules).sort());
  });
});
