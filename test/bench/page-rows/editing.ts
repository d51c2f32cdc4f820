/** What a reader waits for after doing something to a cell. */
import type { Page } from "../../support/page.ts";
import { median } from "../measure.ts";
import { type Edit, editToRoute, runCell, write } from "./cells.ts";
import { LONG, lesson, on, type PageRow } from "./lab.ts";

const CELL = "disk";
/** The cell whose machine the route below it shows. */
const FAILING = "overwritten";

/** From pressing Stop to the answer that another cell then gives. */
const stopAndAsk = (page: Page, endless: string, other: string): Promise<number> =>
  page.evaluate(
    async (it: { endless: string; other: string }) => {
      const section = (slug: string) => document.querySelector<HTMLElement>(`section[data-cell="${slug}"]`);
      const reached = (slug: string, wanted: readonly string[]): Promise<void> =>
        new Promise((end) => {
          const element = section(slug);
          const look = (): boolean => wanted.includes(element?.dataset.state ?? "");
          if (element === null || look()) return end();
          new MutationObserver((_changes, watcher) => {
            if (!look()) return;
            watcher.disconnect();
            end();
          }).observe(element, { attributes: true, attributeFilter: ["data-state"] });
        });
      const button = (root: ParentNode | null, action: string): HTMLButtonElement => {
        const found = root?.querySelector<HTMLButtonElement>(`[data-action="${action}"]`);
        if (!found) throw new Error(`no button "${action}"`);
        return found;
      };
      const start = performance.now();
      button(section(it.endless), "stop").click();
      await reached(it.endless, ["stopped"]);
      button(section(it.other), "run").click();
      await reached(it.other, ["running", "queued"]);
      await reached(it.other, ["ok", "error"]);
      const ms = performance.now() - start;
      if (section(it.other)?.dataset.state !== "ok") throw new Error(`${it.other} did not answer`);
      return ms;
    },
    { endless, other },
  );

const run: PageRow = {
  name: "run",
  means: "From pressing Run to the painted answer of a cell.",
  unit: "ms",
  atMost: 50,
  round: async (lab) =>
    on(await lesson(lab), async (page) => {
      await runCell(page, CELL);
      const times: number[] = [];
      for (let i = 0; i < 3; i++) times.push(await runCell(page, CELL));
      return median(times);
    }),
};

/** The one page and the other, in turn. */
const EDITS: readonly Edit[] = [
  { text: `const ${FAILING} = people(two).fail("pmem0", page.ofBob)`, says: "bob was told" },
  { text: `const ${FAILING} = people(two).fail("pmem0", page.ofAnn)`, says: "ann, whose page it was, was not told" },
];

const edit: PageRow = {
  name: "edit",
  means: "From the key that runs an edited cell to the new route in the figure below it, painted.",
  unit: "ms",
  atMost: 50,
  round: async (lab) =>
    on(await lesson(lab), async (page) => {
      const times: number[] = [];
      for (const it of [...EDITS, ...EDITS]) times.push(await editToRoute(page, FAILING, it));
      // The first edit also runs what the cell needs.
      return median(times.slice(1));
    }),
};

const step: PageRow = {
  name: "step",
  means: "From an arrow key on the timeline to the painted step.",
  unit: "ms",
  atMost: 50,
  round: async (lab) =>
    on(await lesson(lab, "lessons/01-a-page-goes-bad.html"), async (page) => {
      await page.waitFor('section[data-cell="time"] input[type=range]', LONG);
      return page.evaluate(async () => {
        const cell = document.querySelector<HTMLElement>('section[data-cell="time"]');
        const input = cell?.querySelector<HTMLInputElement>("input[type=range]");
        if (!cell || !input) throw new Error("no timeline");
        input.scrollIntoView();
        const frame = () => new Promise<void>((next) => requestAnimationFrame(() => next()));
        const times: number[] = [];
        for (let i = 0; i < 3; i++) {
          await frame();
          const before = cell.innerHTML;
          const start = performance.now();
          input.stepDown();
          input.dispatchEvent(new Event("input", { bubbles: true }));
          await frame();
          await new Promise((next) => setTimeout(next));
          times.push(performance.now() - start);
          if (cell.innerHTML === before) throw new Error("a step changed nothing on the timeline");
        }
        return times.sort((a, b) => a - b)[1] ?? Number.NaN;
      });
    }),
};

const kill: PageRow = {
  name: "kill",
  means: "A cell runs for ever: from pressing Stop to the next answer, which a fresh engine gives.",
  unit: "ms",
  atMost: 250,
  round: async (lab) =>
    on(await lesson(lab), async (page) => {
      await runCell(page, CELL);
      await write(page, "lines", "for (;;) {}");
      await page.waitFor('section[data-cell="lines"][data-state="running"] [data-action="stop"]', LONG);
      return stopAndAsk(page, "lines", CELL);
    }),
};

export const EDITING_ROWS: readonly PageRow[] = [run, edit, step, kill];
