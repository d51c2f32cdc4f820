/**
 * `filefrag -v` and `xfs_io -c bmap` (xfs_bmap): where the bytes of one file are. filefrag counts in the blocks it names,
 * bmap in 512-byte sectors, both from the start of the filesystem's device.
 */
import type { Extent } from "../scene.ts";
import type { FileFact, Origin } from "./facts.ts";
import { type Context, originOf, readRows, type SectionReader, whole } from "./reader.ts";

const SECTOR_BYTES = 512;
const FILE_SIZE = /^File size of (\/.{1,254}) is (\d{1,19}) \(\d+ blocks?(?: of|, blocksize) (\d{1,6})(?: bytes)?\)/;
/** Of statfs(2). */
const MAGIC: Readonly<Record<string, "xfs" | "ext4">> = { "58465342": "xfs", ef53: "ext4" };
const RANGES = /^\s*\d+:\s*(\d+)\.\.\s*(\d+):\s*(\d+)\.\.\s*(\d+):\s*(\d+):(?:\s*\d+:)?\s*([a-z_,]*)\s*$/;
/** Before e2fsprogs 1.42.7: "ext logical physical [expected] length flags". */
const PLAIN = /^\s*\d+\s+(\d+)\s+(\d+)(?:\s+(\d+))?\s+(\d+)\s*([a-z_,]*)\s*$/;
const FOUND = /^(\/.{1,254}): (\d+) extents? found/;

export const filefrag: SectionReader = {
  kind: "filefrag",
  starts: (line) => /^Filesystem type is: [0-9a-f]+/.test(line) || FILE_SIZE.test(line),
  read(cursor, context) {
    const magic = /^Filesystem type is: ([0-9a-f]+)/.exec(cursor.line)?.[1] ?? "";
    if (!FILE_SIZE.test(cursor.line)) cursor.next();
    const head = FILE_SIZE.exec(cursor.line);
    const blockBytes = whole(head?.[3]);
    if (head === null || !(blockBytes > 0)) {
      cursor.problem("File size of /path is N (M blocks of B bytes)");
      return 0;
    }
    const file: FileFact = { path: head[1] ?? "", sizeBytes: whole(head[2]), extents: [], origin: originOf(cursor) };
    const fstype = MAGIC[magic];
    if (fstype !== undefined) file.fstype = fstype;
    cursor.next();
    while (/^\s*ext:? /.test(cursor.line)) cursor.next();
    const rows = /\.\./.test(cursor.line) || FOUND.test(cursor.line) ? RANGES : PLAIN;
    readRows(
      cursor,
      context,
      new RegExp(`${rows.source}|${FOUND.source}`),
      "ext: logical..: physical..: length:",
      (match) => (FOUND.test(match[0]) ? true : addFragment(file, match, rows === RANGES, blockBytes)),
    );
    context.facts.files.push(file);
    return file.extents.length;
  },
};

function addFragment(file: FileFact, match: RegExpExecArray, isRanges: boolean, blockBytes: number): boolean {
  const [logical, physical, length, flags = ""] = isRanges
    ? [whole(match[1]), whole(match[3]), whole(match[5]), match[6]]
    : [whole(match[1]), whole(match[2]), whole(match[4]), match[5]];
  if (!(length > 0) || (isRanges && whole(match[2]) - logical + 1 !== length)) return false;
  if (/delalloc|inline|not_aligned|unknown_loc/.test(flags)) return true;
  file.extents.push({
    offInFileBytes: logical * blockBytes,
    offInDevBytes: physical * blockBytes,
    lenBytes: length * blockBytes,
    ...(flags.includes("unwritten") ? { unwritten: true } : {}),
    ...(flags.includes("shared") ? { shared: true } : {}),
  });
  return true;
}

const BMAP_PATH = /^(\/.{1,254}):\s*$/;
const BMAP_HEAD = /^\s*EXT:\s+FILE-OFFSET\b/;
const BMAP_ROW =
  /^\s*\d+:\s+\[(\d+)\.\.(\d+)\]:\s+(?:hole|delalloc|(\d+)\.\.(\d+))(?:\s+\d*\s*(?:\(\d+\.\.\d+\))?\s*\d+(?: blocks)?(?:\s+([01]{6,8}))?)?\s*$/;
const SHARED = 0o100000;
const UNWRITTEN = 0o10000;

export const bmap: SectionReader = {
  kind: "bmap",
  starts: (line, cursor) =>
    BMAP_HEAD.test(line) || BMAP_ROW.test(line) || (BMAP_PATH.test(line) && isBefore(cursor, BMAP_HEAD, BMAP_ROW)),
  read(cursor, context) {
    const path = BMAP_PATH.exec(cursor.line)?.[1] ?? context.hint.path;
    const origin = originOf(cursor);
    if (BMAP_PATH.test(cursor.line)) cursor.next();
    const isRealtime = cursor.line.includes("RT-BLOCK-RANGE");
    if (BMAP_HEAD.test(cursor.line)) cursor.next();
    const extents: Extent[] = [];
    readRows(cursor, context, BMAP_ROW, "0: [0..39]: 960..999", (match) => addMapped(extents, match, isRealtime));
    if (path === undefined) unnamed(context, origin, extents.length);
    else if (extents.length > 0) context.facts.files.push({ path, extents, origin });
    return extents.length;
  },
};

function isBefore(cursor: { text: string; end: number }, ...patterns: RegExp[]): boolean {
  const next = cursor.text.slice(cursor.end + 1, cursor.end + 256).split("\n", 1)[0] ?? "";
  return patterns.some((it) => it.test(next));
}

function addMapped(extents: Extent[], match: RegExpExecArray, isRealtime: boolean): boolean {
  const [fileFrom, fileTo, from, to] = match.slice(1, 5).map((it) => whole(it));
  if (fileFrom === undefined || fileTo === undefined || !(fileTo >= fileFrom)) return false;
  if (match[3] === undefined) return true;
  if (from === undefined || to === undefined || to - from !== fileTo - fileFrom) return false;
  const flags = Number.parseInt(match[5] ?? "0", 8);
  extents.push({
    offInFileBytes: fileFrom * SECTOR_BYTES,
    offInDevBytes: from * SECTOR_BYTES,
    lenBytes: (to - from + 1) * SECTOR_BYTES,
    ...(flags & UNWRITTEN ? { unwritten: true } : {}),
    ...(flags & SHARED ? { shared: true } : {}),
    ...(isRealtime ? { realtime: true } : {}),
  });
  return true;
}

function unnamed({ facts }: Context, origin: Origin, count: number): void {
  facts.ignored.push({ ...origin, what: `${count} extents`, why: "the file they belong to is not named" });
}
