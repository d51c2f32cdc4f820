/** Whole blocks of memory: what filling, copying and comparing states comes down to. */
import { openBench } from "../engine.ts";
import { type Row, timed } from "../measure.ts";
import { NATIVE, nativeSides } from "../native.ts";

const MIB = 1 << 20;

const lenOf = (quick: boolean) => (quick ? 2 : 64) * MIB;

const fill: Row = {
  name: "fill",
  means: "Zeroing 64 MiB: power-on, mkfs, `dax_zero_page_range` in bulk. The limit is libc's memset.",
  operation: "byte",
  goals: [{ peer: NATIVE, atMost: 1 / 0.9 }],
  async prepare({ quick }) {
    const len = lenOf(quick);
    const store = await openBench();
    const ptr = store.benchBlock(len);
    const native = await nativeSides([["blocks", len]], ["fill", len, 7]);
    const ours = { name: "ours", run: () => timed(() => store.blockFill(ptr, len, 7)) };
    return { sides: [ours, ...native.sides], operations: len, done: native.close };
  },
};

const copy: Row = {
  name: "copy",
  means: "Copying 64 MiB: a full snapshot, a large write(2). The limit is libc's memcpy.",
  operation: "byte",
  goals: [{ peer: NATIVE, atMost: 1 / 0.9 }],
  async prepare({ quick }) {
    const len = lenOf(quick);
    const store = await openBench();
    const [from, to] = [store.benchBlock(len), store.benchBlock(len)];
    store.blockFill(from, len, 3);
    const native = await nativeSides([["blocks", len]], ["copy", len]);
    const ours = { name: "ours", run: () => timed(() => store.blockCopy(to, from, len)) };
    return { sides: [ours, ...native.sides], operations: len, done: native.close };
  },
};

const compare: Row = {
  name: "compare",
  means: "Finding the first byte in which two states differ, 16 MiB that are equal.",
  operation: "byte",
  goals: [{ peer: NATIVE, atMost: 1 / 0.85 }],
  async prepare({ quick }) {
    const len = (quick ? 1 : 16) * MIB;
    const store = await openBench();
    const [a, b] = [store.benchBlock(len), store.benchBlock(len)];
    const native = await nativeSides([["blocks", len]], ["compare", len]);
    const mine = new Uint8Array(len);
    const other = new Uint8Array(len);
    const plain = () => {
      let at = 0;
      while (at < len && mine[at] === other[at]) at++;
      return at;
    };
    const ours = { name: "ours", run: () => timed(() => store.firstDifference(a, b, len)) };
    const js = { name: "plain JavaScript", run: () => timed(plain) };
    return { sides: [ours, ...native.sides, js], operations: len, done: native.close };
  },
};

/** A read through the sparse directory, with a look at poison, against one plain copy. */
const bulkRead: Row = {
  name: "bulk-read",
  means: "read(2) of 64 MiB of pmem that were written: look for poison, directory walk, copy.",
  operation: "byte",
  goals: [{ peer: "one plain copy", atMost: 1 / 0.8 }],
  async prepare({ quick }) {
    const len = lenOf(quick);
    const store = await openBench();
    store.pmemCreate(1, 1n << 44n);
    const source = store.benchBlock(len);
    store.blockFill(source, len, 9);
    store.pmemWrite(1, 1n << 40n, len, source);
    const target = store.benchBlock(len);
    // Fresh pages would be paid for by whoever comes first.
    store.touch(target, len);
    store.blockFill(target, len, 0);
    return {
      sides: [
        { name: "ours", run: () => timed(() => store.pmemRead(1, 1n << 40n, len, target)) },
        { name: "one plain copy", run: () => ({ ...timed(() => store.blockCopy(target, source, len)), sum: len }) },
      ],
      operations: len,
    };
  },
};

export const BLOCK_ROWS: readonly Row[] = [fill, copy, compare, bulkRead];
