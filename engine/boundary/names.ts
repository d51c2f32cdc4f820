/**
 * Names as numbers: the engine knows a text only by its id, from 1, in the order in which a machine's scene and steps
 * bring it up. The same machine gives the same ids wherever it is played, so ids may be hashed.
 */
export class Names {
  readonly #ids: Map<string, number>;
  readonly #texts: string[];

  constructor(texts: readonly string[] = []) {
    this.#texts = [...texts];
    this.#ids = new Map(this.#texts.map((text, i) => [text, i + 1]));
  }

  /** Id of a text, a new one if it has none. */
  id(text: string): number {
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    this.#texts.push(text);
    this.#ids.set(text, this.#texts.length);
    return this.#texts.length;
  }

  /** Id of a text, 0 if it has none. */
  find(text: string): number {
    return this.#ids.get(text) ?? 0;
  }

  text(id: number): string {
    const text = this.#texts[id - 1];
    if (text === undefined) throw new RangeError(`no text has the id ${id}`);
    return text;
  }

  /** "dm-0", "dm-1", …: one more than there are, so that one of them is free. */
  mappedCandidates(): string[] {
    const names: string[] = [];
    do names.push(`dm-${names.length}`);
    while (this.#ids.has(names.at(-1) ?? ""));
    return names;
  }

  get count(): number {
    return this.#texts.length;
  }

  /** The first `count` names, on their own. */
  first(count: number): Names {
    return new Names(this.#texts.slice(0, count));
  }
}
