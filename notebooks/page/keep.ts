/**
 * What a reader wrote, kept on this device: one record per cell under `daxlab:v1:<course>/<notebook>/<slug>`, in
 * localStorage; in IndexedDB where that is full; in memory where neither is to be had. `state` says which, in words
 * that the page shows, and nothing here ever throws at the caller.
 *
 * Several tabs may write. The newest record of a cell wins, and the others hear of it through `onOther`.
 */

import { type Kept, parseKept } from "./keep-record.ts";
import { coursePrefix } from "./page-data.ts";

export type SaveState =
  /** `at`: last time something was written; null: nothing yet. */
  { kind: "saved"; at: number | null } | { kind: "unsaved"; why: "blocked" | "full" };

/** The part of `Storage` that is used. */
export interface LocalStore {
  readonly length: number;
  key(index: number): string | null;
  getItem(key: string): string | null;
  setItem(key: string, text: string): void;
  removeItem(key: string): void;
}

/** A larger store that answers later. */
export interface DeepStore {
  get(key: string): Promise<string | undefined>;
  set(key: string, text: string): Promise<void>;
  remove(key: string): Promise<void>;
  entries(): Promise<readonly (readonly [string, string])[]>;
}

export interface KeepOptions {
  course: string;
  notebook: string;
  local: LocalStore | null;
  deep: DeepStore | null;
  now?: () => number;
}

export interface Keep {
  /** Resolves when records of the deep store, if there is one, are known too. */
  readonly ready: Promise<void>;
  readonly state: SaveState;
  read(slug: string): Kept | null;
  write(slug: string, record: Omit<Kept, "at">): void;
  forget(slug: string): void;
  /** Slugs of this notebook with a record. */
  slugs(): string[];
  /** A single text of the course that is no cell: progress, settings. */
  readText(name: string): string | null;
  writeText(name: string, text: string): void;
  onState(listener: (state: SaveState) => void): void;
  /** Another tab wrote (or forgot: null) a cell of this notebook. */
  onOther(listener: (slug: string, record: Kept | null) => void): void;
  /** Another tab wrote a text of the course. */
  onOtherText(listener: (name: string, text: string | null) => void): void;
  /** To be called with every `storage` event of the window. */
  heard(event: { key: string | null; newValue: string | null }): void;
  /** Every record of the course. */
  all(): ReadonlyMap<string, string>;
  /** Takes records under their full keys, as `all` gave them. Returns false where not all could be kept. */
  put(records: Iterable<readonly [string, string]>): boolean;
}

export function openKeep(options: KeepOptions): Keep {
  return new DeviceKeep(options);
}

class DeviceKeep implements Keep {
  readonly ready: Promise<void>;
  #state: SaveState;
  readonly #local: LocalStore | null;
  #deep: DeepStore | null;
  /** Everything of the course that this page has read or written. */
  readonly #memory = new Map<string, string>();
  /** Keys that the deep store may hold an older text of. */
  readonly #isInDeep = new Set<string>();
  #isDeepRead = false;
  readonly #prefix: string;
  readonly #cells: string;
  readonly #now: () => number;
  readonly #stateListeners: ((state: SaveState) => void)[] = [];
  readonly #otherListeners: ((slug: string, record: Kept | null) => void)[] = [];
  readonly #textListeners: ((name: string, text: string | null) => void)[] = [];

  constructor({ course, notebook, local, deep, now = Date.now }: KeepOptions) {
    this.#prefix = coursePrefix(course);
    this.#cells = `${this.#prefix}${notebook}/`;
    this.#local = local;
    this.#deep = deep;
    this.#now = now;
    this.#state = local || deep ? { kind: "saved", at: null } : { kind: "unsaved", why: "blocked" };
    this.#readLocal();
    this.ready = this.#readDeep();
  }

  get state(): SaveState {
    return this.#state;
  }

  #readLocal(): void {
    if (this.#local === null) return;
    for (let index = 0; index < this.#local.length; index += 1) {
      const key = this.#local.key(index);
      const text = key?.startsWith(this.#prefix) ? this.#local.getItem(key) : null;
      if (key !== null && text !== null) this.#memory.set(key, text);
    }
  }

  async #readDeep(): Promise<void> {
    try {
      for (const [key, text] of (await this.#deep?.entries()) ?? []) {
        if (key.startsWith(this.#prefix)) this.#isInDeep.add(key);
        if (key.startsWith(this.#prefix) && isNewer(text, this.#memory.get(key))) this.#memory.set(key, text);
      }
      this.#isDeepRead = true;
    } catch {
      this.#deep = null;
      if (this.#local === null) this.#say({ kind: "unsaved", why: "blocked" });
    }
  }

  read(slug: string): Kept | null {
    return parseKept(this.#memory.get(this.#cells + slug) ?? null);
  }

  write(slug: string, record: Omit<Kept, "at">): void {
    this.#store(this.#cells + slug, JSON.stringify({ ...record, at: this.#now() }));
  }

  forget(slug: string): void {
    const key = this.#cells + slug;
    this.#memory.delete(key);
    this.#forgetLocal(key);
    if (this.#isInDeep.delete(key) || !this.#isDeepRead) this.#deep?.remove(key).catch(() => undefined);
  }

  #forgetLocal(key: string): void {
    try {
      this.#local?.removeItem(key);
    } catch {
      // Nothing to be taken away from a store that is not to be had.
    }
  }

  slugs(): string[] {
    return [...this.#memory.keys()]
      .filter((it) => it.startsWith(this.#cells))
      .map((it) => it.slice(this.#cells.length));
  }

  readText(name: string): string | null {
    return this.#memory.get(this.#prefix + name) ?? null;
  }

  writeText(name: string, text: string): void {
    this.#store(this.#prefix + name, text);
  }

  #store(key: string, text: string): boolean {
    this.#memory.set(key, text);
    if (this.#storeLocal(key, text)) {
      if (this.#isInDeep.delete(key)) this.#deep?.remove(key).catch(() => undefined);
      this.#say({ kind: "saved", at: this.#now() });
      return true;
    }
    if (this.#deep === null) {
      this.#say({ kind: "unsaved", why: this.#local === null ? "blocked" : "full" });
      return false;
    }
    this.#isInDeep.add(key);
    this.#deep.set(key, text).then(
      () => {
        this.#say({ kind: "saved", at: this.#now() });
        // What stands in the other store is old now, and would be found first.
        if (this.#memory.get(key) === text) this.#forgetLocal(key);
      },
      () => this.#say({ kind: "unsaved", why: this.#local === null ? "blocked" : "full" }),
    );
    return true;
  }

  #storeLocal(key: string, text: string): boolean {
    try {
      this.#local?.setItem(key, text);
      return this.#local !== null;
    } catch {
      return false;
    }
  }

  #say(state: SaveState): void {
    this.#state = state;
    for (const listener of this.#stateListeners) listener(state);
  }

  onState(listener: (state: SaveState) => void): void {
    this.#stateListeners.push(listener);
  }

  onOther(listener: (slug: string, record: Kept | null) => void): void {
    this.#otherListeners.push(listener);
  }

  onOtherText(listener: (name: string, text: string | null) => void): void {
    this.#textListeners.push(listener);
  }

  heard({ key, newValue }: { key: string | null; newValue: string | null }): void {
    if (!key?.startsWith(this.#prefix)) return;
    if (newValue === null) this.#memory.delete(key);
    else this.#memory.set(key, newValue);
    if (key.startsWith(this.#cells)) {
      for (const listener of this.#otherListeners) listener(key.slice(this.#cells.length), parseKept(newValue));
    } else if (!key.slice(this.#prefix.length).includes("/")) {
      for (const listener of this.#textListeners) listener(key.slice(this.#prefix.length), newValue);
    }
  }

  all(): ReadonlyMap<string, string> {
    return this.#memory;
  }

  put(records: Iterable<readonly [string, string]>): boolean {
    let isWhole = true;
    for (const [key, text] of records) if (key.startsWith(this.#prefix)) isWhole = this.#store(key, text) && isWhole;
    return isWhole;
  }
}

/** Records without a time, such as settings, do not replace what is there. */
function isNewer(text: string, than: string | undefined): boolean {
  if (than === undefined) return true;
  return (parseKept(text)?.at ?? 0) > (parseKept(than)?.at ?? 0);
}
