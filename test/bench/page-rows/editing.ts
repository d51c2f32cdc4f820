/** What a reader waits for after doing something to a cell. */
import type { Page } from "../../support/page.ts";
import { LONG, lesson, on, type PageRow } from "./lab.ts";

const CELL = "disk";
/** The cell whose machine the route below it shows, and the one before it. */
const FAILING = "overwritten";
const MACHINE = "page";

/** Runs a cell by its button and gives the time until its state is one of `ends`, painted. */
const runCell = (page: Page, slug: string, ends: readonly string[]): Promise<number> =>
  page.evaluate(
    async (it: { slug: string; ends: readonly string[] }) => {
      const section = document.querySelector<HTMLElement>(`section[data-cell="${it.slug}"]`);
      const button = [...(section?.querySelectorAll("button") ?? [])].find((one) => /run/i.test(one.textContent ?? ""));
      if (!section || !button) throw new Error(`no cell ${it.slug} with a Run button`);
      const start = performance.now();
      const done = new Promise<number>((end) => {
        let ran = false;
        new MutationObserver((_changes, watcher) => {
          const state = section.dataset.state ?? "";
          ran ||= state === "running" || state === "queued";
          if (!ran || !it.ends.includes(state)) return;
          watcher.disconnect();
          requestAnimationFrame(() => setTimeout(() => end(performance.now() - start)));
        }).observe(section, { attributes: true, attributeFilter: ["data-state"] });
      });
      button.click();
      return done;
    },
    { slug, ends },
  );

/** Replaces the text of a cell in its editor. */
async function replace(page: Page, slug: string, text: string): Promise<void> {
  const section = `section[data-cell="${slug}"]`;
  const isOpen = (await page.count(`${section} .cm-content`)) > 0;
  await page.click(isOpen ? `${section} .cm-content` : `${section} pre.code`);
  await page.waitFor(`${section} .cm-focused`, LONG);
  await page.press("Mod+a");
  await page.type(text);
}

/** Replaces the text of a cell in its editor and runs it by key. */
async function write(page: Page, slug: string, text: string): Promise<void> {
  await replace(page, slug, text);
  await page.press("Mod+Enter");
}

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
      return performance.now() - start;
    },
    { endless, other },
  );

const run: PageRow = {
  name: "run",
  means: "From pressing Run to the painted answer of a cell, its route included.",
  unit: "ms",
  atMost: 50,
  round: async (lab) =>
    on(await lesson(lab), async (page) => {
      await runCell(page, CELL, ["ok", "error"]);
      return runCell(page, CELL, ["ok", "error"]);
    }),
};

/** Starts a clock at the next Mod+Enter, which stops when the figure below a cell was drawn anew and painted. */
const watchRoute = (page: Page, slug: string): Promise<void> =>
  page.evaluate((cell: string) => {
    let route = document.querySelector(`section[data-cell="${cell}"]`)?.nextElementSibling ?? null;
    while (route !== null && route.querySelector(".figure-drawing") === null) route = route.nextElementSibling;
    if (route === null) throw new Error(`there is no figure below ${cell}`);
    const watched = route;
    delete document.body.dataset.routeMs;
    const begin = (event: KeyboardEvent): void => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      removeEventListener("keydown", begin, true);
      const start = performance.now();
      const end = (): void => {
        document.body.dataset.routeMs = String(performance.now() - start);
      };
      new MutationObserver((_changes, watcher) => {
        watcher.disconnect();
        requestAnimationFrame(() => setTimeout(end));
      }).observe(watched, { childList: true, subtree: true, attributes: true, characterData: true });
    };
    addEventListener("keydown", begin, true);
  }, slug);

/** Writes a text into a cell, runs it by key, and gives the time from the key to the painted route below it. */
async function editToRoute(page: Page, slug: string, text: string): Promise<number> {
  await replace(page, slug, text);
  await watchRoute(page, slug);
  await page.press("Mod+Enter");
  await page.waitFor("body[data-route-ms]", LONG);
  await page.waitFor(`section[data-cell="${slug}"][data-state="ok"]`, LONG);
  return Number(await page.attribute("body", "data-route-ms"));
}

const edit: PageRow = {
  name: "edit",
  means: "From the key that runs an edited cell to the new route in the figure below it, painted.",
  unit: "ms",
  atMost: 50,
  round: async (lab) =>
    on(await lesson(lab), async (page) => {
      const failing = (owner: string) => `const ${FAILING} = people(two).fail("pmem0", page.${owner})`;
      await editToRoute(page, FAILING, failing("ofBob"));
      return editToRoute(page, FAILING, failing("ofAnn"));
    }),
};

/** A machine of a reverse map of a million rows, made where it is used: a cell of a lesson is no place for the text. */
const IMPORT = `const ${MACHINE} = (() => {
  const rows = []
  for (let i = 0, at = 0; i < 1000000; i++) {
    const len = 8 * (1 + ((i * 7919) % 13))
    const from = 1024 * Math.floor(i / 1000)
    const owner = i % 5 === 4 ? "free space" : \`inode \${131 + (i % 1000)} data \${from}..\${from + len - 1}\`
    rows.push(\`\\t\${i}: 259:0 [\${at}..\${at + len - 1}]: \${owner} \${len}\`)
    at += len
  }
  return importMachine({ fsmap: rows.join("\\n") + "\\n" })
})()`;

const editImported: PageRow = {
  name: "edit-imported",
  means: "The same, where the machine comes from a real filesystem's reverse map with a million rows.",
  unit: "ms",
  atMost: 50,
  mostRounds: 3,
  round: async (lab) =>
    on(await lesson(lab), async (page) => {
      const failing = (number: number) => `const ${FAILING} = ${MACHINE}.fail("pmem0", ${number} * 40960)`;
      await write(page, MACHINE, IMPORT);
      await page.waitFor(`section[data-cell="${MACHINE}"][data-state="ok"]`, { timeoutMs: 120_000 });
      await editToRoute(page, FAILING, failing(1));
      await editToRoute(page, FAILING, failing(2));
      return editToRoute(page, FAILING, failing(3));
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
        const input = document.querySelector<HTMLInputElement>('section[data-cell="time"] input[type=range]');
        if (!input) throw new Error("no timeline");
        input.scrollIntoView();
        const frame = () => new Promise<void>((next) => requestAnimationFrame(() => next()));
        await frame();
        const start = performance.now();
        input.stepDown();
        input.dispatchEvent(new Event("input", { bubbles: true }));
        await frame();
        await new Promise((next) => setTimeout(next));
        return performance.now() - start;
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
      await runCell(page, CELL, ["ok", "error"]);
      await write(page, "lines", "for (;;) {}");
      await page.waitFor('section[data-cell="lines"][data-state="running"] [data-action="stop"]', LONG);
      return stopAndAsk(page, "lines", CELL);
    }),
};

export const EDITING_ROWS: readonly PageRow[] = [run, edit, editImported, step, kill];
