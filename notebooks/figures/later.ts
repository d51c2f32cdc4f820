/**
 * A figure whose drawing is fetched when it comes into view, for pages that must answer before they are complete.
 *
 * The built page holds the drawing already; this leaves it there until the live one is loaded. Caption and twin are
 * those of the built page, so they are empty here.
 */
import type { Figure } from "./figure.ts";

export function later<Args extends unknown[]>(
  name: string,
  load: () => Promise<(...args: Args) => Figure>,
): (...args: Args) => Figure {
  return (...args) => ({
    kind: "figure",
    name,
    caption: "",
    twin: { caption: "", columns: [], rows: [] },
    markup: () => "",
    mount(host, context) {
      let undo: (() => void) | null = null;
      let isGone = false;
      const start = () => {
        seen.disconnect();
        void load().then((make) => {
          if (!isGone) undo = make(...args).mount(host, context);
        });
      };
      const seen = new IntersectionObserver((entries) => entries.some((it) => it.isIntersecting) && start(), {
        rootMargin: "400px",
      });
      seen.observe(host);
      return () => {
        isGone = true;
        seen.disconnect();
        undo?.();
      };
    },
  });
}
