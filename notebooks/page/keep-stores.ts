/** The stores that this browser lets us have: probed once, never trusted. */
import type { DeepStore, LocalStore } from "./keep.ts";

/** localStorage if it can be written; null in sandboxed frames, with site data blocked, or when it is full. */
export function localStore(get: () => LocalStore = () => localStorage): LocalStore | null {
  try {
    const store = get();
    const probe = "daxlab:probe";
    store.setItem(probe, probe);
    const works = store.getItem(probe) === probe;
    store.removeItem(probe);
    return works ? store : null;
  } catch {
    return null;
  }
}

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
