/**
 * The built page in the reader's language: what the catalogue knows is said anew in its place, so that links, ids and what
 * scripts look for stay. Lessons are written in English; of their pages only the frame speaks.
 */
import { loadPageSpeech, type PageSpeech } from "../i18n/pages.ts";

const FRAME = ".skip, .site-header a, .site-footer :is(a, span)";
const OWN = "main :is(h1, h2, p, a, span)";

/** As an author writes it: one space where a line ends. */
export const wordsOf = (element: Element): string => element.innerHTML.trim().replace(/\s+/g, " ");

export async function speakPage(tag: string): Promise<void> {
  const speech = await loadPageSpeech(tag);
  if (speech === null) return;
  const isLesson = document.documentElement.dataset.page === "lesson";
  for (const it of document.querySelectorAll<HTMLElement>(isLesson ? FRAME : `${FRAME}, ${OWN}`)) {
    say(it, speech.page(wordsOf(it)), speech);
  }
  if (isLesson) return;
  const [head, ...rest] = document.title.split(" · ");
  document.title = [speech.page(head ?? "") ?? head, ...rest].join(" · ");
  for (const it of document.querySelectorAll<HTMLElement>(".glossary > div")) sayTerm(it, speech);
  const hero = document.querySelector<HTMLElement>(".hero-figure");
  if (hero) hero.innerHTML = (await import("../figures/home-thread.ts")).homeThread().markup();
}

function say(element: HTMLElement, words: string | undefined, { tag, direction }: PageSpeech): void {
  if (words === undefined) return;
  element.innerHTML = words;
  element.lang = tag;
  element.dir = direction;
}

function sayTerm(entry: HTMLElement, speech: PageSpeech): void {
  const words = speech.term(entry.querySelector("dfn")?.textContent ?? "");
  const text = entry.querySelector<HTMLElement>(":scope > dd");
  if (words === undefined || text === null) return;
  say(text, words.text, speech);
  const unit = entry.querySelector<HTMLElement>(".unit > span + span");
  if (unit) say(unit, words.unit, speech);
}
