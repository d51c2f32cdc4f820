/** What it takes until a page answers: time, beside a worker without wasm, and bytes. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { DIST } from "../../support/site.ts";
import { median } from "../measure.ts";
import { answeredMs, LESSON, LONG, lesson, on, type PageLab, type PageRow, part } from "./lab.ts";

const SLOWDOWN = 4;
const BYTES_PER_KB = 1000;

const ready: PageRow = {
  name: "ready",
  means: `From the page's first script to the first answer of its engine, on a processor ${SLOWDOWN} times slower.`,
  unit: "ms",
  atMost: 300,
  note: "The first answer waits for layouts of the whole lesson and for the frame of the workers, which has a process of its own. Neither leaving more of the lesson out of the first layout, nor plain line breaks in it, nor a frame that starts with the document made a difference beyond the spread.",
  round: async (lab) =>
    on(await lesson(lab, LESSON, SLOWDOWN), async (page) => {
      const answer = await answeredMs(page);
      const first = await page.evaluate(() => {
        const scripts = performance.getEntriesByType("resource").filter((it) => /\.js$/.test(it.name));
        return Math.min(...scripts.map((it) => it.startTime));
      });
      return answer - first;
    }),
};

interface First {
  ms: number;
  answer: string;
}

const firstOf = async (lab: PageLab, kind: "wasm" | "plain"): Promise<First> =>
  on(await part(lab, `first.html?worker=${kind}`), async (page) => {
    await page.waitFor("body[data-answered-ms]", LONG);
    const { answeredMs: ms = "", answer = "" } = await page.evaluate(() => ({ ...document.body.dataset }));
    return { ms: Number(ms), answer };
  });

/** One opening of a page is at the mercy of whatever else a machine does: a round is the median of so many. */
const PAIRS = 5;

/** Both pages once, in turn the one or the other first. */
async function firstPair(lab: PageLab, isPlainFirst: boolean): Promise<number> {
  const early = isPlainFirst ? await firstOf(lab, "plain") : null;
  const wasm = await firstOf(lab, "wasm");
  const plain = early ?? (await firstOf(lab, "plain"));
  if (wasm.answer !== plain.answer || !wasm.answer.startsWith("[1,")) {
    throw new Error(`first-answer: the engine says ${wasm.answer}, the plain model ${plain.answer}`);
  }
  return wasm.ms / plain.ms;
}

const firstAnswer: PageRow = {
  name: "first-answer",
  means:
    "From navigation to the first answer, beside the same page with a worker of the same size that has no wasm: it answers the same question by a plain JavaScript model.",
  unit: "×",
  atMost: 1.2,
  async round(lab) {
    const ratios: number[] = [];
    for (let i = 0; i < PAIRS; i++) ratios.push(await firstPair(lab, i % 2 === 0));
    return median(ratios);
  },
};

const firstLoad: PageRow = {
  name: "first-load",
  means: "JavaScript and wasm that a lesson has fetched when its first cell has answered, as a server sends it (gzip).",
  unit: "kB",
  atMost: 80,
  mostRounds: 1,
  isCold: true,
  round: async (lab) =>
    on(await lesson(lab), async (page) => {
      const answer = await answeredMs(page);
      const asked = await page.evaluate(() =>
        performance.getEntriesByType("resource").map(({ name, startTime }) => ({ name, startTime })),
      );
      const files = asked
        .filter((it) => it.startTime <= answer && /\.(js|wasm)$/.test(it.name))
        .map((it) => decodeURIComponent(new URL(it.name).pathname));
      const bytes = [...new Set(files)].map((it) => gzipSync(readFileSync(join(DIST, it)), { level: 9 }).length);
      return bytes.reduce((sum, it) => sum + it, 0) / BYTES_PER_KB;
    }),
};

export const OPENING_ROWS: readonly PageRow[] = [ready, firstAnswer, firstLoad];
