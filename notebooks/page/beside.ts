/** What every page does beside its lesson, after everything else: hover cards of terms, offline copy, new versions. */
import { besideStringsEn } from "../i18n/beside.ts";
import { offlineCopy } from "./offline.ts";
import { termCards } from "./term-cards.ts";

export function beside(): void {
  termCards(document);
  if (import.meta.env.PROD) offlineCopy(document, besideStringsEn);
}
