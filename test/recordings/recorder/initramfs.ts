/**
 * The guest's file system: busybox, the host's own tools with the libraries they need, the programs under guest/ built
 * here, and the kernel's modules, as an archive that a kernel unpacks at boot ("newc",
 * Documentation/driver-api/early-userspace/buffer-format.rst).
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import type { Kernel } from "./kernel.ts";

/** Program → Debian package that has it. */
const PROGRAMS: Readonly<Record<string, string>> = {
  "mkfs.xfs": "xfsprogs",
  xfs_io: "xfsprogs",
  "mkfs.ext4": "e2fsprogs",
  sfdisk: "fdisk",
  dmsetup: "dmsetup",
  ndctl: "ndctl",
};
const HOST_PROGRAMS: Readonly<Record<string, string>> = {
  "qemu-system-x86_64": "qemu-system-x86",
  busybox: "busybox-static",
  gcc: "gcc",
  "dpkg-deb": "dpkg",
  xz: "xz-utils",
};
const GUEST_PROGRAMS = ["agent", "victim", "tools"];
const FOLDERS = "bin sbin dev proc sys run etc tmp mnt modules".split(" ");

const DIRECTORY = 0o040755;
const EXECUTABLE = 0o100755;
const LINK = 0o120777;

interface Entry {
  path: string;
  mode: number;
  bytes: Buffer;
}

/** Throws with the names of the packages to install. */
export function checkHost(): void {
  const missing = Object.entries({ ...HOST_PROGRAMS, ...PROGRAMS }).filter(([program]) => find(program) === null);
  if (missing.length === 0) return;
  const packages = [...new Set(missing.map(([, name]) => name))].join(" ");
  const programs = missing.map(([program]) => program).join(", ");
  throw new Error(`not installed: ${programs}. On Debian: apt-get install ${packages}`);
}

function find(program: string): string | null {
  const folders = [...(process.env.PATH ?? "").split(":"), "/usr/sbin", "/sbin"];
  return folders.map((it) => join(it, program)).find((it) => existsSync(it)) ?? null;
}

export function initramfs(kernel: Kernel, scratch: string): Buffer {
  const here = join(import.meta.dirname, "guest");
  const entries = new Map<string, Entry>();
  const add = (path: string, mode: number, bytes: Buffer) => entries.set(path, { path, mode, bytes });
  for (const it of FOLDERS) add(it, DIRECTORY, Buffer.alloc(0));
  add("init", EXECUTABLE, readFileSync(join(here, "init.sh")));
  for (const name of GUEST_PROGRAMS) {
    const built = join(scratch, name);
    execFileSync("gcc", ["-static", "-O2", "-Wall", "-Wextra", "-o", built, join(here, `${name}.c`)]);
    add(`bin/${name}`, EXECUTABLE, readFileSync(built));
  }
  addBusybox(add);
  for (const program of Object.keys(PROGRAMS)) addProgram(program, add);
  for (const it of [...kernel.line, ...kernel.drivers]) add(`modules/${it.name}.ko`, EXECUTABLE, it.bytes);
  add("modules/line", EXECUTABLE, Buffer.from(`${kernel.line.map((it) => `${it.name}.ko`).join("\n")}\n`));
  return archive([...withFolders(entries).values()]);
}

type Add = (path: string, mode: number, bytes: Buffer) => void;

function addBusybox(add: Add): void {
  const path = find("busybox") ?? "";
  add("bin/busybox", EXECUTABLE, readFileSync(path));
  const applets = execFileSync(path, ["--list"], { encoding: "utf8" }).split("\n");
  for (const applet of applets) {
    if (applet !== "" && applet !== "busybox") add(`bin/${applet}`, LINK, Buffer.from("busybox"));
  }
}

function addProgram(program: string, add: Add): void {
  const path = realpathSync(find(program) ?? program);
  add(`sbin/${program}`, EXECUTABLE, readFileSync(path));
  const libraries = execFileSync("ldd", [path], { encoding: "utf8" }).matchAll(/(\/[^\s(]+)/g);
  for (const [, library = ""] of libraries) add(library.slice(1), EXECUTABLE, readFileSync(library));
}

/** Every folder above an entry, before it. */
function withFolders(entries: ReadonlyMap<string, Entry>): Map<string, Entry> {
  const all = new Map<string, Entry>();
  for (const it of entries.values()) {
    const parts = it.path.split("/");
    for (let i = 1; i < parts.length; i++) {
      const folder = parts.slice(0, i).join("/");
      if (!all.has(folder)) all.set(folder, { path: folder, mode: DIRECTORY, bytes: Buffer.alloc(0) });
    }
    all.set(it.path, it);
  }
  return all;
}

function archive(entries: readonly Entry[]): Buffer {
  const parts: Buffer[] = [];
  const padded = (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
  const end: Entry = { path: "TRAILER!!!", mode: 0, bytes: Buffer.alloc(0) };
  [...entries, end].forEach((it, i) => {
    const name = Buffer.from(`${it.path}\0`);
    // ino, mode, uid, gid, nlink, mtime, size, device and represented device (major, minor each), name length, check
    const fields = [i + 1, it.mode, 0, 0, 1, 0, it.bytes.length, 0, 0, 0, 0, name.length, 0];
    const head = `070701${fields.map((field) => field.toString(16).padStart(8, "0")).join("")}`;
    parts.push(padded(Buffer.concat([Buffer.from(head), name])), padded(it.bytes));
  });
  return Buffer.concat(parts);
}
