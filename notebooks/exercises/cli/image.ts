/**
 * A WebAssembly memory as it was at one moment, to be put back as often as needed. Most of an interpreter's memory is
 * zero and stays so; clearing what may have been written and copying what was there is many times faster than copying
 * everything, and leaves the processor's caches to the next answer.
 *
 * The caller says which range nobody can write to (`idle`: a block of the heap that belongs to the host) and how large
 * the stack may become. Memory is laid out as compilers of C do: constants, the stack, which grows down and of which
 * most was never used (the widest gap), then the heap.
 */

export interface Image {
  lenBytes: number;
  /** What was not zero, in order. */
  spans: readonly { offBytes: number; bytes: Uint8Array }[];
  /** Half-open ranges that a run may write to; what grows later is not among them. */
  windows: readonly Range[];
}

export interface Range {
  start: number;
  end: number;
}

const GRAIN_BYTES = 4096;

export function imageOf(memory: WebAssembly.Memory, idle: Range, stackBytes: number): Image {
  const all = new Uint8Array(memory.buffer);
  const used = usedRanges(all);
  const spans = used.map(({ start, end }) => ({ offBytes: start, bytes: all.slice(start, end) }));
  const stack = widestGap(used.filter(({ start }) => start < idle.start));
  const windows = [
    { start: 0, end: stack.start },
    { start: Math.max(stack.start, stack.end - stackBytes), end: idle.start },
    { start: idle.end, end: all.length },
  ];
  return { lenBytes: all.length, spans, windows };
}

/** What lies between two used ranges. */
function widestGap(used: readonly Range[]): Range {
  let widest: Range = { start: 0, end: 0 };
  used.forEach(({ end: start }, i) => {
    const end = used[i + 1]?.start ?? start;
    if (end - start > widest.end - widest.start) widest = { start, end };
  });
  return widest;
}

function usedRanges(all: Uint8Array): Range[] {
  const found: Range[] = [];
  for (let at = 0; at < all.length; at += GRAIN_BYTES) {
    if (!all.subarray(at, at + GRAIN_BYTES).some((it) => it !== 0)) continue;
    const last = found.at(-1);
    if (last?.end === at) last.end += GRAIN_BYTES;
    else found.push({ start: at, end: at + GRAIN_BYTES });
  }
  return found;
}

/** Puts it back; what the memory has grown by since is cleared. */
export function restore(image: Image, memory: WebAssembly.Memory): void {
  const all = new Uint8Array(memory.buffer);
  for (const { start, end } of image.windows) all.fill(0, start, end);
  all.fill(0, image.lenBytes);
  for (const { offBytes, bytes } of image.spans) all.set(bytes, offBytes);
}
