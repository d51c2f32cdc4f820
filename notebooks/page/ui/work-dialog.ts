/** The reader's work on this device: whether it is saved, all of it as a file and back, and a reset of the page. */
import { html, nothing } from "lit-html";
import { exportWork, type Imported, importWork, MOST_BYTES } from "../keep-export.ts";
import { linkOf, type Shared, sharedInFile } from "../share.ts";
import type { PageContext } from "./cell-context.ts";
import { openDialog } from "./dialog.ts";
import { chooseText, download } from "./files.ts";
import type { LessonView } from "./lesson-view.ts";
import { timeText } from "./times.ts";

/** A downloaded notebook opens as its link would: it shows what it changes, and asks. */
async function openShared(shared: Shared, { data }: PageContext, view: LessonView | null): Promise<void> {
  const lesson = data.lessons.find((it) => it.slug === shared.nb);
  if (view && data.lesson === shared.nb) {
    const { followLink } = await import("./opened-link.ts");
    return followLink(await linkOf(shared), view);
  }
  location.assign(`${lesson?.href ?? ""}#${await linkOf(shared)}`);
}

export function openWork(context: PageContext, view: LessonView | null): void {
  const { strings, keep, data } = context;
  const words = strings.keep;
  const dialog = openDialog(words.work, strings);
  let said = "";
  let isAsking = false;
  const edited = () => [...(view?.cells.values() ?? [])].filter((it) => it.now.isEdited);
  const exportAll = () => {
    const text = exportWork(keep, data.course, new Date());
    download(`${data.course}-work.json`, text, "application/json");
  };
  const importAll = async () => {
    const chosen = await chooseText(".json,application/json", MOST_BYTES);
    if (chosen === null) return;
    const { name, text } = chosen;
    if (text === null) return say(words.refused(name, chosen.isTooLarge ? "too-large" : "unreadable"));
    const shared = sharedInFile(text);
    if (shared !== null) {
      if (!data.lessons.some((it) => it.slug === shared.nb)) return say(words.refused(name, "lesson"));
      dialog.close();
      return openShared(shared, context, view);
    }
    const result = importWork(keep, data.course, text);
    for (const [slug, cell] of view?.cells ?? []) {
      const record = keep.read(slug);
      if (record) cell.wroteElsewhere(record);
    }
    say(importedText(name, result));
  };
  const say = (text: string) => {
    said = text;
    draw();
  };
  const importedText = (file: string, result: Imported): string => {
    if (!result.ok) return words.refused(file, result.why);
    const text = words.imported(result.taken, result.older);
    return result.isWhole ? text : `${text} ${words.importPart}`;
  };
  const resetAll = () => {
    for (const cell of edited()) cell.reset();
    isAsking = false;
    draw();
  };
  const ask = (isNow: boolean) => {
    isAsking = isNow;
    draw();
  };
  const button = (action: string, text: string, run: () => void) =>
    html`<button type="button" class="cell-button" data-action=${action} @click=${run}>${text}</button> `;
  const draw = () => {
    const { state } = keep;
    const time = state.kind === "saved" && state.at !== null ? timeText(state.at, strings.tag) : null;
    dialog.draw(html`<p class="save-state" data-saved=${state.kind}>${
      state.kind === "saved" ? words.saved(time) : words.unsaved(state.why)
    }</p>
      <p>${button("export", words.exportAll, exportAll)} ${button("import", words.importAll, () => void importAll())}</p>
      <p role="status">${said}</p>
      ${
        edited().length === 0
          ? nothing
          : isAsking
            ? html`<p>${words.resetAllAsk(edited().length)}
        ${button("reset-all-yes", strings.cell.reset, resetAll)} ${button("reset-all-no", strings.shell.close, () => ask(false))}</p>`
            : html`<p>${button("reset-all", words.resetAll, () => ask(true))}</p>`
      }`);
  };
  draw();
}
