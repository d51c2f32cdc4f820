/** What every page does beside its lesson, after everything else: hover cards of terms, the search page, offline copy. */
import { besideStrings } from "../i18n/beside.ts";
import { offlineCopy } from "./offline.ts";
import { searchBox } from "./search-box.ts";
import { stageView } from "./stage-view.ts";
import { termCards } from "./term-cards.ts";

const REST_MS = 2000;

export async function beside(): Promise<void> {
  termCards(document);
  stageView(document);
  const strings = await besideStrings(document.querySelector<HTMLElement>(".page-tools")?.lang ?? "");
  const search = document.querySelector("[data-search]");
  const index = search?.getAttribute("data-search") ?? "";
  if (search && index !== "") void searchBox(search, new URL(index, document.baseURI), strings);
  const own = document.querySelector<HTMLElement>("[data-your-machine]");
  if (own) void import("./ui/own-machine.ts").then((it) => it.mountOwnMachine(own));
  // Fetching the whole course is for when the page has come to rest.
  if (import.meta.env.PROD) setTimeout(() => offlineCopy(document, strings), REST_MS);
}
