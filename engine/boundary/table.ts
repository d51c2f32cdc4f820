/** Records of the engine's state in its memory, read field by field where they lie. */

/** As in `state.ts` of the engine. */
const NEAR_PAGES = 896;

/** A table of the engine's state: records of a fixed size, ids from 1. */
export class Table {
  readonly #memory: WebAssembly.Memory;
  #seen: DataView;
  readonly #recordBytes: number;
  readonly #shift: number;
  readonly #directory: number;
  readonly count: number;

  constructor(memory: WebAssembly.Memory, entry: number) {
    this.#memory = memory;
    const view = new DataView(memory.buffer);
    this.#seen = view;
    this.#recordBytes = view.getUint32(entry, true);
    this.#shift = view.getUint32(entry + 4, true);
    this.count = view.getUint32(entry + 8, true);
    this.#directory = view.getUint32(entry + 12, true);
  }

  /** A question may let memory grow, which leaves views of it behind. */
  get #view(): DataView {
    if (this.#seen.buffer !== this.#memory.buffer) this.#seen = new DataView(this.#memory.buffer);
    return this.#seen;
  }

  #at(id: number): number {
    const index = id - 1;
    if (index < 0 || index >= this.count) throw new RangeError(`record ${id} of ${this.count}`);
    const page = index >>> this.#shift;
    const base = this.#view.getUint32(this.#pageSlot(page), true);
    return base + (index & ((1 << this.#shift) - 1)) * this.#recordBytes;
  }

  /** Addresses of the first pages stand in the directory itself, those of others in lists of 1024. */
  #pageSlot(page: number): number {
    if (page < NEAR_PAGES) return this.#directory + page * 4;
    const far = page - NEAR_PAGES;
    const list = this.#view.getUint32(this.#directory + (NEAR_PAGES + (far >>> 10)) * 4, true);
    return list + (far & 1023) * 4;
  }

  u8(id: number, field: number): number {
    return this.#view.getUint8(this.#at(id) + field);
  }
  u16(id: number, field: number): number {
    return this.#view.getUint16(this.#at(id) + field, true);
  }
  u32(id: number, field: number): number {
    return this.#view.getUint32(this.#at(id) + field, true);
  }
  i64(id: number, field: number): bigint {
    return this.#view.getBigInt64(this.#at(id) + field, true);
  }
  u64(id: number, field: number): bigint {
    return this.#view.getBigUint64(this.#at(id) + field, true);
  }
  /** A u64 that is known to be below 2^53. */
  number(id: number, field: number): number {
    const at = this.#at(id) + field;
    return this.#view.getUint32(at, true) + this.#view.getUint32(at + 4, true) * 2 ** 32;
  }
}
