/**
 * Sizes as people write them, turned into bytes; and the specifications of readers' cells, turned into the
 * exact types of `scene.ts`. Every default that a reader can leave out is filled in here and nowhere else.
 */
import type { BootSpec, PartitionSpec, PmemSpec, Size } from "../api.ts";
import { SceneError } from "../errors.ts";
import type { MachineValue, Partition, Pmem, Scene } from "../scene.ts";

const UNITS: Readonly<Record<string, number>> = {
  "": 1,
  b: 1,
  byte: 1,
  bytes: 1,
  line: 64,
  lines: 64,
  sector: 512,
  sectors: 512,
  page: 4096,
  pages: 4096,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
  tib: 1024 ** 4,
};

const SIZE = /^(0x[0-9a-f_]+|[0-9][0-9_]*(?:\.[0-9]+)?)\s*([a-z]*)$/i;
const EXPECTED = 'a size such as 4096, "0x1000", "376 MiB", "8 sectors" or "2 pages"';
const MIB = 1024 ** 2;

/** Bytes of a size; a whole number from 0 to 2^53 - 1. `path` is where it stands, for the error. */
export function toBytes(size: Size, path: string): number {
  if (typeof size === "number") {
    if (Number.isSafeInteger(size) && size >= 0) return size;
    throw new SceneError(path, size, "a whole number of bytes from 0 to 2^53 - 1");
  }
  if (typeof size !== "string") throw new SceneError(path, size, EXPECTED);
  const match = SIZE.exec(size.trim());
  const factor = match === null ? undefined : UNITS[(match[2] ?? "").toLowerCase()];
  if (match === null || factor === undefined) throw new SceneError(path, size, EXPECTED);
  const bytes = Number((match[1] ?? "").replaceAll("_", "")) * factor;
  if (Number.isSafeInteger(bytes)) return bytes;
  throw new SceneError(path, size, "a size that is a whole number of bytes below 2^53");
}

/** Partitions in order; one without a start follows the one before it, on the next MiB. */
export function toPartitions(specs: readonly (Size | PartitionSpec)[], path: string): Partition[] {
  if (!Array.isArray(specs)) throw new SceneError(path, specs, "a list of sizes");
  const partitions: Partition[] = [];
  let nextBytes = MIB;
  specs.forEach((spec, i) => {
    const isSpec = typeof spec === "object" && spec !== null;
    const start = isSpec ? spec.start : undefined;
    const startBytes = start === undefined ? nextBytes : toBytes(start, `${path}[${i}].start`);
    const sizeAt = isSpec ? `${path}[${i}].size` : `${path}[${i}]`;
    const sizeBytes = toBytes(isSpec ? spec.size : spec, sizeAt);
    partitions.push({ startBytes, sizeBytes });
    nextBytes = Math.ceil((startBytes + sizeBytes) / MIB) * MIB;
  });
  return partitions;
}

const PMEM_KEYS = new Set("size resource dataOffset mode map driver clearUnit powerFail partitions".split(" "));
const BOOT_KEYS = new Set("kernel policy seed sysctl pmem".split(" "));

/** The machine at power-on that a boot specification describes: unchecked, see `schema.ts`. */
export function toMachineValue(spec: BootSpec): MachineValue {
  refuseUnknown(spec, BOOT_KEYS, "boot");
  const pmem: Record<string, Pmem> = {};
  for (const [name, one] of Object.entries(spec.pmem ?? {})) {
    pmem[name] = toPmem(one, `scene.pmem.${name}`);
  }
  const scene: Scene = { kernel: spec.kernel ?? "6.1", pmem };
  if (spec.policy !== undefined) scene.policy = spec.policy;
  if (spec.sysctl !== undefined) scene.sysctl = spec.sysctl;
  return { scene, steps: [], seed: spec.seed ?? 1 };
}

function toPmem(spec: PmemSpec, path: string): Pmem {
  refuseUnknown(spec, PMEM_KEYS, path);
  const pmem: Pmem = { sizeBytes: toBytes(spec.size, `${path}.size`) };
  if (spec.resource !== undefined) pmem.resourceBytes = toBytes(spec.resource, `${path}.resource`);
  if (spec.dataOffset !== undefined) {
    pmem.dataOffsetBytes = toBytes(spec.dataOffset, `${path}.dataOffset`);
  }
  if (spec.mode !== undefined) pmem.mode = spec.mode;
  if (spec.map !== undefined) pmem.map = spec.map;
  if (spec.driver !== undefined) pmem.driver = spec.driver;
  if (spec.clearUnit !== undefined) {
    pmem.clearUnitBytes = toBytes(spec.clearUnit, `${path}.clearUnit`);
  }
  if (spec.powerFail !== undefined) pmem.powerFail = spec.powerFail;
  if (spec.partitions !== undefined) {
    pmem.partitions = toPartitions(spec.partitions, `${path}.partitions`);
  }
  return pmem;
}

function refuseUnknown(spec: unknown, keys: ReadonlySet<string>, path: string): void {
  if (typeof spec !== "object" || spec === null || Array.isArray(spec)) {
    throw new SceneError(path, spec, `an object with ${[...keys].join(", ")}`);
  }
  for (const key of Object.keys(spec)) {
    if (!keys.has(key)) {
      throw new SceneError(`${path}.${key}`, `\0a field`, `one of ${[...keys].join(", ")}`);
    }
  }
}

/** Bytes to store: text as UTF-8, or numbers from 0 to 255. */
export function toByteList(bytes: string | readonly number[] | Uint8Array, path: string): number[] {
  if (typeof bytes === "string") return utf8(bytes);
  if (Array.isArray(bytes) || ArrayBuffer.isView(bytes)) return [...(bytes as readonly number[] | Uint8Array)];
  throw new SceneError(path, bytes, "a text, or a list of numbers from 0 to 255");
}

/** By hand, since the interpreter of the grader has no TextEncoder. */
function utf8(text: string): number[] {
  const bytes: number[] = [];
  for (const char of text) {
    const scalar = char.codePointAt(0) ?? 0;
    const point = scalar >= 0xd800 && scalar <= 0xdfff ? 0xfffd : scalar;
    if (point < 0x80) bytes.push(point);
    else if (point < 0x800) bytes.push(0xc0 | (point >> 6), tail(point));
    else if (point < 0x10000) bytes.push(0xe0 | (point >> 12), tail(point >> 6), tail(point));
    else bytes.push(0xf0 | (point >> 18), tail(point >> 12), tail(point >> 6), tail(point));
  }
  return bytes;
}

const tail = (bits: number): number => 0x80 | (bits & 0x3f);
