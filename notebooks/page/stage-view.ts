/**
 * Code and the figure that it feeds, both in view. While code has the focus its figure sticks to the foot of the window
 * (style/lesson.css); that holds from where the code begins, so for short code the page moves up as far as is needed.
 */
const ROOM = "(min-width: 64rem) and (min-height: 44rem)";

export function stageView(document: Document): void {
  document.addEventListener("focusin", (event) => {
    const code = event.target instanceof Element ? event.target.closest<HTMLElement>(".stage > .simulation") : null;
    // The editor takes the place of the text first.
    if (code && matchMedia(ROOM).matches) setTimeout(() => show(code), 60);
  });
}

function show(code: HTMLElement): void {
  const figure = code.parentElement?.querySelector<HTMLElement>(":scope > .view:last-child");
  if (!figure) return;
  const missingPx = figure.getBoundingClientRect().bottom - innerHeight + footPx();
  const roomPx = code.getBoundingClientRect().top - 16;
  const byPx = Math.min(missingPx, roomPx);
  if (byPx <= 0) return;
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  scrollBy({ top: byPx, behavior: isStill ? "instant" : "smooth" });
}

/** What sticks to the foot of the window already. */
const footPx = (): number => document.querySelector(".run-bar")?.getBoundingClientRect().height ?? 0;
