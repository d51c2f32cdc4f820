/**
 * A value on the page that can be unfolded and paged through by keyboard and touch. It writes what the static page
 * writes (`../values.ts`); a part is written when it is unfolded, and of a long one only its window. What stands there
 * folded, as a machine, is written when the page has nothing better to do, to be found and saved with the page.
 */
import type { ValueStrings } from "../../i18n/values.ts";
import { insideMarkup, shownMarkup, valueAt, valueMarkup, WINDOW } from "../values.ts";
import { type Published, shownOf } from "../values-shape.ts";

const IDLE_MS = 500;

export function mountValue(host: HTMLElement, wire: Published, strings: ValueStrings): void {
  host.innerHTML = valueMarkup(wire, { strings, isLater: true });
  const whole = shownOf(wire);
  addPagers(host, whole, strings);
  host.firstElementChild?.addEventListener(
    "toggle",
    (event) => {
      const node = event.target;
      if (node instanceof HTMLDetailsElement && node.open && node.dataset.lazy !== undefined)
        unfold(node, whole, strings);
    },
    { capture: true },
  );
  const folded = [...host.querySelectorAll<HTMLDetailsElement>('details:not([data-lazy=""])[data-lazy]')];
  if (folded.length > 0) setTimeout(() => fill(folded, whole, strings), IDLE_MS);
}

/** Those that are still there, and that nobody has unfolded. */
function fill(folded: readonly HTMLDetailsElement[], whole: unknown, strings: ValueStrings): void {
  for (const node of folded) if (node.isConnected && node.dataset.lazy !== undefined) unfold(node, whole, strings);
}

const pathOf = (text: string | undefined): number[] => (text ? text.split(".").map(Number) : []);

function unfold(node: HTMLDetailsElement, whole: unknown, strings: ValueStrings): void {
  const { lazy } = node.dataset;
  delete node.dataset.lazy;
  const path = pathOf(node.dataset.path);
  const entry = valueAt(whole, path, strings);
  const body = document.createElement("div");
  body.innerHTML = insideMarkup(entry, path, strings, lazy ? Number(lazy) : undefined);
  node.append(...body.childNodes);
  addPagers(node, whole, strings);
}

/** First, previous, next and last for whatever shows a window of its rows. */
function addPagers(host: HTMLElement, whole: unknown, strings: ValueStrings): void {
  for (const part of host.querySelectorAll<HTMLElement>(".value-window")) {
    if (part.querySelector(":scope > .value-pager")) continue;
    part.append(pagerOf(part, whole, strings));
  }
}

function pagerOf(part: HTMLElement, whole: unknown, strings: ValueStrings): HTMLElement {
  const from = Number(part.dataset.from);
  const count = Number(part.dataset.count);
  const last = Math.floor((count - 1) / WINDOW) * WINDOW;
  const pager = document.createElement("div");
  pager.className = "value-pager";
  const button = (text: string, to: number, name: string) => {
    const it = document.createElement("button");
    it.type = "button";
    it.textContent = text;
    it.dataset.go = name;
    it.disabled = to < 0 || to > last || to === from;
    it.addEventListener("click", () => page(part, whole, strings, to, name));
    return it;
  };
  const label = document.createElement("label");
  const box = document.createElement("input");
  box.type = "number";
  box.min = "0";
  box.max = String(count - 1);
  box.value = String(from);
  box.addEventListener("change", () => {
    const wanted = Math.min(count - 1, Math.max(0, Math.trunc(Number(box.value)) || 0));
    page(part, whole, strings, Math.floor(wanted / WINDOW) * WINDOW, "index");
  });
  box.dataset.go = "index";
  label.append(strings.index, " ", box);
  pager.append(
    button(strings.first, 0, "first"),
    button(strings.previous, from - WINDOW, "previous"),
    button(strings.next, from + WINDOW, "next"),
    button(strings.last, last, "last"),
    label,
  );
  return pager;
}

/** Writes another window in place of this one; the focus stays on the same control, or on one that still works. */
function page(part: HTMLElement, whole: unknown, strings: ValueStrings, from: number, control: string): void {
  const path = pathOf(part.dataset.path);
  const [name, value] = valueAt(whole, path, strings);
  const next = document.createElement("div");
  next.innerHTML = shownMarkup(value, name, path, { strings, from });
  const fresh = next.querySelector<HTMLElement>(".value-window");
  if (!fresh) return;
  part.replaceWith(fresh);
  addPagers(fresh.parentElement ?? fresh, whole, strings);
  const pager = fresh.querySelector(":scope > .value-pager");
  const wanted = pager?.querySelector<HTMLButtonElement>(`[data-go="${control}"]`);
  const other = pager?.querySelector<HTMLButtonElement>("button:not([disabled])");
  (wanted?.disabled ? other : wanted)?.focus();
}
