/**
 * Hover cards of glossary terms. Each term of a lesson is a link to the glossary, and its text stands in the list at the
 * lesson's end; the card shows that text beside the link, for pointer and keyboard alike. Escape closes it, and the
 * pointer may rest on it.
 */
const LINK = "a.term[data-term]";
const LEAVE_MS = 200;

export function termCards(document: Document): void {
  if (document.querySelector(LINK) === null) return;
  const card = document.createElement("div");
  card.className = "term-card";
  card.id = "term-card";
  card.role = "tooltip";
  card.hidden = true;
  document.body.append(card);
  let shown: HTMLElement | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const hide = (): void => {
    clearTimeout(timer);
    shown?.removeAttribute("aria-describedby");
    shown = null;
    card.hidden = true;
  };
  const show = (link: HTMLElement): void => {
    clearTimeout(timer);
    if (shown === link) return;
    hide();
    const text = document.querySelector(`[data-term-text="${CSS.escape(link.dataset.term ?? "")}"]`);
    if (text === null) return;
    card.replaceChildren(...[...text.childNodes].map((it) => it.cloneNode(true)));
    card.hidden = false;
    place(card, link);
    link.setAttribute("aria-describedby", card.id);
    shown = link;
  };
  const leave = (): void => {
    clearTimeout(timer);
    timer = setTimeout(hide, LEAVE_MS);
  };
  const linkOf = (event: Event): HTMLElement | null =>
    event.target instanceof Element ? event.target.closest<HTMLElement>(LINK) : null;

  document.addEventListener("pointerover", (event) => {
    const link = linkOf(event);
    if (link && event.pointerType === "mouse") show(link);
    else if (shown && event.target instanceof Node && card.contains(event.target)) clearTimeout(timer);
    else if (shown) leave();
  });
  document.addEventListener("focusin", (event) => {
    const link = linkOf(event);
    if (link) show(link);
    else hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && shown) hide();
  });
}

/** Under the link, above it where there is no room, never over the edge. */
function place(card: HTMLElement, link: HTMLElement): void {
  const at = link.getClientRects()[0] ?? link.getBoundingClientRect();
  const { offsetWidth, offsetHeight } = card;
  const left = Math.max(8, Math.min(at.left, document.documentElement.clientWidth - offsetWidth - 8));
  const isBelow = at.bottom + offsetHeight + 8 < innerHeight || at.top < offsetHeight + 8;
  card.style.left = `${left + scrollX}px`;
  card.style.top = `${(isBelow ? at.bottom + 6 : at.top - offsetHeight - 6) + scrollY}px`;
}
