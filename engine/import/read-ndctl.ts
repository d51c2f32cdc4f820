/**
 * `ndctl list` in its many combinations of -N -R -D -B -i -v -M -u, as a list, an object or one namespace: whatever is
 * nested in whatever, namespaces are found by their `dev`.
 *
 * Sizes are of the data: what the block device has (ndctl/json.c, util_namespace_to_json, ndctl 76.1). An `align` or
 * `uuid` on an fsdax namespace tells of an info block before the data; a legacy namespace has neither.
 */
import { bareName, type DiskFact, type Origin } from "./facts.ts";
import { type Json, type JsonObject, objectsOf, textOf, wholeOf } from "./json-text.ts";
import type { Context } from "./reader.ts";

const NESTED = ["regions", "namespaces", "dimms", "mappings", "buses"];

export function isNdctl(value: Json): boolean {
  return objectsOf(value).some(
    (it) =>
      /^(namespace|region|nmem|ndbus|dax)\d/.test(textOf(it, "dev") ?? "") ||
      NESTED.some((key) => Array.isArray(it.get(key))),
  );
}

/** Gives the number of namespaces. */
export function readNdctl(value: Json, origin: Origin, context: Context): number {
  let count = 0;
  const visit = (object: JsonObject, depth: number): void => {
    const dev = textOf(object, "dev");
    if (dev?.startsWith("namespace") && addNamespace(object, dev, origin, context)) count++;
    if (depth > 8) return;
    for (const nested of object.values()) {
      for (const inner of objectsOf(nested)) visit(inner, depth + 1);
    }
  };
  for (const object of objectsOf(value)) visit(object, 0);
  return count;
}

const MODES: Readonly<Record<string, DiskFact["mode"]>> = {
  fsdax: "fsdax",
  memory: "fsdax",
  raw: "raw",
  sector: "sector",
  safe: "sector",
  devdax: "devdax",
  dax: "devdax",
};

function addNamespace(object: JsonObject, dev: string, origin: Origin, { facts }: Context): boolean {
  const size = sizeOf(object);
  if (size.sizeBytes === 0 || textOf(object, "state") === "disabled") {
    const why = size.sizeBytes === 0 ? "it has no capacity" : "it is disabled";
    facts.ignored.push({ ...origin, what: dev, why });
    return false;
  }
  const mode = MODES[textOf(object, "mode") ?? ""];
  const name = blockOrCharName(object, dev, mode);
  const map = textOf(object, "map");
  const disk: DiskFact = { name, namespace: dev, origin, ...size };
  if (mode !== undefined) disk.mode = mode;
  if (map === "dev" || map === "mem") disk.map = map;
  const align = wholeOf(object, "align");
  if (align !== undefined) disk.alignBytes = align;
  disk.hasInfoBlock = align !== undefined || (mode === "fsdax" && textOf(object, "uuid") !== undefined);
  facts.disks.push(disk);
  for (const bad of objectsOf(object.get("badblocks"))) {
    const sector = wholeOf(bad, "offset");
    const count = wholeOf(bad, "length");
    if (sector === undefined || count === undefined) continue;
    facts.badblocks.push({ device: name, hint: null, sector, count, origin });
  }
  return true;
}

function blockOrCharName(object: JsonObject, dev: string, mode: DiskFact["mode"]): string {
  const nested = objectsOf(object.get("daxregion")).flatMap((it) => objectsOf(it.get("devices")));
  const chardev = textOf(object, "chardev") ?? nested.map((it) => textOf(it, "chardev")).find((it) => it !== undefined);
  if (mode === "devdax") return chardev ?? dev.replace("namespace", "dax");
  const blockdev = textOf(object, "blockdev");
  return blockdev === undefined ? diskNameOf(dev, mode) : bareName(blockdev);
}

/** The kernel's name for the disk of a namespace: drivers/nvdimm/namespace_devs.c, nvdimm_namespace_disk_name. */
export function diskNameOf(namespace: string, mode: DiskFact["mode"]): string {
  const [, region = "0", id = "0"] = /^\D*(\d+)(?:\.(\d+))?/.exec(namespace) ?? [];
  return `pmem${region}${id === "0" ? "" : `.${id}`}${mode === "sector" ? "s" : ""}`;
}

/** A number; or, as -u writes it, "640.00 MiB (671.09 MB)". */
function sizeOf(object: JsonObject): { sizeBytes?: number; precision?: 1 } {
  const sizeBytes = wholeOf(object, "size");
  if (sizeBytes !== undefined) return { sizeBytes };
  const text = textOf(object, "size");
  const rounded = text === undefined ? undefined : humanBytes(text);
  return rounded === undefined ? {} : { sizeBytes: rounded, precision: 1 };
}

const UNITS: Readonly<Record<string, number>> = { "": 0, B: 0, K: 1, M: 2, G: 3, T: 4, P: 5 };

/** "640.00 MiB", "614M", "1.5G": the bytes it is rounded from, to within the digits shown. */
export function humanBytes(text: string): number | undefined {
  const match = /^\s*(\d{1,16}(?:[.,]\d{1,6})?)\s*([BKMGTP]?)(?:iB|B)?(?:\s|$)/.exec(text);
  const power = UNITS[match?.[2] ?? "?"];
  if (match === null || power === undefined) return undefined;
  const bytes = Math.round(Number((match[1] ?? "").replace(",", ".")) * 1024 ** power);
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}
