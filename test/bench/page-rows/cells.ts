/** What a reader does to a cell, and the time until they see what came of it. */
import type { Page } from "../../support/page.ts";
import { LONG } from "./lab.ts";

/** Runs a cell by its button and gives the time until it has answered, painted. */
export const runCell = (page: Page, slug: string): Promise<number> =>
  page.evaluate(async (cell: string) => {
    const section = document.querySelector<HTMLElement>(`section[data-cell="${cell}"]`);
    const button = section?.querySelector<HTMLButtonElement>('[data-action="run"]');
    if (!section || !button) throw new Error(`no cell ${cell} with a Run button`);
    const start = performance.now();
    const done = new Promise<number>((end, fail) => {
      let ran = false;
      new MutationObserver((_changes, watcher) => {
        const state = section.dataset.state ?? "";
        ran ||= state === "running";
        if (!ran || state === "running" || state === "queued") return;
        watcher.disconnect();
        if (state !== "ok") fail(new Error(`${cell} is ${state}`));
        requestAnimationFrame(() => setTimeout(() => end(performance.now() - start)));
      }).observe(section, { attributes: true, attributeFilter: ["data-state"] });
    });
    button.click();
    return done;
  }, slug);

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
export async function write(page: Page, slug: string, text: string): Promise<void> {
  await replace(page, slug, text);
  await page.press("Mod+Enter");
}

/** Starts a clock at the next Mod+Enter, which stops when the figure below a cell was drawn anew and painted. */
const watchRoute = (page: Page, slug: string): Promise<void> =>
  page.evaluate((cell: string) => {
    let route = document.querySelector(`section[data-cell="${cell}"]`)?.nextElementSibling ?? null;
    while (route !== null && route.querySelector(".figure-drawing") === null) route = route.nextElementSibling;
    if (route === null) throw new Error(`there is no figure below ${cell}`);
    const watched = route;
    const caption = (): string => watched.querySelector("figcaption")?.textContent ?? "";
    const before = caption();
    const { dataset } = document.body;
    delete dataset.routeMs;
    const begin = (event: KeyboardEvent): void => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      removeEventListener("keydown", begin, true);
      const start = performance.now();
      const end = (): void => {
        dataset.caption = caption();
        dataset.routeMs = String(performance.now() - start);
      };
      new MutationObserver((_changes, watcher) => {
        if (caption() === before) return;
        watcher.disconnect();
        requestAnimationFrame(() => setTimeout(end));
      }).observe(watched, { childList: true, subtree: true, attributes: true, characterData: true });
    };
    addEventListener("keydown", begin, true);
  }, slug);

/** A text for a cell, and what the route below it must say of its machine. */
export interface Edit {
  text: string;
  says: string;
}

/** Writes a text into a cell, runs it by key, and gives the time from the key to the painted route below it. */
export async function editToRoute(page: Page, slug: string, { text, says }: Edit): Promise<number> {
  await replace(page, slug, text);
  await watchRoute(page, slug);
  await page.press("Mod+Enter");
  await page.waitFor("body[data-route-ms]", { timeoutMs: 15_000, what: `a route that says "${says}"` });
  await page.waitFor(`section[data-cell="${slug}"][data-state="ok"]`, LONG);
  const caption = (await page.attribute("body", "data-caption")) ?? "";
  if (!caption.includes(says)) throw new Error(`the route says "${caption}", not "${says}"`);
  return Number(await page.attribute("body", "data-route-ms"));
}
