/**
 * A kernel as distributions pack it → image, release and the modules that the guest loads, in the order in which they need
 * each other. Takes .deb files or a folder that they were unpacked to.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

export interface Kernel {
  release: string;
  image: string;
  /** Modules that open the line to the host. */
  line: Module[];
  /** Modules of drivers and filesystems, loaded once the first probe is set. */
  drivers: Module[];
}
export interface Module {
  name: string;
  bytes: Buffer;
}

const LINE = ["virtio_pci", "virtio_console"];
/** crc32c_generic first: nothing names it as needed, and XFS and ext4 do not load where no driver computes crc32c. */
const DRIVERS =
  "crc32c_generic libnvdimm nd_e820 nfit nd_btt nd_pmem dax_pmem device_dax xfs ext4 dm_mod hwpoison_inject".split(" ");

export function openKernel(paths: readonly string[], scratch: string): Kernel {
  const root = paths.length === 1 && statSync(paths[0] ?? "").isDirectory() ? (paths[0] ?? "") : unpack(paths, scratch);
  const files = readdirSync(root, { recursive: true }).map(String);
  const image = files.find((it) => /(^|\/)vmlinuz[^/]*$/.test(it));
  if (image === undefined) throw new Error(`there is no kernel image (vmlinuz) in ${paths.join(", ")}`);
  const modules = new Map<string, string>();
  for (const it of files) {
    const name = /([^/]+)\.ko(?:\.\w+)?$/.exec(it)?.[1]?.replaceAll("-", "_");
    if (name !== undefined) modules.set(name, join(root, it));
  }
  const release = files.map((it) => /lib\/modules\/([^/]+)$/.exec(it)?.[1]).find((it) => it !== undefined);
  const loaded = new Set<string>();
  return {
    release: release ?? "unknown",
    image: join(root, image),
    line: closure(LINE, modules, loaded),
    drivers: closure(DRIVERS, modules, loaded),
  };
}

function unpack(debs: readonly string[], scratch: string): string {
  mkdirSync(scratch, { recursive: true });
  const root = mkdtempSync(join(scratch, "kernel-"));
  for (const deb of debs) execFileSync("dpkg-deb", ["-x", deb, root]);
  return root;
}

/** What is built in has no file and needs none. */
function closure(names: readonly string[], modules: ReadonlyMap<string, string>, loaded: Set<string>): Module[] {
  return names.flatMap((name): Module[] => {
    const path = modules.get(name);
    if (path === undefined || loaded.has(name)) return [];
    loaded.add(name);
    const bytes = contents(path);
    return [...closure(dependencies(bytes), modules, loaded), { name, bytes }];
  });
}

function contents(path: string): Buffer {
  const programs: Readonly<Record<string, string>> = { xz: "xz", zst: "zstd", gz: "gzip" };
  const program = programs[path.split(".").at(-1) ?? ""];
  return program === undefined
    ? readFileSync(path)
    : execFileSync(program, ["-dc", path], { maxBuffer: 2 ** 28, stdio: ["ignore", "pipe", "inherit"] });
}

/** The list that the kernel's build leaves in a module's section .modinfo: "depends=libcrc32c,crc32c_generic". */
function dependencies(bytes: Buffer): string[] {
  const at = bytes.indexOf("\0depends=");
  if (at < 0) return [];
  const list = bytes.toString("latin1", at + 9, bytes.indexOf(0, at + 9));
  return list
    .split(",")
    .filter((it) => it !== "")
    .map((it) => it.replaceAll("-", "_"));
}
