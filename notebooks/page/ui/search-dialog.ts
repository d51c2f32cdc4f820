/** Search over the whole course, on this device: the index is fetched when the dialog opens. */
import { html, nothing } from "lit-html";
import type { SearchEntry } from "../page-data.ts";
import { excerptOf, findEntries } from "../search.ts";
import type { PageContext } from "./cell-context.ts";
import { openDialog } from "./dialog.ts";

export async function openSearch({ data, strings, announcer }: PageContext): Promise<void> {
  if (data.search === undefined) return;
  const words = strings.shell;
  const index = new URL(data.search, location.href);
  const dialog = openDialog(words.search, strings);
  let entries: readonly SearchEntry[] = [];
  let query = "";
  const draw = (problem = "") => {
    const found = findEntries(entries, query);
    const count = query.trim() === "" ? "" : found.length === 0 ? words.searchNone : words.searchResults(found.length);
    dialog.draw(html`<label class="search-label">${words.searchHint}
        <input type="search" class="search-box" .value=${query} @input=${(event: InputEvent) => {
          query = (event.target as HTMLInputElement).value;
          draw();
        }}></label>
      <p role="status">${problem || count}</p>
      <ul class="search-results">${found.map(
        (it) =>
          html`<li><a href=${new URL(it.href, index).href} @click=${dialog.close}>${it.title}${
            it.part ? html` · ${it.part}` : nothing
          }</a><p>${excerptOf(it.text, query)}</p></li>`,
      )}</ul>`);
  };
  draw();
  dialog.element.querySelector<HTMLElement>("input")?.focus();
  try {
    const answer = await fetch(index);
    if (!answer.ok) throw new Error(answer.statusText);
    entries = (await answer.json()) as SearchEntry[];
    draw();
  } catch {
    draw(words.searchFailed);
    announcer.say(words.searchFailed);
  }
}
