import fc from "fast-check";
import { expect, test } from "vitest";
import { type Say, sideBySide } from "./side-by-side.ts";

/** Each task's words in one row of what was written, whichever task speaks next in `turns`. */
async function written(words: readonly string[][], turns: readonly number[]): Promise<string[]> {
  const heard: string[] = [];
  const ears: { say: Say; end: () => void }[] = [];
  const task = (index: number) => (say: Say) =>
    new Promise<void>((end) => {
      ears[index] = { say, end };
    });
  const all = sideBySide(
    words.map((_, index) => task(index)),
    (text) => heard.push(text),
  );
  const left = words.map((own) => [...own]);
  for (const turn of [...turns, ...words.flatMap((own, index) => own.map(() => index))]) {
    const word = left[turn]?.shift();
    if (word !== undefined) ears[turn]?.say(word);
    if (left[turn]?.length === 0) ears[turn]?.end();
    await Promise.resolve();
  }
  for (const { end } of ears) end();
  await all;
  return heard;
}

const WORDS = [["a1 ", "a2 "], ["b1 ", "b2 ", "b3 "], [], ["c1 "]];

test("whatever the order in which tasks speak and end, their words stand one task after the other", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(WORDS.length - 1), { maxLength: 12 }), async (turns) => {
      expect((await written(WORDS, turns)).join("")).toBe("a1 a2 b1 b2 b3 c1 ");
    }),
  );
});

test("the first task is heard at once, the second when the first has ended, results in the order of the tasks", async () => {
  const heard: string[] = [];
  let endFirst = () => {};
  const first = (say: Say) =>
    new Promise<number>((done) => {
      say("one ");
      endFirst = () => done(1);
    });
  const second = async (say: Say) => {
    say("two ");
    return 2;
  };
  const all = sideBySide([first, second], (text) => heard.push(text));
  await new Promise(setImmediate);
  expect(heard).toEqual(["one "]);
  endFirst();
  expect(await all).toEqual([1, 2]);
  expect(heard).toEqual(["one ", "two "]);
});
