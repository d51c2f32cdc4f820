/** What the tools print on a `PaperMachine`, in the formats of Debian 12: ndctl 76, util-linux 2.38, xfsprogs 6.1. */
import { type PaperDisk, type PaperFilesystem, PaperMachine } from "./tool-machine.ts";
import { dumpe2fs, filefrag, fsmapPlain, fsmapVerbose, xfsInfo } from "./tool-output-filesystems.ts";

export interface ToolOutput {
  name: string;
  text: string;
}

/** The outputs that the end of an exported script records. */
export function outputsOf(script: string): ToolOutput[] {
  const machine = new PaperMachine(script);
  const { disks, filesystems, processes } = machine;
  const outputs: ToolOutput[] = [];
  const out = (name: string, text: string) => outputs.push({ name, text });
  out(
    "version.txt",
    "Linux version 6.12.107+deb13-amd64 (gcc (Debian 14.2.0-19)) #1 SMP Debian 6.12.107-1 (2026-08-29)\n",
  );
  out("ndctl.json", `${JSON.stringify({ regions: disks.map(region) }, null, 2)}\n`);
  out("lsblk.json", `${JSON.stringify({ blockdevices: disks.map((it) => lsblkDisk(machine, it)) }, null, 3)}\n`);
  for (const disk of disks) out(`sfdisk-${disk.name}.json`, sfdisk(machine, disk));
  out(
    "dmsetup-table.txt",
    machine.mapped.flatMap(({ name, table }) => table.map((row) => `${name}: ${row}\n`)).join("") ||
      "No devices found\n",
  );
  out("dmsetup-tree.txt", machine.mapped.map(tree).join("") || "No devices found\n");
  out("mounts.txt", `proc /proc proc rw,relatime 0 0\n${filesystems.map(mountLine).join("")}`);
  out("iomem.txt", `00001000-0009fbff : System RAM\n${disks.map(iomem).join("")}`);
  out(
    "badblocks.txt",
    disks
      .map((it) => `==> /sys/block/${it.name}/badblocks <==\n${it.badblocks.map((row) => `${row}\n`).join("")}\n`)
      .join(""),
  );
  filesystems.forEach((it, i) => {
    if (it.target === null) return;
    if (it.fstype === "xfs") out(`xfs_info-${i}.txt`, xfsInfo(it));
    else out(`dumpe2fs-${i}.txt`, dumpe2fs(it));
    out(`fsmap-${i}.txt`, it.fstype === "xfs" ? fsmapVerbose(machine, it) : fsmapPlain(machine, it));
    for (const [j, file] of it.files.entries()) out(`filefrag-${i}-${j}.txt`, filefrag(it, file));
  });
  processes.forEach(({ name, maps }, i) => {
    out(`proc-${500 + i}-status.txt`, `Name:\t${name}\nUmask:\t0022\nState:\tS (sleeping)\nPid:\t${500 + i}\n`);
    out(`proc-${500 + i}-maps.txt`, mapsText(machine, maps));
  });
  return outputs;
}

const hex = (bytes: number, digits = 8): string => bytes.toString(16).padStart(digits, "0");

function region(disk: PaperDisk) {
  const uuid = { uuid: "7a054414-5c6a-464a-a176-6d2a298e483e", align: 2097152 };
  const namespace = {
    ...{ dev: disk.namespace, mode: "fsdax", map: disk.map, size: disk.lenBytes - disk.dataOffsetBytes },
    ...(disk.hasInfoBlock ? uuid : {}),
    ...{ sector_size: 512, blockdev: disk.name, numa_node: 0 },
  };
  return {
    dev: disk.namespace.replace(/namespace(\d+)\.0/, "region$1"),
    size: disk.lenBytes,
    type: "pmem",
    namespaces: [namespace],
  };
}

function lsblkNode(machine: PaperMachine, name: string, path: string, type: string): Record<string, unknown> {
  const on = machine.filesystems.find((it) => it.device === path);
  return {
    ...{ name, kname: name, path: `/dev/${path}`, "maj:min": machine.number(path), type, size: machine.size(path) },
    ...{
      start: null,
      fstype: on?.fstype ?? null,
      mountpoint: on?.target ?? null,
      mountpoints: [on?.target ?? null],
      dax: true,
    },
  };
}

function lsblkDisk(machine: PaperMachine, disk: PaperDisk): Record<string, unknown> {
  const children = disk.parts.map((it) => ({
    ...lsblkNode(machine, it.name, it.name, "part"),
    start: it.start,
    ...above(machine, it.name),
  }));
  const mapped = above(machine, disk.name).children ?? [];
  const all = [...children, ...mapped];
  return { ...lsblkNode(machine, disk.name, disk.name, "disk"), ...(all.length > 0 ? { children: all } : {}) };
}

/** Mapped devices on a device, each with those on it. */
function above(machine: PaperMachine, device: string): { children?: Record<string, unknown>[] } {
  const number = machine.number(device);
  const on = machine.mapped.filter(({ table }) => table.some((row) => row.split(" ").includes(number)));
  if (on.length === 0) return {};
  const nodes = on.map((it) => {
    const kname = `dm-${it.number.split(":")[1]}`;
    return { ...lsblkNode(machine, it.name, `mapper/${it.name}`, "dm"), kname, ...above(machine, `mapper/${it.name}`) };
  });
  return { children: nodes };
}

function sfdisk(machine: PaperMachine, disk: PaperDisk): string {
  if (disk.parts.length === 0) return "";
  const sectors = machine.size(disk.name) / 512;
  const partitions = disk.parts.map((it) => ({ node: `/dev/${it.name}`, start: it.start, size: it.size }));
  const table = {
    label: "gpt",
    device: `/dev/${disk.name}`,
    unit: "sectors",
    firstlba: 2048,
    lastlba: sectors - 34,
    sectorsize: 512,
    partitions,
  };
  return `${JSON.stringify({ partitiontable: table }, null, 3)}\n`;
}

function tree({ name, number, table }: PaperMachine["mapped"][number]): string {
  const legs = [...new Set(table.flatMap((row) => row.match(/\d+:\d+/g) ?? []))];
  return `${name} (${number})\n${legs.map((it, i) => ` ${i === legs.length - 1 ? "`" : "|"}- (${it})\n`).join("")}`;
}

function mountLine({ device, target, fstype, options }: PaperFilesystem): string {
  return target === null ? "" : `/dev/${device} ${target.replaceAll(" ", "\\040")} ${fstype} ${options} 0 0\n`;
}

function iomem({ fromBytes, lenBytes, namespace }: PaperDisk): string {
  const range = `${hex(fromBytes)}-${hex(fromBytes + lenBytes - 1)}`;
  return `${range} : Persistent Memory (legacy)\n  ${range} : ${namespace}\n`;
}

/** Top down: what was mapped first has the highest address. */
function mapsText(machine: PaperMachine, maps: PaperMachine["processes"][number]["maps"]): string {
  let top = 0x7f90_0000_0000;
  const lines = maps.map(({ path, offBytes, lenBytes }) => {
    const on = machine.filesystemOf(path);
    const inode = on.files.find((it) => it.path === path)?.inode ?? 0;
    const [major, minor] = machine.number(on.device).split(":").map(Number);
    top -= Math.ceil(lenBytes / 4096) * 4096;
    const range = `${hex(top)}-${hex(top + Math.ceil(lenBytes / 4096) * 4096)}`;
    return `${range} rw-s ${hex(offBytes)} ${hex(major ?? 0, 2)}:${hex(minor ?? 0, 2)} ${inode} ${" ".repeat(20)} ${path}\n`;
  });
  return `00400000-00401000 r-xp 00000000 00:02 1226 /usr/sbin/xfs_io\n${lines.reverse().join("")}`;
}
