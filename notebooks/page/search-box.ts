/** The search page: a box that answers while one types, on the index that the build wrote. `?q=` fills it. */
import type { BesideStrings } from "../i18n/beside.ts";
import type { SearchEntry } from "./page-data.ts";
import { excerptOf, findEntries } from "./search.ts";

export async function searchBox(place: Element, address: URL, strings: BesideStrings): Promise<void> {
  const input = document.createElement("input");
  const label = document.createElement("label");
  const status = document.createElement("p");
  const list = document.createElement("ol");
  input.type = "search";
  input.value = new URLSearchParams(location.search).get("q") ?? "";
  label.className = "search-field";
  label.append(strings.searchFor, input);
  label.lang = strings.tag;
  status.lang = strings.tag;
  status.setAttribute("role", "status");
  list.className = "search-results";
  place.replaceChildren(label, status, list);
  let entries: readonly SearchEntry[] = [];
  const draw = (): void => {
    const found = findEntries(entries, input.value);
    status.textContent = input.value.trim() === "" ? "" : strings.found(found.length);
    list.replaceChildren(...found.map((it) => result(it, address, input.value)));
  };
  input.addEventListener("input", draw);
  try {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(answer.statusText);
    entries = (await answer.json()) as SearchEntry[];
    draw();
  } catch {
    status.textContent = strings.searchFailed;
  }
}

function result(entry: SearchEntry, address: URL, query: string): HTMLLIElement {
  const item = document.createElement("li");
  const link = document.createElement("a");
  const text = document.createElement("p");
  link.href = new URL(entry.href, address).href;
  link.textContent = entry.part === undefined ? entry.title : `${entry.title}: ${entry.part}`;
  text.textContent = excerptOf(entry.text, query);
  item.append(link, text);
  return item;
}
