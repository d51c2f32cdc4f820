/** Values as text and as HTML: units, windows, and nothing of a reader's that becomes an element. */
import fc from "fast-check";
import { parseHTML } from "linkedom";
import { describe, expect, test } from "vitest";
import { valueStringsDe, valueStringsEn } from "../../../notebooks/i18n/values.ts";
import { insideMarkup, shownMarkup, valueAt, valueMarkup, WINDOW } from "../../../notebooks/page/values.ts";
import { shownOf } from "../../../notebooks/page/values-shape.ts";
import { hexText, numberText, sizeText } from "../../../notebooks/page/values-text.ts";

const data = (value: unknown) => valueMarkup({ kind: "data", value });
const textOf = (markup: string) => parseHTML(`<html><body>${markup}</body></html>`).document.body.textContent ?? "";

describe("numbers carry the unit that their name states", () => {
  const text = (value: number | bigint, name: string) => numberText(value, name, valueStringsEn);
  test.each([
    [0x1900_0000, "offBytes", "0x1900_0000"],
    [0x1900_0000, "partStartBytes", "0x1900_0000"],
    [1024 * 1024, "startBytes", "0x0010_0000"],
    [376 * 1024 * 1024, "sizeBytes", "376 MiB"],
    [4097, "lenBytes", "4097 bytes"],
    [8, "nrSectors", "8 sectors"],
    [0x64000, "pfn", "0x0006_4000"],
    [-95, "ret", "-95"],
    [0xffff_ffff_ffff_ffffn, "offInFileBytes", "0xffff_ffff_ffff_ffff"],
    [7n, "count", "7n"],
    [0.5, "ratioBytes", "0.5"],
  ])("%s as %s is %s", (value, name, wanted) => expect(text(value, name)).toBe(wanted));

  test("a set or a map on one line says that it is one", () => {
    const line = (value: unknown) => /<code[^>]*>(.*?)<\/code>/.exec(valueMarkup({ kind: "data", value }))?.[1];
    expect(line(new Set([1, 2]))).toBe("Set { 1, 2 }");
    expect(line(new Map([["a", 1]]))).toBe("Map { a: 1 }");
    expect(line(new Set())).toBe("Set {}");
    expect(line({ a: 1 })).toBe("{ a: 1 }");
    expect(line([1, 2])).toBe("[1, 2]");
  });

  test("sizes and offsets lose nothing", () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (value) => {
        expect(Number(hexText(value).replaceAll("_", ""))).toBe(value);
        const [amount, unit] = sizeText(value).split(" ");
        const power = ["bytes", "KiB", "MiB", "GiB", "TiB"].indexOf(unit ?? "");
        expect(Number(amount) * 1024 ** power).toBe(value);
      }),
    );
  });
});

test("a plain number of whole pages stands there in hexadecimal, too; one with a unit, or of a list, does not", () => {
  expect(textOf(data(106_496))).toBe("106496 = 0x0001_a000");
  expect(textOf(data(106_497))).toBe("106497");
  expect(textOf(data({ page: 106_496, lenBytes: 8192, at: "x".repeat(80) }))).toContain("page 106496 = 0x0001_a000");
  expect(textOf(data({ lenBytes: 8192, at: "x".repeat(80) }))).not.toContain("=");
  expect(textOf(data([4096, 8192]))).toBe("[4096, 8192]");
});

test("several published values stand under their names, the folded ones with a path that leads to them", () => {
  const fn = { kind: "function", name: "f", source: "() => 1" } as const;
  const markup = valueMarkup([
    ["first", { kind: "data", value: 8192 }],
    ["second", { kind: "data", value: { a: 1 } }],
    ["third", fn],
  ]);
  const { document } = parseHTML(`<html><body>${markup}</body></html>`);
  const lines = [...document.querySelectorAll(".value > .value-entries > li")];
  expect(lines.map((it) => it.querySelector(".value-key")?.textContent)).toEqual(["first", "second", "third"]);
  expect(lines.slice(0, 2).map((it) => it.textContent)).toEqual(["first 8192 = 0x2000", "second { a: 1 }"]);
  expect(document.querySelector("details")?.getAttribute("data-path")).toBe("2");
  expect(document.querySelector("details")?.hasAttribute("open")).toBe(false);
  const rows = Array.from({ length: 3 }, (_, it) => ({ it, square: it * it }));
  const [open, ...others] =
    valueMarkup([
      ["list", { kind: "data", value: rows }],
      ["table", { kind: "data", value: rows }],
    ]).match(/<details open/g) ?? [];
  expect([open, others]).toEqual(["<details open", []]);
});

test("a range is drawn half-open in its space, and its end never overflows", () => {
  expect(textOf(data({ space: "pmem0", offBytes: 0x1900_0000, lenBytes: 4096 }))).toBe(
    "[0x1900_0000, 0x1900_1000), 4 KiB in pmem0",
  );
  expect(textOf(data({ offBytes: 0n, lenBytes: 0xffff_ffff_ffff_ffffn }))).toContain("0xffff_ffff_ffff_ffff");
});

test("no text of a reader becomes an element or an attribute", () => {
  const nasty = fc.oneof(fc.string(), fc.constantFrom('"><img src=x onerror=1>', "</pre><script>", "' data-x='"));
  const value = fc.letrec((tie) => ({
    any: fc.oneof({ maxDepth: 3 }, nasty, fc.integer(), fc.array(tie("any")), fc.dictionary(nasty, tie("any"))),
  })).any;
  const known = new Set("div p code pre details summary ul li span table thead tbody tr td th".split(" "));
  fc.assert(
    fc.property(value, (it) => {
      const { document } = parseHTML(`<html><body>${data(it)}</body></html>`);
      for (const element of document.body.querySelectorAll("*")) {
        expect(known).toContain(element.localName);
        for (const name of element.getAttributeNames()) {
          expect(name).toMatch(/^(class|data-(path|lazy|type|from|count)|tabindex|scope|role|aria-label|dir)$/);
        }
      }
    }),
  );
});

test("bytes are a dump with offsets, grouped by element and windowed", () => {
  const words = data(new Uint32Array([0x6c78_6164, 1]));
  expect(textOf(words)).toContain("00000000  6461786c 01000000");
  expect(textOf(words)).toContain("daxl");
  const many = data(new Uint8Array(1024 * 1024));
  expect(many.length).toBeLessThan(10_000);
  expect(textOf(many)).toContain(`0 to ${WINDOW - 1} of 65536`);
});

test("a part of a larger buffer shows its own bytes only", () => {
  const whole = new Uint8Array([1, 2, 3, 4]);
  expect(textOf(data(whole.subarray(1, 3)))).toMatch(/00000000 {2}02 03 +··$/);
});

test("alike objects are a table with scoped headers; a million rows cost one window", () => {
  const rows = Array.from({ length: 1_000_000 }, (_, index) => ({ index, lenBytes: 4096 }));
  const markup = data(rows);
  expect(markup.match(/<tr>/g)?.length).toBe(WINDOW + 1);
  expect(markup).toContain('<th scope="col">lenBytes</th>');
  expect(markup).toContain('data-count="1000000"');
  const later = shownMarkup(rows, "", [], { from: 999_990 });
  expect(textOf(later)).toContain("999990 to 999999 of 1000000");
});

test("a folded part's path leads to the value that it folds", () => {
  const value = { a: [{ b: { c: { d: { deep: [1, [2, [3]]], more: "x".repeat(100) } } } }, { other: "y".repeat(90) }] };
  const { document } = parseHTML(`<html><body>${data(value)}</body></html>`);
  const folded = document.querySelector("details[data-lazy]");
  const path = (folded?.getAttribute("data-path") ?? "").split(".").map(Number);
  const [label, found] = valueAt(value, path);
  expect(label).toBe("b");
  expect(found).toBe(value.a[0]?.b);
});

test("maps, sets, cycles, holes and functions are shown without a throw", () => {
  const loop: { self?: unknown; name: string } = { name: "loop" };
  loop.self = loop;
  for (const it of [
    loop,
    new Map<unknown, unknown>([
      [{}, 1],
      ["k", new Set([1])],
    ]),
    new Array(3),
    Symbol.iterator,
  ]) {
    if (typeof it !== "symbol") expect(data(it)).toContain("value");
  }
  const shown = valueMarkup({ kind: "function", name: "people", source: "(m) =>\n  m.create('/a/f')" });
  expect(textOf(shown)).toContain("function people");
  expect(textOf(shown)).toContain("m.create('/a/f')");
});

test("a machine says its kernel, its last outcome and who was told, in the language of the page", () => {
  const state = {
    at: 1,
    hash: "",
    disks: [],
    daxDevices: [{ name: "pmem0", address: "", alive: true, holder: "xfs:pmem0p1", holders: [] }],
    mounts: [],
    files: [],
    processes: [],
    poison: [],
    sysctl: { earlyKill: 0 as const, recovery: 1 as const },
    invariants: [],
    crash: null,
  };
  const machine = {
    value: {
      scene: { kernel: "6.1" as const, pmem: {} },
      steps: [{ op: "fail" as const, device: "pmem0", offBytes: 0 }],
      seed: 1,
    },
    events: [],
    outcomes: [{ step: 0, op: "fail", errno: "ENXIO", from: 0, to: 2 }],
    signals: [],
    state,
    before: state,
  };
  const text = textOf(valueMarkup({ kind: "machine", machine }));
  expect(text).toContain("Machine, kernel 6.1, 1 step; last step fail: ENXIO; told: nobody");
  expect(text).toContain("xfs:pmem0p1");
  const german = textOf(valueMarkup({ kind: "machine", machine }, { strings: valueStringsDe }));
  expect(german).toContain("benachrichtigt: niemand");
  // Alone and among other names: written later, it is what is written at once.
  for (const wire of [{ kind: "machine", machine } as const, [["m", { kind: "machine", machine }]] as const]) {
    const { document } = parseHTML(`<html><body>${valueMarkup(wire, { isLater: true })}</body></html>`);
    const [folded] = document.querySelectorAll("details");
    const [path, levels] = [folded?.getAttribute("data-path") ?? "", folded?.getAttribute("data-lazy") ?? ""];
    const at = path.split(".").filter(Boolean).map(Number);
    expect([folded?.children.length, levels]).toEqual([1, Array.isArray(wire) ? "1" : "2"]);
    folded?.insertAdjacentHTML(
      "beforeend",
      insideMarkup(valueAt(shownOf(wire), at), at, valueStringsEn, Number(levels)),
    );
    if (at.length === 0) folded?.removeAttribute("data-path");
    folded?.removeAttribute("data-lazy");
    expect(document.body.innerHTML).toBe(
      parseHTML(`<html><body>${valueMarkup(wire)}</body></html>`).document.body.innerHTML,
    );
  }
});
