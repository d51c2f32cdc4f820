/** Links that carry cells: round trips, golden links, and links that somebody has altered. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { deflateSync } from "fflate";
import { afterEach, describe, expect, test, vi } from "vitest";
import {
  fromBase64Url,
  LONG_LINK,
  linkOf,
  NOTEBOOK_FORMAT,
  openLink,
  placeLink,
  type Shared,
  sharedInFile,
  toBase64Url,
} from "../../../notebooks/page/share.ts";

const slug = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/);
const fork = fc.record({ steps: fc.nat(1000), operations: fc.string() });
const shared: fc.Arbitrary<Shared> = fc.record(
  {
    v: fc.constant(1 as const),
    nb: fc.string(),
    hash: fc.string(),
    cells: fc.dictionary(slug, fc.string({ unit: "grapheme" }), { noNullPrototype: true }),
    seed: fc.nat(),
    cell: slug,
    step: fc.nat(1000),
    engine: fc.stringMatching(/^[0-9a-f]{12}$/),
    forks: fc.dictionary(slug, fc.array(fork, { minLength: 1, maxLength: 4 }), { noNullPrototype: true, minKeys: 1 }),
  },
  { requiredKeys: ["v", "nb", "hash", "cells"] },
);

afterEach(() => vi.unstubAllGlobals());

const withoutStreams = () => {
  const missing = function Missing() {
    throw new TypeError("deflate-raw is not known here");
  };
  vi.stubGlobal("CompressionStream", missing);
  vi.stubGlobal("DecompressionStream", missing);
};

test("what a link was made of is what it opens to, with and without compression streams", async () => {
  await fc.assert(
    fc.asyncProperty(shared, fc.boolean(), fc.boolean(), async (it, isOldMaker, isOldReader) => {
      if (isOldMaker) withoutStreams();
      const link = await linkOf(it);
      vi.unstubAllGlobals();
      expect(link).toMatch(/^v1\.[\w-]+$/);
      if (isOldReader) withoutStreams();
      expect(await openLink(`#${link}`)).toEqual({ kind: "shared", shared: it });
      vi.unstubAllGlobals();
    }),
    { numRuns: 60 },
  );
});

describe("golden links decode for ever", () => {
  const golden = JSON.parse(readFileSync(new URL("golden-links.json", import.meta.url), "utf8")) as {
    made: string;
    link: string;
    opens: unknown;
  }[];
  test.each(golden)("$made", async ({ link, opens }) => expect(await openLink(link)).toEqual(opens));
});

test("a place is written and read: cell, step, seed in hexadecimal", async () => {
  const place = { cell: "holder-route", step: 17, seed: 0x4f2a };
  expect(placeLink(place)).toBe("cell=holder-route&step=17&seed=4f2a");
  expect(await openLink(`#${placeLink(place)}`)).toEqual({ kind: "place", place });
  expect(await openLink("#people")).toEqual({ kind: "place", place: { cell: "people", step: null, seed: null } });
  expect(await openLink("#cell=../x&step=1e9")).toEqual({
    kind: "place",
    place: {
      ...{ cell: null, step: null, seed: null },
      wrong: [
        { name: "cell", got: "../x", expected: "cell" },
        { name: "step", got: "1e9", expected: "step" },
      ],
    },
  });
  expect(await openLink("#cell=a&seed=xyz&other=1")).toMatchObject({
    place: { cell: "a", wrong: [{ name: "seed", got: "xyz", expected: "seed" }] },
  });
  expect(await openLink("")).toEqual({ kind: "none" });
});

test("a link names the engine that it was made with, and what is no hash is left out and said", async () => {
  const engine = "25fb5df23492bf6d6117be1d315bacc6";
  const place = { cell: "holder-route", step: 17, engine };
  expect(placeLink(place)).toBe("cell=holder-route&step=17&engine=25fb5df23492");
  const opened = { cell: "holder-route", step: 17, seed: null, engine: "25fb5df23492" };
  expect(await openLink(`#${placeLink(place)}`)).toEqual({ kind: "place", place: opened });
  expect(await openLink("#cell=a&engine=../v")).toEqual({
    kind: "place",
    place: { cell: "a", step: null, seed: null, wrong: [{ name: "engine", got: "../v", expected: "engine" }] },
  });
  const pack = (value: unknown) => `#v1.${toBase64Url(deflateSync(new TextEncoder().encode(JSON.stringify(value))))}`;
  const shared = { v: 1, nb: "09", hash: "h", cells: {} };
  expect(await openLink(pack({ ...shared, engine: "https://elsewhere/" }))).toEqual({ kind: "shared", shared });
});

test("a downloaded notebook carries what a link would; other files carry nothing", () => {
  const it: Shared = { v: 1, nb: "09", hash: "h", cells: { a: "1" }, engine: "25fb5df23492" };
  const file = { format: NOTEBOOK_FORMAT, v: 1, shared: it };
  expect(sharedInFile(JSON.stringify(file))).toEqual(it);
  for (const text of ["", "null", "[]", JSON.stringify(it), JSON.stringify({ ...file, shared: 3 })]) {
    expect(sharedInFile(text)).toBe(null);
  }
});

test("a link of another version is refused, and one that was cut or altered never throws", async () => {
  expect(await openLink("#v2.AAAA")).toEqual({ kind: "refused", why: "version" });
  const pack = (value: unknown) => `#v1.${toBase64Url(deflateSync(new TextEncoder().encode(JSON.stringify(value))))}`;
  expect(await openLink(pack({ v: 3, nb: "a", hash: "b", cells: {} }))).toEqual({ kind: "refused", why: "version" });
  for (const value of [
    null,
    7,
    [],
    { v: 1 },
    { v: 1, nb: 1, hash: "", cells: {} },
    { v: 1, nb: "", hash: "", cells: 3 },
  ]) {
    expect((await openLink(pack(value))).kind).toBe("refused");
  }
  const link = await linkOf({ v: 1, nb: "09", hash: "h", cells: { a: "const a = boot({})" } });
  for (let end = 0; end < link.length; end += 1) {
    expect(["refused", "none", "place"]).toContain((await openLink(link.slice(0, end))).kind);
  }
  await fc.assert(
    fc.asyncProperty(fc.string(), async (text) => void expect((await openLink(`#v1.${text}`)).kind).toBe("refused")),
    { numRuns: 50 },
  );
});

test("unknown members and malformed cells are left out, and prototypes stay clean", async () => {
  const text =
    '{"v":1,"nb":"09","hash":"h","cells":{"ok":"1","__proto__":"x","Bad Slug":"2","n":3},"run":true,"seed":-1,"step":1.5}';
  const link = `#v1.${toBase64Url(deflateSync(new TextEncoder().encode(text)))}`;
  const opened = await openLink(link);
  expect(opened).toEqual({ kind: "shared", shared: { v: 1, nb: "09", hash: "h", cells: { ok: "1" } } });
});

test("a link that unfolds to more than a megabyte is refused before it is read", async () => {
  const bomb = `#v1.${toBase64Url(deflateSync(new Uint8Array(64 * 1024 * 1024)))}`;
  expect(await openLink(bomb)).toEqual({ kind: "refused", why: "too-large" });
  withoutStreams();
  expect((await openLink(bomb)).kind).toBe("refused");
});

test("twelve edited cells fit into a link that no mail program cuts", async () => {
  const cells = Object.fromEntries(
    Array.from({ length: 12 }, (_, index) => [
      `cell-${index}`,
      `const m${index} = machine.mkfs("xfs", "pmem0p${index}", { rmapbt: true }).mount("pmem0p${index}", "/a${index}")`,
    ]),
  );
  expect((await linkOf({ v: 1, nb: "09-one-device", hash: "0123456789abcdef", cells })).length).toBeLessThan(LONG_LINK);
});

test("base64url is without padding and refuses everything else", () => {
  fc.assert(
    fc.property(fc.uint8Array(), (it) => void expect([...(fromBase64Url(toBase64Url(it)) ?? [])]).toEqual([...it])),
  );
  for (const text of ["a+b", "a/b", "ab==", "a b", "a"]) expect(fromBase64Url(text)).toBe(null);
});
