/** What the single file carries: every page of the site as data. Written by cli/single-file.ts, read by single-page.ts. */
import type { SearchEntry } from "../page/page-data.ts";

export const SINGLE_DATA_ID = "daxlab-pages";

export interface SinglePage {
  title: string;
  kind: string;
  /** Everything inside of `<main>`; links to other pages are `?page=…` already. */
  main: string;
  /** Text of the page's JSON block. */
  data: string;
  /** Modules that this page asks for beside the usual ones. */
  modules: readonly string[];
}

export interface SingleData {
  v: 1;
  /** By path from the site's root, such as "lessons/05-the-slot.html". */
  pages: Readonly<Record<string, SinglePage>>;
  search: readonly SearchEntry[];
}

/** The page that opens without `?page=`. */
export const FIRST_PAGE = "index.html";

/** The address of a page within the single file. */
export const pageAddress = (path: string, hash = ""): string => `?page=${path}${hash}`;
