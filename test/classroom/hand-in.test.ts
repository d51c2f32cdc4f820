import { describe, expect, test } from "vitest";
import {
  fileNameOf,
  type HandIn,
  MOST_BYTES,
  printHandIn,
  readHandIn,
  receiptOf,
  sealHandIn,
} from "../../notebooks/exercises/hand-in.ts";
import { parseExercises } from "../../notebooks/exercises/parse.ts";
import { answerFrom, damagedHeads, fromEditorText, toEditorText } from "../../notebooks/exercises/paste-back.ts";
import { canonicalJson, sha256 } from "../../notebooks/exercises/sha256.ts";
import { seedOf, studentSeed } from "../../notebooks/exercises/variant.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const draft = {
  course: "daxlab@0.1.0+abc",
  engine: "e".repeat(64),
  student: { name: "Ann", id: "s1" },
  seed: 7,
  startedAt: "2026-01-05T14:47:00Z",
  exercises: [
    {
      lesson: "09-one",
      id: "tell-bob",
      version: 1,
      answer: "a\nb",
      attempts: 2,
      hintsUsed: 1,
      revealed: false,
      localResult: { earned: 1, possible: 2 },
    },
  ],
};

describe("a hand-in", () => {
  test("is read as it was written, and its receipt is the start of its hash", () => {
    const handIn = sealHandIn(draft);
    const read = readHandIn(bytes(printHandIn(handIn)));
    expect(read).toEqual({ ok: true, handIn, isEdited: false, skipped: [] });
    expect(receiptOf(handIn)).toMatch(/^[0-9a-f]{8}$/);
  });

  test("the order of its members does not change the hash, any other change does", () => {
    const handIn = sealHandIn(draft);
    const turned = Object.fromEntries(Object.entries(handIn).reverse());
    expect(readHandIn(bytes(JSON.stringify(turned)))).toMatchObject({ ok: true, isEdited: false });
    const edited = structuredClone(handIn);
    (edited.exercises[0] as HandIn["exercises"][0]).attempts = 1;
    expect(readHandIn(bytes(JSON.stringify(edited)))).toMatchObject({ ok: true, isEdited: true });
  });

  test.each([
    ["an empty file", new Uint8Array(0), "empty"],
    ["a cut-off file", bytes(printHandIn(sealHandIn(draft)).slice(0, 300)), "cut off"],
    ["bytes that are not UTF-8", new Uint8Array([0xff, 0xfe, 0x00, 0x80]), "UTF-8"],
    ["another format", bytes(JSON.stringify({ ...sealHandIn(draft), format: 2 })), "format 2"],
    ["a list", bytes("[]"), "expected an object"],
    ["a huge file", new Uint8Array(MOST_BYTES + 1), "at most"],
    ["deep nesting", bytes("[".repeat(200_000)), ""],
    ["a seed that is no number", bytes(JSON.stringify({ ...sealHandIn(draft), seed: "1" })), "seed"],
  ])("%s is refused with a reason", (_claim, data, reason) => {
    const read = readHandIn(data);
    expect(read.ok).toBe(false);
    expect(read.ok ? "" : read.reason).toContain(reason);
  });

  test("an entry that cannot be read is named and the others count; a double counts once", () => {
    const exercises = [...draft.exercises, { lesson: 1 }, ...draft.exercises] as typeof draft.exercises;
    const read = readHandIn(bytes(printHandIn(sealHandIn({ ...draft, exercises }))));
    expect(read).toMatchObject({
      ok: true,
      skipped: [expect.stringContaining("[1]"), expect.stringContaining("twice")],
    });
    expect(read.ok && read.handIn.exercises).toHaveLength(1);
  });

  test("keys that would reach a prototype reach nothing", () => {
    const text = printHandIn(sealHandIn(draft)).replace(
      '"student": {',
      '"__proto__": { "isAdmin": true }, "constructor": { "prototype": { "isAdmin": true } }, "student": { "__proto__": { "id": "x" },',
    );
    const read = readHandIn(bytes(text));
    expect(read).toMatchObject({ ok: true, isEdited: true });
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
    expect(read.ok && read.handIn.student).toEqual({ name: "Ann", id: "s1" });
    expect(read.ok && "isAdmin" in read.handIn).toBe(false);
  });

  test("its file name is never a path", () => {
    const name = fileNameOf(sealHandIn({ ...draft, student: { id: "../../etc/passwd\0" } }));
    expect(name).toMatch(/^etc-passwd-[0-9a-f]{8}\.daxlab\.json$/);
    expect(fileNameOf(sealHandIn({ ...draft, student: {} }))).toMatch(/^anonymous-/);
  });
});

test("SHA-256 gives the digests of FIPS 180-4", () => {
  expect(sha256("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  expect(sha256("")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  expect(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")).toBe(
    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
  );
});

test("canonical JSON sorts keys at every depth", () => {
  expect(canonicalJson({ b: [{ d: 1, c: null }], a: "x", z: undefined })).toBe('{"a":"x","b":[{"c":null,"d":1}]}');
});

test("a student's seed depends on key and id, not on case or spaces", () => {
  expect(studentSeed("key", " S1 ")).toBe(studentSeed("key", "s1"));
  expect(studentSeed("key", "s1")).not.toBe(studentSeed("key", "s2"));
  expect(studentSeed("key", "s1")).not.toBe(studentSeed("yek", "s1"));
  expect(seedOf({ kind: "fixed", seed: 5 }, "key", "s1")).toBe(5);
});

describe("paste-back", () => {
  const { exercises } = parseExercises(
    JSON.stringify({
      exercises: {
        a: {
          kind: "code",
          title: "A",
          prompt: "two\nlines",
          starter: "f(______)",
          solution: "f(1)",
          hints: ["x", "y"],
          checks: [{ id: "c", message: { pass: "p", fail: "f" }, run: "() => true" }],
        },
        b: {
          kind: "order",
          title: "B",
          prompt: "p",
          items: [
            { id: "x", text: "X" },
            { id: "y", text: "Y" },
          ],
          solution: ["y", "x"],
          hints: ["x", "y"],
          checks: [{ id: "c", message: { pass: "p", fail: "f" } }],
        },
      },
    }),
  );

  test("what was given out comes back, also with Windows line ends and text before it", () => {
    const [a, b] = exercises;
    if (!a || !b) throw new Error("two exercises");
    const text = toEditorText([
      { lesson: "09-one", exercise: a, answer: "f(1)\n  + 2" },
      { lesson: "09-one", exercise: b, answer: ["y", "x"] },
    ]);
    const back = fromEditorText(`// my notes\n${text}`.replaceAll("\n", "\r\n"));
    expect(back).toEqual([
      { lesson: "09-one", id: "a", version: 1, text: "f(1)\n  + 2" },
      { lesson: "09-one", id: "b", version: 1, text: '["y","x"]' },
    ]);
    expect(answerFrom(b, back[1]?.text ?? "")).toEqual({ answer: ["y", "x"] });
    expect(answerFrom(b, "y, x")).toHaveProperty("problem");
  });

  test("an id that the exercise does not have is named beside those that it has", () => {
    const [, b] = exercises;
    if (!b) throw new Error("two exercises");
    expect(answerFrom(b, '["y", "zzz"]')).toEqual({ problem: expect.stringMatching(/^got "zzz", expected ".*"/) });
  });

  test("a line above an answer that somebody touched is found, and lines of code are not", () => {
    const text = [
      "// === 09-one/a v1 ===",
      "if (a === b/c) f()",
      "// a === b",
      "== 09-one/b v1 ===",
      "// === 09-one/b v ===",
    ];
    expect(damagedHeads(text.join("\r\n"))).toEqual([
      { line: 4, text: "== 09-one/b v1 ===" },
      { line: 5, text: "// === 09-one/b v ===" },
    ]);
  });
});
