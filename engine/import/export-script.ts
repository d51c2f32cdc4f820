/**
 * A machine → a shell script that makes it in a throw-away virtual machine, and then records there what the importer
 * reads: the recorded outputs import to the same machine. And a machine → JSON.
 *
 * pmem comes from the kernel's memmap= option (legacy e820 pmem), so the script begins with what to boot with. mkfs.xfs
 * chooses itself where files, groups' trees and the log lie: extents and inode numbers are those of the new filesystem.
 *
 * **Left out:** poison and failures (a script that breaks memory is another tool), machine-check policies (no shell
 * command sets one), private mappings (xfs_io maps shared), stores, holders of readers. Each step that is left out stands
 * as a comment.
 */
import type { DmTarget, MachineValue, Partition, Pmem, Step } from "../scene.ts";
import { fileLines, processLines } from "./export-files.ts";
import { mkfsLines } from "./export-mkfs.ts";
import { lines, quoted } from "./shell-text.ts";

const SECTOR_BYTES = 512;
const GIB = 1024 ** 3;
/** What a GPT has before the first and after the last usable sector. */
const GPT_HEAD_SECTORS = 34;
const GPT_TAIL_SECTORS = 33;
const DOS_PARTITIONS = 4;
const DOS_SECTORS = 2 ** 32;

/** The machine as JSON, as `importMachine`'s texts, links and files have it. */
export function exportScene(value: MachineValue): string {
  return `${JSON.stringify(value, null, 1)}\n`;
}

export function exportScript(value: MachineValue): string {
  const { scene, steps } = value;
  const disks = placed(scene.pmem);
  const tables = Object.entries(scene.pmem).flatMap(([name, it]) =>
    tableLines(name, it.partitions ?? [], it.sizeBytes),
  );
  const setUp = steps.flatMap((step) => (isOfProcess(step) ? [] : stepLines(step, scene.pmem)));
  return lines(
    ["#!/bin/sh", "# Makes a machine in a throw-away virtual machine: it overwrites every pmem device it finds there."],
    bootLines(disks, scene.kernel),
    ["set -eu", "out=outputs", "pids=", 'mkdir -p "$out"'],
    ["", "# The devices must be there, with these lengths, before anything is written."],
    disks.flatMap(namespaceLines),
    disks.map(({ name, pmem }) => sizeCheck(name, pmem)),
    tables.length === 0 ? [] : ["", "# Partitions", ...tables],
    setUp.length === 0 ? [] : ["", "# Mapped devices, filesystems, files", ...setUp],
    processLines(steps),
    recordLines(value),
  );
}

interface PlacedDisk {
  name: string;
  pmem: Pmem;
  /** Of the namespace, its page map included. */
  fromBytes: number;
  lenBytes: number;
  /** Regions are numbered in order of address. */
  region: number;
}

/** Disks without an address come after those with one, a GiB apart, from 4 GiB. */
function placed(pmem: Readonly<Record<string, Pmem>>): PlacedDisk[] {
  let end = 4 * GIB;
  for (const it of Object.values(pmem))
    if (it.resourceBytes !== undefined) end = Math.max(end, it.resourceBytes + it.sizeBytes + GIB);
  const disks = Object.entries(pmem).map(([name, it]) => {
    const before = it.dataOffsetBytes ?? 0;
    const dataBytes = it.resourceBytes ?? Math.ceil(end / GIB) * GIB + before;
    if (it.resourceBytes === undefined) end = dataBytes + it.sizeBytes + GIB;
    return { name, pmem: it, fromBytes: dataBytes - before, lenBytes: it.sizeBytes + before, region: 0 };
  });
  disks.sort((a, b) => a.fromBytes - b.fromBytes);
  disks.forEach((it, i) => {
    it.region = i;
  });
  return disks;
}

function bootLines(disks: readonly PlacedDisk[], kernel: string): string[] {
  const memmap = disks.map((it) => `memmap=${it.lenBytes / 1024}K!${it.fromBytes / 1024}K`).join(" ");
  const ram = Math.max(...disks.map((it) => it.fromBytes + it.lenBytes));
  const renamed = disks.filter(({ name, region }) => !new RegExp(`^(pmem|dax)${region}(\\.0)?s?$`).test(name));
  return [
    `# Rules of kernel ${kernel}. Boot it with at least ${Math.ceil(ram / GIB)} GiB of memory and, so that pmem lies where it should:`,
    `#   ${memmap}`,
    ...renamed.map(
      (it) => `# The kernel numbers regions by address: what is ${it.name} here will be pmem${it.region} there.`,
    ),
    "",
  ];
}

function namespaceLines({ pmem, region }: PlacedDisk): string[] {
  const hasMemmap = pmem.map === "dev" || (pmem.dataOffsetBytes ?? 0) > 0;
  const mode = pmem.mode === "sector" || pmem.mode === "devdax" ? pmem.mode : hasMemmap ? "fsdax" : null;
  if (mode === null) return [];
  const map = mode === "sector" ? "" : ` -M ${pmem.map ?? "mem"}`;
  return [`ndctl create-namespace -f -e namespace${region}.0 -m ${mode}${map}`];
}

function sizeCheck(name: string, { sizeBytes }: Pmem): string {
  if (name.startsWith("dax")) return `test -c /dev/${name}`;
  return `test "$(cat /sys/block/${name}/size)" -eq ${sizeBytes / SECTOR_BYTES}`;
}

/** GPT where it fits; DOS for the few partitions that begin too early or end too late for it. */
function tableLines(disk: string, table: readonly Partition[], sizeBytes: number): string[] {
  if (table.length === 0) return [];
  const sectors = Math.floor(sizeBytes / SECTOR_BYTES);
  const rows = table.map((it) => [it.startBytes / SECTOR_BYTES, it.sizeBytes / SECTOR_BYTES] as const);
  const fitsGpt = rows.every(
    ([start, size]) => start >= GPT_HEAD_SECTORS && start + size <= sectors - GPT_TAIL_SECTORS,
  );
  const fitsDos = rows.length <= DOS_PARTITIONS && sectors <= DOS_SECTORS;
  if (!fitsGpt && !fitsDos) return [`# no label has room for the partitions of ${disk}`, "exit 1"];
  return [
    `sfdisk --wipe always /dev/${disk} <<'TABLE'`,
    `label: ${fitsGpt ? "gpt" : "dos"}`,
    "unit: sectors",
    "",
    ...rows.map(([start, size], i) => `/dev/${disk}p${i + 1} : start=${start}, size=${size}`),
    "TABLE",
  ];
}

const isOfProcess = ({ op }: Step): boolean => op === "spawn" || op === "mmap" || op === "fork" || op === "exit";

function stepLines(step: Step, pmem: Readonly<Record<string, Pmem>>): string[] {
  switch (step.op) {
    case "partition":
      return tableLines(step.device, step.table, pmem[step.device]?.sizeBytes ?? 0);
    case "dm-create":
      return [`dmsetup create ${step.name} <<'TABLE'`, ...step.table.map(targetLine), "TABLE"];
    case "dm-remove":
      return [`dmsetup remove ${step.name}`];
    case "mkfs":
      return mkfsLines(step);
    case "mount":
      return mountLines(step);
    case "umount":
      return [`umount ${quoted(step.target)}`];
    case "badblocks":
      return [
        `echo '${step.clear === true ? "-" : ""}${step.sector} ${step.count}' > /sys/block/${step.device}/badblocks`,
      ];
    case "sysctl":
      return sysctlLines(step);
    default:
      return fileLines(step) ?? [`# left out: ${step.op}`];
  }
}

function targetLine(target: DmTarget): string {
  const head = `${target.startBytes / SECTOR_BYTES} ${target.lenBytes / SECTOR_BYTES} ${target.type}`;
  const legs = target.type === "linear" ? [target] : target.legs;
  const shape = target.type === "linear" ? "" : ` ${legs.length} ${target.chunkBytes / SECTOR_BYTES}`;
  return `${head}${shape} ${legs.map((it) => `/dev/${it.device} ${it.offInLegBytes / SECTOR_BYTES}`).join(" ")}`;
}

function mountLines(step: Extract<Step, { op: "mount" }>): string[] {
  const options = [
    step.readOnly === true ? "ro" : "",
    step.dax === undefined ? "" : `dax=${step.dax}`,
    step.logDevice === undefined ? "" : `logdev=/dev/${step.logDevice}`,
    step.rtDevice === undefined ? "" : `rtdev=/dev/${step.rtDevice}`,
  ].filter((it) => it !== "");
  const target = quoted(step.target);
  const type = step.fstype === undefined ? "" : ` -t ${step.fstype}`;
  const said = options.length === 0 ? "" : ` -o ${options.join(",")}`;
  return [`mkdir -p ${target}`, `mount${type}${said} /dev/${step.device} ${target}`];
}

function sysctlLines({ earlyKill, recovery }: Extract<Step, { op: "sysctl" }>): string[] {
  return [
    ...(earlyKill === undefined ? [] : [`sysctl -w vm.memory_failure_early_kill=${earlyKill}`]),
    ...(recovery === undefined ? [] : [`sysctl -w vm.memory_failure_recovery=${recovery}`]),
  ];
}

/** The outputs that make the same machine when they are imported. */
function recordLines({ scene, steps }: MachineValue): string[] {
  const disks = Object.keys(scene.pmem).filter((it) => !it.startsWith("dax"));
  const mounts = steps.flatMap((it) => (it.op === "mount" ? [it] : []));
  const files = steps.flatMap((it) => (it.op === "create" ? [it.path] : []));
  const perMount = mounts.flatMap(({ target, fstype, device }, i) => [
    ...(fstype === "ext4" || fstype === "ext2" ? [`dumpe2fs -h /dev/${device} > "$out/dumpe2fs-${i}.txt"`] : []),
    ...(fstype === "ext4" || fstype === "ext2" ? [] : [`xfs_info ${quoted(target)} > "$out/xfs_info-${i}.txt"`]),
    `xfs_io -rc 'fsmap${fstype === "xfs" || fstype === undefined ? " -v" : ""}' ${quoted(target)} > "$out/fsmap-${i}.txt"`,
  ]);
  return [
    "",
    "# What the importer reads",
    "sync",
    'cat /proc/version > "$out/version.txt"',
    'ndctl list -NRDiv > "$out/ndctl.json"',
    'lsblk --json -b -O > "$out/lsblk.json"',
    ...disks.map((it) => `sfdisk --json /dev/${it} > "$out/sfdisk-${it}.json" || true`),
    'dmsetup table > "$out/dmsetup-table.txt"',
    'dmsetup ls --tree > "$out/dmsetup-tree.txt"',
    'cat /proc/mounts > "$out/mounts.txt"',
    'cat /proc/iomem > "$out/iomem.txt"',
    `for disk in ${disks.join(" ")}; do echo "==> /sys/block/$disk/badblocks <=="; cat "/sys/block/$disk/badblocks"; done > "$out/badblocks.txt"`,
    ...perMount,
    ...files.map((it, i) => `filefrag -v ${quoted(it)} > "$out/filefrag-${i}.txt"`),
    'for pid in $pids; do for what in status maps; do cat "/proc/$pid/$what" > "$out/proc-$pid-$what.txt"; done; done',
  ];
}
