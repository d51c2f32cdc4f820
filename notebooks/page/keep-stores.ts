/** The stores that this browser lets us have: probed once, never trusted. */
import type { DeepStore, LocalStore } from "./keep.ts";

/**
 * localStorage if it can be read, also where it is full: what the reader has written before is there. Null in sandboxed
 * frames and with site data blocked.
 */
export function localStore(get: () => LocalStore = () => localStorage): LocalStore | null {
  try {
    const store = get();
    return canWrite(store) || isFull(store) ? store : null;
  } catch {
    return null;
  }
}

const PROBE = "daxlab:probe";

function canWrite(store: LocalStore): boolean {
  try {
    store.setItem(PROBE, PROBE);
    const works = store.getItem(PROBE) === PROBE;
    store.removeItem(PROBE);
    return works;
  } catch {
    return false;
  }
}

/** Nothing more goes in, but something is in it. */
const isFull = (store: LocalStore): boolean => store.length > 0;

/** IndexedDB behind idb-keyval, fetched on the first use; every call rejects where there is none. */
export function deepStore(): DeepStore | null {
  if (typeof indexedDB === "undefined" || indexedDB === null) return null;
  const library = () => import("idb-keyval");
  return {
    get: async (key) => (await library()).get<string>(key),
    set: async (key, text) => (await library()).set(key, text),
    remove: async (key) => (await library()).del(key),
    entries: async () => {
      const all = await (await library()).entries<string, unknown>();
      return all.filter((it): it is [string, string] => typeof it[0] === "string" && typeof it[1] === "string");
    },
  };
}
