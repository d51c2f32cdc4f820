/**
 * The program of the single file: puts the page that the address names into place, then starts it as the site does. The
 * file holds everything; nothing is asked of any server, which also works where there is none.
 */
import "../style/site.css";
import { lessons, modules } from "virtual:daxlab/course";
import { beside } from "../page/beside.ts";
import { start } from "../page/main.ts";
import { PAGE_DATA_ID, type PageData } from "../page/page-data.ts";
import { FIRST_PAGE, SINGLE_DATA_ID, type SingleData, type SinglePage } from "./single-data.ts";

function show(page: SinglePage, path: string): void {
  document.title = page.title;
  document.documentElement.dataset.page = page.kind;
  const main = document.querySelector("main");
  if (main && path !== FIRST_PAGE) main.innerHTML = page.main;
  const block = document.createElement("script");
  block.type = "application/json";
  block.id = PAGE_DATA_ID;
  document.body.append(block);
}

/** The index as an address that can be fetched without a server. Its entries lead into this file. */
function searchAddress({ search }: SingleData): string {
  const entries = search.map((it) => ({ ...it, href: new URL(it.href, location.href).href }));
  return URL.createObjectURL(new Blob([JSON.stringify(entries)], { type: "application/json" }));
}

async function open(): Promise<void> {
  const all = JSON.parse(document.getElementById(SINGLE_DATA_ID)?.textContent ?? "") as SingleData;
  const asked = new URLSearchParams(location.search).get("page") ?? FIRST_PAGE;
  const path = Object.hasOwn(all.pages, asked) ? asked : "404.html";
  const page = all.pages[path];
  if (page === undefined) return;
  show(page, path);
  const search = searchAddress(all);
  const data = JSON.parse(page.data) as PageData;
  const block = document.getElementById(PAGE_DATA_ID);
  if (block) block.textContent = JSON.stringify({ ...data, search });
  document.querySelector("[data-search]")?.setAttribute("data-search", search);
  for (const module of page.modules) await modules[module]?.();
  const lesson = await lessons[data.lesson]?.();
  await start(lesson ?? null);
  beside();
  // The browser looked for the address's part before it was there.
  if (/^#[\w-]+$/.test(location.hash)) document.getElementById(location.hash.slice(1))?.scrollIntoView();
}

void open();
