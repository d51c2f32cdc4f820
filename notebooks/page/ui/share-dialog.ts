/** A link with the reader's cells, as text and as a QR code for a class; the page, its data, or both as a file. */
import { html, nothing } from "lit-html";
import { countForks } from "../kept-forks.ts";
import { shortHash } from "../release-data.ts";
import { LONG_LINK, linkOf, type Shared } from "../share.ts";
import { openDialog } from "./dialog.ts";
import { download } from "./files.ts";
import { ForkKeeper } from "./fork-keeper.ts";
import type { LessonView } from "./lesson-view.ts";

export function sharedOf(view: LessonView): Shared {
  const { notebook, data } = view.context;
  const engine = shortHash(data.engine);
  const shared: Shared = { v: 1, nb: data.lesson, hash: data.hash, cells: notebook.edits(), engine };
  if (notebook.seed !== data.seed) shared.seed = notebook.seed;
  const forks = new ForkKeeper(view.context.keep, data.lesson).all;
  if (Object.keys(forks).length > 0) shared.forks = forks;
  const at = view.openedTime;
  return at === null ? shared : { ...shared, cell: at.slug, step: at.event };
}

export function openShare(view: LessonView): void {
  view.flush();
  const { strings, announcer, data } = view.context;
  const words = strings.share;
  const dialog = openDialog(words.title, strings);
  const shared = sharedOf(view);
  let link = "";
  let code: { svg: string } | { problem: string } | null = null;
  const copy = async () => {
    await navigator.clipboard?.writeText(link).then(
      () => announcer.say(strings.cell.copied),
      () => dialog.element.querySelector<HTMLInputElement>("[data-link]")?.select(),
    );
  };
  const showCode = async () => {
    const { qrSvg } = await import("./qr.ts");
    const svg = qrSvg(link);
    code = svg === null ? { problem: words.qrTooLong } : { svg };
    draw();
  };
  const save = async (kind: "html" | "json" | "zip") => {
    const { pageFile, dataFile, zipFile } = await import("./downloads.ts");
    if (kind === "html") download(`${data.lesson}.html`, await pageFile(view), "text/html");
    else if (kind === "json") download(`${data.lesson}.json`, dataFile(view), "application/json");
    else download(`${data.lesson}.zip`, await zipFile(view), "application/zip");
  };
  const button = (action: string, text: string, run: () => void) =>
    html`<button type="button" class="cell-button" data-action=${action} @click=${run}>${text}</button> `;
  const draw = () =>
    dialog.draw(html`<p>${words.intro(Object.keys(shared.cells).length, countForks(shared.forks))}</p>
      <label class="cell-link">${words.link} <input type="text" readonly dir="ltr" data-link .value=${link}
        @focus=${(event: Event) => (event.target as HTMLInputElement).select()}></label>
      ${link.length > LONG_LINK ? html`<p class="notice" data-notice="long">${words.long(link.length)}</p>` : nothing}
      <p>${button("copy-link", words.copy, () => void copy())} ${button("qr", words.qr, () => void showCode())}</p>
      ${code === null ? nothing : "problem" in code ? html`<p>${code.problem}</p>` : html`<div class="qr" role="img" aria-label=${words.qrLabel} .innerHTML=${code.svg}></div>`}
      <p>${button("save-html", words.downloadHtml, () => void save("html"))}
        ${button("save-json", words.downloadJson, () => void save("json"))}
        ${button("save-zip", words.downloadZip, () => void save("zip"))}</p>`);
  draw();
  void linkOf(shared).then((fragment) => {
    const url = new URL(location.href);
    const { cells, seed, cell, forks } = shared;
    const isPlain = Object.keys(cells).length === 0 && seed === undefined && cell === undefined && forks === undefined;
    // A page that runs on a released engine stays on it; a link with cells names it inside.
    const engine = url.searchParams.get("engine");
    url.search = isPlain && engine ? `engine=${engine}` : "";
    url.hash = isPlain ? "" : fragment;
    link = url.href;
    draw();
  });
}
