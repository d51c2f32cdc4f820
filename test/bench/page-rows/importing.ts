/** A real filesystem's reverse map with a million rows: what a reader waits for who brings it along. */
import type { Page } from "../../support/page.ts";
import { median } from "../measure.ts";
import { type Edit, editToRoute, write } from "./cells.ts";
import { LONG, lesson, on, type PageRow } from "./lab.ts";

const NR_ROWS = 1_000_000;
const YOUR_MACHINE = "lessons/12-your-machine.html";

/** What `xfs_io -c fsmap` prints: every fifth row is free, the others belong to 1,000 files in turn. One expression, for cells too. */
const FSMAP_TEXT = `(() => {
let text = "";
for (let i = 0, at = 0, n = 0; i < ${NR_ROWS}; i++, at += n) {
n = 8 * (1 + ((i * 7919) % 13));
const from = 1024 * Math.floor(i / 1000), end = from + n - 1;
const owner = i % 5 === 4 ? "free space" : "inode " + (131 + (i % 1000)) + " data " + from + ".." + end;
text += "\\t" + i + ": 259:0 [" + at + ".." + (at + n - 1) + "]: " + owner + " " + n + "\\n";
}
return text })()`;

/** Gives a file to "Your machine" as a reader does who chooses one, and waits for the machine. */
async function choose(page: Page): Promise<{ ms: number; contents: string }> {
  await page.inject(`globalThis.fsmapText = ${FSMAP_TEXT}`);
  return page.evaluate(async () => {
    const input = document.querySelector<HTMLInputElement>('.your-machine input[type="file"]');
    const result = document.querySelector(".your-machine-result");
    if (!input || !result) throw new Error("the page takes no files");
    const { fsmapText } = globalThis as never as { fsmapText: string };
    const files = new DataTransfer();
    files.items.add(new File([fsmapText], "fsmap.txt"));
    const start = performance.now();
    const done = new Promise<number>((end) => {
      new MutationObserver((_changes, watcher) => {
        if (result.querySelector("[data-contents]") === null) return;
        watcher.disconnect();
        requestAnimationFrame(() => setTimeout(() => end(performance.now() - start)));
      }).observe(result, { childList: true, subtree: true });
    });
    input.files = files.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    const ms = await done;
    return { ms, contents: result.querySelector("[data-contents]")?.textContent ?? "" };
  });
}

const importing: PageRow = {
  name: "import",
  means: "A file with a million rows of a reverse map, from choosing it to the machine that can be drawn and failed.",
  unit: "s",
  atMost: 2,
  mostRounds: 5,
  round: async (lab) =>
    on(await lesson(lab, YOUR_MACHINE), async (page) => {
      await page.waitFor(".your-machine input[type=file]", LONG);
      const { ms, contents } = await choose(page);
      const wanted = "1 pmem device, 1 mount, 800 files";
      if (!contents.startsWith(wanted)) throw new Error(`the machine has ${contents} of ${wanted}`);
      return ms / 1000;
    }),
};

const MACHINE = "page";
const FAILING = "overwritten";
const IMPORT = `const ${MACHINE} = importMachine({ fsmap: ${FSMAP_TEXT} })`;

/** Where a row begins on the device, and the number of the file that has it; by the rule of the text. */
function rowAt(row: number): { offBytes: number; inode: number } {
  let sectors = 0;
  for (let i = 0; i < row; i++) sectors += 8 * (1 + ((i * 7919) % 13));
  return { offBytes: 512 * sectors, inode: 131 + (row % 1000) };
}

/** Pages of some files, from all over the device. */
const EDITS: readonly Edit[] = [100_000, 900_001, 300_002, 700_003].map(rowAt).map(({ offBytes, inode }) => ({
  text: `const ${FAILING} = ${MACHINE}.fail("pmem0", ${offBytes})`,
  says: `inode-${inode},`,
}));

const editImported: PageRow = {
  name: "edit-imported",
  means:
    "From the key that runs an edited cell to the painted route, where the machine comes from a reverse map with a million rows.",
  unit: "ms",
  atMost: 50,
  mostRounds: 3,
  isCold: true,
  roundMs: 120_000,
  note: "The hash of the whole state, which every state that is shown carries, took a quarter of it: a group of the reverse map keeps its digest until it changes.",
  round: async (lab) =>
    on(await lesson(lab), async (page) => {
      await write(page, MACHINE, IMPORT);
      const section = `section[data-cell="${MACHINE}"]`;
      await page.waitFor(`${section}[data-state="running"]`, LONG);
      await page.waitFor(`${section}:not([data-state="running"])`, LONG);
      const state = await page.attribute(section, "data-state");
      if (state !== "ok") throw new Error(`the cell that imports is ${state}: ${await page.text(section)}`);
      const times: number[] = [];
      for (const it of EDITS) times.push(await editToRoute(page, FAILING, it));
      return median(times.slice(1));
    }),
};

export const IMPORTING_ROWS: readonly PageRow[] = [importing, editImported];
