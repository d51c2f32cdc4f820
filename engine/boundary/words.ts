/** A growing buffer of u32 words; numbers up to 2^53 take two, low first. */
export class Words {
  #words = new Uint32Array(256);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  u32(value: number): void {
    if (this.#count === this.#words.length) this.#grow(this.#count + 1);
    this.#words[this.#count++] = value;
  }

  flag(value: boolean | undefined): void {
    this.u32(value === true ? 1 : 0);
  }

  /** Whole numbers from -2^53 to 2^53, as two's complement of 64 bits. */
  u64(value: number): void {
    this.u32(value >>> 0);
    this.u32(Math.floor(value / 2 ** 32) >>> 0);
  }

  bytes(bytes: readonly number[]): void {
    const nrWords = (bytes.length + 3) >> 2;
    if (this.#count + nrWords > this.#words.length) this.#grow(this.#count + nrWords);
    new Uint8Array(this.#words.buffer, this.#count * 4, bytes.length).set(bytes);
    this.#count += nrWords;
  }

  /** Words that another buffer has. */
  copy(words: Uint32Array): void {
    if (this.#count + words.length > this.#words.length) this.#grow(this.#count + words.length);
    this.#words.set(words, this.#count);
    this.#count += words.length;
  }

  set(at: number, value: number): void {
    this.#words[at] = value;
  }

  /** Words `[from, to)`; a view that the next write may leave behind. */
  view(from: number, to: number): Uint32Array {
    return this.#words.subarray(from, to);
  }

  #grow(atLeast: number): void {
    const words = new Uint32Array(Math.max(atLeast, this.#words.length * 2));
    words.set(this.#words);
    this.#words = words;
  }
}
