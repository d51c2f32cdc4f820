/** The one selection of a page: figures, code and timeline read and write it. */
import type { Selected, Selection } from "../../figures/figure.ts";

export function makeSelection(): Selection {
  let current: Selected = {};
  const listeners = new Set<(now: Selected, from: string) => void>();
  return {
    get current() {
      return current;
    },
    select(next, from) {
      if (JSON.stringify(next) === JSON.stringify(current)) return;
      current = next;
      for (const listener of listeners) listener(current, from);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
