/**
 * The lesson for a projector: large type, one part at a time in sight. Behind the curtain is what the class is to find
 * out: feedback, hints, solutions, the runs that exercises show, and answers given before. Page Up and Page Down, which
 * presenters' remotes send, go from part to part; their key for a black screen, B or the full stop, moves the curtain.
 */
import { html, render } from "lit-html";
import { exerciseKey } from "../../exercises/progress.ts";
import type { PageContext } from "./cell-context.ts";
import { progressOf } from "./progress-keeper.ts";
import { spoken } from "./spoken.ts";

const HEADINGS = ".notebook :is(h1, h2, h3)";
/** With their own headings inside. */
const WHOLE = "section.cell:not(.prose), section[data-exercise]";

const isTyping = ({ target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean =>
  ctrlKey || metaKey || altKey || (target as HTMLElement).matches("input, textarea, select, [contenteditable=true]");

/** Exercises with an answer from before: until the curtain is lifted the class sees the question alone. */
function coverAnswers({ data, keep }: PageContext): void {
  const { done } = progressOf(keep).now;
  for (const it of document.querySelectorAll<HTMLElement>("section[data-exercise]")) {
    it.toggleAttribute("data-answered", Object.hasOwn(done, exerciseKey(data.lesson, it.dataset.exercise ?? "")));
  }
}

export function startProjector(context: PageContext): void {
  const { strings, announcer, preferences } = context;
  const root = document.documentElement;
  if (root.dataset.projector !== undefined) return;
  const words = strings.shell;
  root.dataset.projector = "";
  root.dataset.curtain = "";
  coverAnswers(context);
  const bar = document.createElement("div");
  bar.className = "projector-bar";
  spoken(bar, strings);
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", words.projector);
  document.body.append(bar);
  const parts = [...document.querySelectorAll<HTMLElement>(`${HEADINGS}, ${WHOLE}`)].filter(
    (it) => it.offsetParent !== null && (it.matches(WHOLE) || it.closest(WHOLE) === null),
  );
  let at = -1;
  const go = (by: 1 | -1) => {
    at = Math.max(0, Math.min(parts.length - 1, at + by));
    const part = parts[at];
    part?.setAttribute("tabindex", "-1");
    part?.focus({ preventScroll: true });
    part?.scrollIntoView({ block: "start" });
  };
  const curtain = () => {
    root.toggleAttribute("data-curtain");
    draw();
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === "PageDown") go(1);
    else if (event.key === "PageUp") go(-1);
    else if (event.key === "Escape" && !event.defaultPrevented) leave();
    else if (/^[b.]$/i.test(event.key) && preferences.singleKeys && !isTyping(event)) curtain();
    else return;
    event.preventDefault();
  };
  const leave = () => {
    delete root.dataset.projector;
    delete root.dataset.curtain;
    document.removeEventListener("keydown", keys);
    bar.remove();
    document.querySelector<HTMLElement>('[data-open="projector"]')?.focus();
  };
  const button = (action: string, text: string, run: () => void) =>
    html`<button type="button" class="cell-button" data-action=${action} @click=${run}>${text}</button> `;
  const draw = () =>
    render(
      html`${button("previous-part", words.previousPart, () => go(-1))} ${button("next-part", words.nextPart, () => go(1))}
        ${button("curtain", root.hasAttribute("data-curtain") ? words.curtain : words.curtainDown, curtain)}
        ${button("leave-projector", words.leaveProjector, leave)}`,
      bar,
    );
  draw();
  document.addEventListener("keydown", keys);
  announcer.say(words.projectorNote);
}
