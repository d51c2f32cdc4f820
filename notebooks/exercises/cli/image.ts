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
  /** What was not zero; where two have the same byte, the later one counts. */
  spans: readonly Span[];
  /** Half-open ranges that a run may write to; what grows later is not among them. */
  windows: readonly Range[];
  /** What was zero in them. */
  blanks: readonly Range[];
}

interface Span {
  offBytes: number;
  bytes: Uint8Array;
}

export interface Range {
  start: number;
  end: number;
}

export const GRAIN_BYTES = 4096;

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
  return { lenBytes: all.length, spans, windows, blanks: windows.flatMap((it) => without(it, used)) };
}

/** The parts of a range in which nothing of the others lies; those are in order and apart. */
function without({ start, end }: Range, others: readonly Range[]): Range[] {
  const edges = others.filter((it) => it.start < end && it.end > start).flatMap((it) => [it.start, it.end]);
  const all = [start, ...edges, end];
  return all.flatMap((from, i) =>
    i % 2 === 0 && from < (all[i + 1] ?? from) ? [{ start: from, end: all[i + 1] ?? from }] : [],
  );
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

/**
 * The memory as it is now, as what differs from an image that was put back before. Small where little was done since, and
 * put back like any other. A run may write where it could with that image.
 */
export function imageSince(before: Image, memory: WebAssembly.Memory): Image {
  const all = new Uint8Array(memory.buffer);
  const windows = [...before.windows, { start: before.lenBytes, end: all.length }];
  const now = windows.map(({ start, end }) => all.slice(start, end));
  restore(before, memory);
  const changed = windows.flatMap(({ start }, i) => changedSpans(now[i] as Uint8Array, all, start));
  const image = { ...before, spans: [...before.spans, ...changed] };
  restore(image, memory);
  return image;
}

/** Bytes that an image has and the one that it was made from has not. */
export const ownBytes = (image: Image, before: Image): number =>
  image.spans.slice(before.spans.length).reduce((sum, { bytes }) => sum + bytes.length, 0);

/** Where `now`, which lay at `start`, is not what is there. */
function changedSpans(now: Uint8Array, all: Uint8Array, start: number): Span[] {
  const found: Range[] = [];
  for (let at = 0; at < now.length; at += GRAIN_BYTES) {
    const end = Math.min(at + GRAIN_BYTES, now.length);
    if (Buffer.compare(now.subarray(at, end), all.subarray(start + at, start + end)) === 0) continue;
    const last = found.at(-1);
    if (last?.end === at) last.end = end;
    else found.push({ start: at, end });
  }
  return found.map((it) => ({ offBytes: start + it.start, bytes: now.slice(it.start, it.end) }));
}

/** Puts it back; what the memory has grown by since is cleared. */
export function restore(image: Image, memory: WebAssembly.Memory): void {
  const all = new Uint8Array(memory.buffer);
  for (const { start, end } of image.blanks) all.fill(0, start, end);
  all.fill(0, image.lenBytes);
  for (const { offBytes, bytes } of image.spans) all.set(bytes, offBytes);
}
