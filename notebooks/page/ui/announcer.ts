/**
 * One polite live region per notebook. What is said within a moment is said once and together, and the same sentence
 * twice in a row is said again.
 */
export interface Announcer {
  say(text: string): void;
}

const TOGETHER_MS = 120;

export function makeAnnouncer(parent: HTMLElement): Announcer {
  const region = document.createElement("p");
  region.className = "visually-hidden";
  region.setAttribute("role", "status");
  region.setAttribute("aria-live", "polite");
  region.dataset.announcer = "";
  parent.append(region);
  const waiting: string[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    say(text) {
      if (!waiting.includes(text)) waiting.push(text);
      clearTimeout(timer);
      timer = setTimeout(() => {
        const next = waiting.splice(0).join(" ");
        // A text that differs by a space only is spoken again.
        region.textContent = region.textContent === next ? `${next}\u00a0` : next;
      }, TOGETHER_MS);
    },
  };
}
