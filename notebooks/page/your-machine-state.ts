/** What "your machine" keeps: the texts given, the answers to questions, and the import under way or done. */
import type { ImportProgress, ImportResult, ImportText } from "../../engine/import/contract.ts";
import type { importLarge } from "../../engine/import/import-machine.ts";
import { Pace } from "./pace.ts";

/** Longer texts than this would not fit into one string beside what is made of them. */
export const MAX_TEXT_BYTES = 512 * 1024 ** 2;

export type Phase = "empty" | "reading" | "done" | "stopped" | "failed";

export interface MachineState {
  texts: readonly (ImportText & { name: string })[];
  phase: Phase;
  progress: ImportProgress | null;
  result: ImportResult | null;
  /** Why it failed. */
  message: string;
}

export class MachineReader {
  state: MachineState = { texts: [], phase: "empty", progress: null, result: null, message: "" };
  readonly #answers = new Map<string, string>();
  #running: AbortController | null = null;

  constructor(
    readonly read: typeof importLarge,
    readonly onChange: (state: MachineState) => void,
  ) {}

  /** Texts of the same name replace each other. Gives when the import of all texts is over. */
  add(texts: readonly (ImportText & { name: string })[]): Promise<void> {
    const names = new Set(texts.map((it) => it.name));
    return this.#start([...this.state.texts.filter((it) => !names.has(it.name)), ...texts]);
  }

  remove(name: string): Promise<void> {
    return this.#start(this.state.texts.filter((it) => it.name !== name));
  }

  removeAll(): Promise<void> {
    this.#answers.clear();
    return this.#start([]);
  }

  answer(id: string, text: string): Promise<void> {
    if (text.trim() === "") this.#answers.delete(id);
    else this.#answers.set(id, text);
    return this.#start(this.state.texts);
  }

  stop(): void {
    if (this.#running === null) return;
    this.#running.abort();
    this.#running = null;
    this.#set({ phase: "stopped", progress: null });
  }

  async #start(texts: MachineState["texts"]): Promise<void> {
    this.#running?.abort();
    this.#running = null;
    if (texts.length === 0) {
      this.#set({ texts, phase: "empty", progress: null, result: null, message: "" });
      return;
    }
    const running = new AbortController();
    this.#running = running;
    this.#set({ texts, phase: "reading", progress: null, message: "" });
    const pace = new Pace();
    const onProgress = (progress: ImportProgress) => {
      if (this.#running === running && (pace.isDue || this.state.progress === null)) this.#set({ progress });
    };
    try {
      const answers = Object.fromEntries(this.#answers);
      const pause = () => pace.pause();
      const result = await this.read(texts, onProgress, { answers, signal: running.signal, pause });
      if (this.#running === running) this.#set({ phase: "done", progress: null, result });
    } catch (error) {
      if (this.#running === running) this.#set({ phase: "failed", progress: null, message: (error as Error).message });
    } finally {
      if (this.#running === running) this.#running = null;
    }
  }

  #set(change: Partial<MachineState>): void {
    this.state = { ...this.state, ...change };
    this.onChange(this.state);
  }
}
