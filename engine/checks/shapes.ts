/**
 * The shapes of scalars and of what scenes are made of: sizes with their units and ranges, names, extents,
 * geometry. The text of each check is what an error says was expected.
 */
import * as v from "valibot";

export const PAGE_BYTES = 4096;
export const SECTOR_BYTES = 512;
export const MAX_DEVICE_BYTES = 16 * 1024 ** 4;
export const KERNELS = ["v9", "linux-6.0", "linux-6.5", "linux-6.6", "linux-6.8", "6.1", "6.12", "7.3"] as const;
export const POLICIES = [
  "kernel",
  "last-writer-wins",
  "exclusive",
  "notifier-chain",
  "whole-device-strict",
  "whole-device-merged",
  "on-dax-device",
  "range-slots",
  "stacked",
  "namespaces",
  "chained-dm",
] as const;

export const opt = v.optional;

export function multipleOf(unitBytes: number, minBytes: number, maxBytes: number) {
  const text = `a multiple of ${unitBytes} from ${minBytes} to ${maxBytes}`;
  return v.pipe(
    v.number(text),
    v.check((n) => n % unitBytes === 0 && n >= minBytes && n <= maxBytes, text),
    v.metadata({ type: "integer", multipleOf: unitBytes, minimum: minBytes, maximum: maxBytes }),
  );
}
export function whole(min: number, max: number) {
  const text = `a whole number from ${min} to ${max}`;
  return v.pipe(
    v.number(text),
    v.check((n) => Number.isSafeInteger(n) && n >= min && n <= max, text),
    v.metadata({ type: "integer", minimum: min, maximum: max }),
  );
}
export function matching(pattern: RegExp, text: string) {
  return v.pipe(v.string(text), v.regex(pattern, text));
}
/** At most `max` bytes of content, as numbers. */
export function byteList(max: number) {
  const text = `a list of 1 to ${max} numbers from 0 to 255`;
  return v.pipe(
    v.array(v.number(text), text),
    v.check((list) => list.length >= 1 && list.length <= max && areBytes(list), text),
    v.metadata({ minItems: 1, maxItems: max, items: { type: "integer", minimum: 0, maximum: 255 } }),
  );
}

function areBytes(list: readonly number[]): boolean {
  for (let i = 0; i < list.length; i++) if (((list[i] as number) & 0xff) !== list[i]) return false;
  return true;
}

export const MAX = Number.MAX_SAFE_INTEGER;
export const MAX_FILE = 2 ** 43;
export const flag = v.boolean("true or false");
export const bit = v.picklist([0, 1]);
export const offBytes = whole(0, MAX_DEVICE_BYTES - 1);
export const lenBytes = whole(1, MAX_DEVICE_BYTES);
export const inode = whole(1, 2 ** 52);
export const device = matching(
  /^(mapper\/)?[A-Za-z][A-Za-z0-9_.-]{0,31}$/,
  'a device name such as "pmem0", "pmem0p1", "dm-0" or "mapper/vol"',
);
export const name = matching(/^[A-Za-z_][A-Za-z0-9_.-]{0,31}$/, "a name of at most 32 letters and digits");
export const path = matching(/^\/[^\0]{1,254}$/, 'an absolute path such as "/mnt/a/f"');
export const fstype = v.picklist(["xfs", "ext4", "ext2"]);
export const killPolicy = v.picklist(["early", "late", "default"]);
export const dax = v.picklist(["always", "inode", "never"]);

export const partition = v.strictObject({
  startBytes: multipleOf(SECTOR_BYTES, SECTOR_BYTES, MAX_DEVICE_BYTES),
  sizeBytes: multipleOf(SECTOR_BYTES, SECTOR_BYTES, MAX_DEVICE_BYTES),
  name: opt(name),
});
export const sysctl = v.strictObject({ earlyKill: opt(bit), recovery: opt(bit) });
export const partitions = v.pipe(
  v.array(partition),
  v.check((list) => list.length <= 128, "at most 128 partitions"),
  v.metadata({ maxItems: 128 }),
);

export const pmem = v.strictObject({
  sizeBytes: multipleOf(PAGE_BYTES, PAGE_BYTES, MAX_DEVICE_BYTES),
  resourceBytes: opt(multipleOf(PAGE_BYTES, 0, 2 ** 52)),
  dataOffsetBytes: opt(multipleOf(PAGE_BYTES, 0, 2 ** 40)),
  mode: opt(v.picklist(["fsdax", "raw", "sector", "devdax"])),
  map: opt(v.picklist(["mem", "dev"])),
  driver: opt(v.picklist(["device_dax", "fsdev_dax", "none"])),
  clearUnitBytes: opt(
    v.pipe(
      whole(0, PAGE_BYTES),
      v.check((n) => n === 0 || (n >= 64 && (n & (n - 1)) === 0), "0 or a power of two from 64"),
      v.metadata({ enum: [0, 64, 128, 256, 512, 1024, 2048, 4096] }),
    ),
  ),
  powerFail: opt(v.picklist(["adr", "eadr"])),
  partitions: opt(partitions),
});

export const scene = v.strictObject({
  kernel: v.picklist(KERNELS),
  policy: opt(v.picklist(POLICIES)),
  sysctl: opt(sysctl),
  pmem: v.record(
    matching(
      /^(pmem[0-9]{1,3}(\.[0-9]{1,3})?s?|dax[0-9]{1,3}\.[0-9]{1,3})$/,
      'a name like "pmem0", "pmem0.1" or "dax0.0"',
    ),
    pmem,
  ),
});

export const extent = v.strictObject({
  offInFileBytes: multipleOf(SECTOR_BYTES, 0, MAX_FILE),
  offInDevBytes: multipleOf(SECTOR_BYTES, 0, MAX_DEVICE_BYTES),
  lenBytes: multipleOf(SECTOR_BYTES, SECTOR_BYTES, MAX_FILE),
  unwritten: opt(flag),
  shared: opt(flag),
  realtime: opt(flag),
});
export const extents = opt(v.array(extent));

export const ownerRow = v.strictObject({
  offInDevBytes: multipleOf(SECTOR_BYTES, 0, MAX_DEVICE_BYTES),
  lenBytes: multipleOf(SECTOR_BYTES, SECTOR_BYTES, MAX_DEVICE_BYTES),
  owner: v.union([
    v.strictObject({
      meta: v.picklist("FS AG INOBT INODES LOG REFC COW UNKNOWN FREE".split(" ")),
    }),
    v.strictObject({
      inode,
      offInFileBytes: whole(0, MAX),
      attr: opt(flag),
      bmbt: opt(flag),
      unwritten: opt(flag),
    }),
  ]),
  device: opt(v.picklist(["data", "log", "realtime"])),
});

export const blocks = whole(0, 2 ** 42);
export const geometry = v.strictObject({
  blockBytes: v.picklist([1024, 2048, 4096, 8192, 16384, 32768, 65536]),
  dblocks: whole(1, 2 ** 42),
  agBlocks: whole(1, 2 ** 31),
  agCount: whole(1, 2 ** 20),
  logOffsetBytes: opt(whole(0, MAX_DEVICE_BYTES)),
  logBytes: whole(0, 2 ** 40),
  rtBlocks: opt(blocks),
  inodeBytes: opt(v.picklist([256, 512, 1024, 2048])),
  rootIno: opt(inode),
});
export const mkfsOptions = v.strictObject({
  rmapbt: opt(flag),
  reflink: opt(flag),
  blockBytes: opt(v.picklist([1024, 2048, 4096, 8192, 16384, 32768, 65536])),
  sizeBytes: opt(multipleOf(PAGE_BYTES, PAGE_BYTES, MAX_DEVICE_BYTES)),
  agCount: opt(whole(1, 2 ** 20)),
  agBlocks: opt(whole(64, 2 ** 28)),
  logBytes: opt(multipleOf(PAGE_BYTES, PAGE_BYTES, 2 ** 31)),
  logDevice: opt(device),
  rtDevice: opt(device),
  geometry: opt(geometry),
});

export const leg = v.strictObject({ device, offInLegBytes: multipleOf(SECTOR_BYTES, 0, MAX_DEVICE_BYTES) });
export const segment = {
  startBytes: multipleOf(SECTOR_BYTES, 0, MAX_DEVICE_BYTES),
  lenBytes: multipleOf(SECTOR_BYTES, SECTOR_BYTES, MAX_DEVICE_BYTES),
};
export const dmTarget = v.variant("type", [
  v.strictObject({ type: v.literal("linear"), ...segment, ...leg.entries }),
  v.strictObject({
    type: v.literal("striped"),
    ...segment,
    chunkBytes: multipleOf(PAGE_BYTES, PAGE_BYTES, 2 ** 31),
    legs: v.pipe(
      v.array(leg),
      v.check((list) => list.length >= 1 && list.length <= 64, "1 to 64 legs"),
      v.metadata({ minItems: 1, maxItems: 64 }),
    ),
  }),
]);
