/**
 * An independent model of where bytes go: plain TypeScript, one byte at a time, nothing shared with the engine. Slow and
 * obvious on purpose; tests hold the engine to it over whole small spaces.
 *
 * Also the clipping arithmetic of `xfs_dax_notify_failure`, from the prose of the domain reference (section 3.5.2), in
 * BigInt with 64-bit wrap-around.
 */

// --- where a byte is ---------------------------------------------------------------------------

export interface Space {
  name: string;
  sizeBytes: number;
}
export interface PartitionSpace extends Space {
  disk: string;
  startBytes: number;
}
export interface LinearTarget {
  type: "linear";
  startBytes: number;
  lenBytes: number;
  device: string;
  offInLegBytes: number;
}
export interface StripedTarget {
  type: "striped";
  startBytes: number;
  lenBytes: number;
  chunkBytes: number;
  legs: { device: string; offInLegBytes: number }[];
}
export type OracleTarget = LinearTarget | StripedTarget;
export interface OracleWorld {
  disks: Space[];
  partitions: PartitionSpace[];
  mapped: { name: string; targets: OracleTarget[] }[];
}

export interface Place {
  disk: string;
  offBytes: number;
}

/** The byte of a pmem disk that byte `offBytes` of a device is; null where there is none. */
export function forward(world: OracleWorld, device: string, offBytes: number): Place | null {
  const disk = world.disks.find((it) => it.name === device);
  if (disk) return offBytes < disk.sizeBytes ? { disk: device, offBytes } : null;
  const partition = world.partitions.find((it) => it.name === device);
  if (partition) {
    if (offBytes >= partition.sizeBytes) return null;
    return forward(world, partition.disk, partition.startBytes + offBytes);
  }
  const mapped = world.mapped.find((it) => it.name === device);
  for (const target of mapped?.targets ?? []) {
    const inTarget = offBytes - target.startBytes;
    if (inTarget < 0 || inTarget >= target.lenBytes) continue;
    if (target.type === "linear") return forward(world, target.device, target.offInLegBytes + inTarget);
    const chunk = Math.floor(inTarget / target.chunkBytes);
    const leg = target.legs[chunk % target.legs.length];
    if (!leg) return null;
    const row = Math.floor(chunk / target.legs.length);
    return forward(world, leg.device, leg.offInLegBytes + row * target.chunkBytes + (inTarget % target.chunkBytes));
  }
  return null;
}

/** Every byte of `device` that is the given byte of a disk; by looking at all of them. */
export function reverse(world: OracleWorld, device: string, place: Place, strideBytes = 1): number[] {
  const found: number[] = [];
  const sizeBytes = sizeOf(world, device);
  for (let offBytes = place.offBytes % strideBytes; offBytes < sizeBytes; offBytes += strideBytes) {
    const there = forward(world, device, offBytes);
    if (there?.disk === place.disk && there.offBytes === place.offBytes) found.push(offBytes);
  }
  return found;
}

export function sizeOf(world: OracleWorld, device: string): number {
  const plain = [...world.disks, ...world.partitions].find((it) => it.name === device);
  if (plain) return plain.sizeBytes;
  const mapped = world.mapped.find((it) => it.name === device);
  return mapped?.targets.reduce((sum, it) => sum + it.lenBytes, 0) ?? 0;
}

// --- clipping ----------------------------------------------------------------------------------

export type ClipRule = "v9" | "6.0" | "6.5" | "6.8";

export interface Clip {
  partOffBytes: bigint;
  /** Length of the target: of the block device up to 6.12, of the filesystem in 7.3. */
  lenBytes: bigint;
}
export type Clipped = { refused: true } | { refused: false; daddr: bigint; bblen: bigint };

const MASK = (1n << 64n) - 1n;
const WHOLE = MASK;
const u64 = (n: bigint): bigint => n & MASK;
const toSectors = (bytes: bigint): bigint => u64(bytes + 511n) >> 9n;

/** What is asked of the reverse map, in 512-byte sectors of the target; rounds up, as BTOBB does. */
export function clip(rule: ClipRule, { partOffBytes: P, lenBytes: L }: Clip, offset: bigint, length: bigint): Clipped {
  let off = offset;
  let len = length;
  const E = u64(P + L - 1n);
  const query = (): Clipped => ({ refused: false, daddr: toSectors(off), bblen: toSectors(len) });
  if (rule === "v9") {
    off = u64(off - P);
    return query();
  }
  if (rule === "6.8" && off === 0n && len === WHOLE) {
    off = P;
    len = L;
  }
  const last = rule === "6.0" ? u64(off + len) : u64(off + len - 1n);
  if (last < P || off > E) return { refused: true };
  if (off > P) off = u64(off - P);
  else {
    len = u64(len - u64(P - off));
    off = 0n;
  }
  if (rule === "6.0") {
    if (u64(off + len) > E) len = u64(len - u64(E - off));
  } else if (u64(off + len - 1n) > E) len = u64(E - off + 1n);
  return query();
}

/** Blocks that are queried for a range of sectors: the last one is one too many up to 6.4. */
export function blocksAsked(rule: ClipRule, daddr: bigint, bblen: bigint, blockBytes: bigint): [bigint, bigint] {
  const perBlock = blockBytes / 512n;
  const end = rule === "v9" || rule === "6.0" ? daddr + bblen : daddr + bblen - 1n;
  return [daddr / perBlock, end / perBlock];
}
