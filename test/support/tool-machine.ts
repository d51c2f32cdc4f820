/**
 * A throw-away virtual machine on paper: reads the scripts that `exportScript` writes and keeps what their commands would
 * have done. Knows nothing of the importer; `tool-output.ts` writes what the tools would then print.
 *
 * Filesystems allocate from the front, in the order of the commands, around what mkfs put there.
 */
export interface PaperDisk {
  name: string;
  namespace: string;
  fromBytes: number;
  lenBytes: number;
  dataOffsetBytes: number;
  map: "mem" | "dev";
  hasInfoBlock: boolean;
  number: string;
  parts: { name: string; start: number; size: number; number: string }[];
  badblocks: string[];
}
export interface PaperFile {
  path: string;
  inode: number;
  sizeBytes: number;
  /** In blocks of the filesystem. */
  extents: { file: number; block: number; count: number; isUnwritten: boolean }[];
}
export interface PaperFilesystem {
  fstype: string;
  device: string;
  blockBytes: number;
  blocks: number;
  agBlocks: number;
  logBlocks: number;
  logDevice: string | null;
  rmapbt: number;
  reflink: number;
  inodeBytes: number;
  target: string | null;
  options: string;
  nextBlock: number;
  nextInode: number;
  files: PaperFile[];
}
export interface PaperProcess {
  name: string;
  maps: { path: string; offBytes: number; lenBytes: number }[];
}

const SECTOR = 512;
const MIB = 1024 ** 2;
/** Blocks of an allocation group that mkfs takes before any file: as recorded on Linux 6.12 with rmapbt. */
export const AG_HEAD_BLOCKS = 15;
export const INODE_BLOCKS = 8;

export class PaperMachine {
  readonly disks: PaperDisk[] = [];
  readonly mapped: { name: string; number: string; table: string[] }[] = [];
  readonly filesystems: PaperFilesystem[] = [];
  readonly processes: PaperProcess[] = [];
  #minor = 0;

  constructor(script: string) {
    const lines = script.split("\n");
    for (const boot of lines.filter((it) => it.startsWith("#   memmap="))) this.#boot(boot);
    for (let i = 0; i < lines.length; i++) {
      const line = lines[i] ?? "";
      if (line.startsWith("#") || line.trim() === "") continue;
      const end = /<<'(\w+)'/.exec(line)?.[1];
      const body = end === undefined ? [] : lines.slice(i + 1, lines.indexOf(end, i + 1));
      if (end !== undefined) i += body.length + 1;
      this.#command(words(line), body, line);
    }
  }

  #boot(line: string): void {
    for (const [, len, from] of line.matchAll(/memmap=(\d+)K!(\d+)K/g)) {
      const region = this.disks.length;
      this.disks.push({
        ...{ name: `pmem${region}`, namespace: `namespace${region}.0`, number: `259:${this.#minor++}` },
        ...{ fromBytes: Number(from) * 1024, lenBytes: Number(len) * 1024, dataOffsetBytes: 0 },
        ...{ map: "mem" as const, hasInfoBlock: false, parts: [], badblocks: [] },
      });
    }
  }

  #command(argv: string[], body: string[], line: string): void {
    const [name = ""] = argv;
    if (name === "ndctl" && argv[1] === "create-namespace") this.#namespace(argv);
    else if (name === "sfdisk" && body.length > 0) this.#partition(argv, body);
    else if (name === "dmsetup" && argv[1] === "create") this.#map(argv[2] ?? "", body);
    else if (name.startsWith("mkfs.")) this.#mkfs(argv);
    else if (name === "mount") this.#mount(argv);
    else if (name === "xfs_io" && argv.includes("-f")) this.#write(argv);
    else if (name === "echo" && line.includes("/badblocks")) this.#bad(argv);
    else if (line.startsWith("{ cat")) this.#process(/"\$out\/(.+)\.fifo"/.exec(line)?.[1] ?? "", body);
  }

  #namespace(argv: string[]): void {
    const disk = this.disks.find((it) => it.namespace === option(argv, "-e"));
    if (disk === undefined) throw new Error(`no namespace ${option(argv, "-e")}`);
    disk.map = option(argv, "-M") === "dev" ? "dev" : "mem";
    disk.hasInfoBlock = true;
    // drivers/nvdimm/pfn_devs.c, nd_pfn_init: 8 KiB, and 64 bytes per page where the map is on the device.
    const pages = Math.floor((disk.lenBytes - 8192) / 4096);
    const needed = 8192 + (disk.map === "dev" ? pages * 64 : 0);
    disk.dataOffsetBytes = Math.ceil(needed / (2 * MIB)) * 2 * MIB;
  }

  #partition(argv: string[], body: string[]): void {
    const disk = this.disks.find((it) => argv.includes(`/dev/${it.name}`));
    for (const row of body) {
      const match = /^\/dev\/(\S+) : start=(\d+), size=(\d+)$/.exec(row);
      if (match === null || disk === undefined) continue;
      const number = `259:${this.#minor++}`;
      disk.parts.push({ name: match[1] ?? "", start: Number(match[2]), size: Number(match[3]), number });
    }
  }

  #map(name: string, body: string[]): void {
    const table = body.map((row) => row.replace(/\/dev\/(\S+)/g, (_, device: string) => this.number(device)));
    this.mapped.push({ name, number: `254:${this.mapped.length}`, table });
  }

  #mkfs(argv: string[]): void {
    const device = (argv.find((it) => it.startsWith("/dev/")) ?? "").replace("/dev/", "");
    const isXfs = argv[0] === "mkfs.xfs";
    const of = (flag: string, key: string) =>
      Number(new RegExp(`(?:^|,)${key}=(\\d+)`).exec(option(argv, flag) ?? "")?.[1] ?? 0);
    const blockBytes = isXfs ? of("-b", "size") || 4096 : Number(option(argv, "-b") ?? 4096);
    const sizeBytes = isXfs
      ? of("-d", "size")
      : Number(argv.at(-1)?.startsWith("/dev/") ? 0 : argv.at(-1)) * blockBytes;
    const blocks = Math.floor((sizeBytes || this.size(device)) / blockBytes);
    const agBlocks = of("-d", "agsize") / blockBytes || Math.ceil(blocks / (of("-d", "agcount") || 4));
    const logDevice = /logdev=\/dev\/([^,]+)/.exec(option(argv, "-l") ?? "")?.[1] ?? null;
    this.filesystems.push({
      ...{ fstype: (argv[0] ?? "").slice(5), device, blockBytes, blocks, agBlocks, logDevice },
      ...{ logBlocks: (of("-l", "size") || 64 * MIB) / blockBytes, inodeBytes: of("-i", "size") || 512 },
      ...{ rmapbt: of("-m", "rmapbt"), reflink: of("-m", "reflink"), target: null, options: "rw", files: [] },
      ...{ nextBlock: isXfs ? AG_HEAD_BLOCKS + 1 + INODE_BLOCKS : 5000, nextInode: isXfs ? 131 : 12 },
    });
  }

  #mount(argv: string[]): void {
    const [device, target] = argv.slice(-2);
    const found = this.filesystems.findLast((it) => `/dev/${it.device}` === device);
    if (found === undefined || target === undefined) throw new Error(`nothing to mount: ${argv.join(" ")}`);
    found.target = target;
    const said = option(argv, "-o")?.split(",") ?? [];
    found.options = [said.includes("ro") ? "ro" : "rw", "relatime", ...said.filter((it) => it !== "ro")].join(",");
  }

  #write(argv: string[]): void {
    const path = argv.at(-1) ?? "";
    const on = this.filesystemOf(path);
    const file: PaperFile = { path, inode: on.nextInode++, sizeBytes: 0, extents: [] };
    for (const [i, word] of argv.entries()) {
      const [verb, ...numbers] = (argv[i - 1] === "-c" ? word : "").split(" ");
      const [off = 0, len = 0] = numbers.slice(-2).map(Number);
      if (verb === "truncate") file.sizeBytes = len || off;
      if (verb !== "pwrite" && verb !== "falloc") continue;
      const first = Math.floor(off / on.blockBytes);
      const count = Math.ceil((off + len) / on.blockBytes) - first;
      const last = file.extents.at(-1);
      const isUnwritten = verb === "falloc";
      if (last && last.file + last.count === first && last.isUnwritten === isUnwritten) last.count += count;
      else file.extents.push({ file: first, block: on.nextBlock, count, isUnwritten });
      on.nextBlock += count;
    }
    // A gap behind each file, so that none goes on where the one before it ends.
    on.nextBlock += 1;
    on.files.push(file);
  }

  #bad(argv: string[]): void {
    const disk = this.disks.find((it) => argv.at(-1) === `/sys/block/${it.name}/badblocks`);
    disk?.badblocks.push(argv[1] ?? "");
  }

  #process(name: string, body: string[]): void {
    const process: PaperProcess = { name, maps: [] };
    let path = "";
    for (const line of body) {
      const [verb, first = "", second, third] = words(line);
      if (verb === "open") path = first;
      if (verb === "mmap") process.maps.push({ path, offBytes: Number(second), lenBytes: Number(third) });
    }
    this.processes.push(process);
  }

  filesystemOf(path: string): PaperFilesystem {
    const on = this.filesystems.filter((it) => it.target !== null && path.startsWith(`${it.target}/`));
    const [best] = on.sort((a, b) => (b.target?.length ?? 0) - (a.target?.length ?? 0));
    if (best === undefined) throw new Error(`${path} is on no filesystem`);
    return best;
  }

  number(device: string): string {
    const mapped = this.mapped.find((it) => `mapper/${it.name}` === device);
    const all = this.disks.flatMap((it) => [it, ...it.parts]);
    const found = mapped ?? all.find((it) => it.name === device);
    if (found === undefined) throw new Error(`no device ${device}`);
    return found.number;
  }

  size(device: string): number {
    const mapped = this.mapped.find((it) => `mapper/${it.name}` === device);
    const disk = this.disks.find((it) => it.name === device);
    const part = this.disks.flatMap((it) => it.parts).find((it) => it.name === device);
    if (disk !== undefined) return disk.lenBytes - disk.dataOffsetBytes;
    if (part !== undefined) return part.size * SECTOR;
    return (mapped?.table ?? []).reduce((sum, row) => sum + Number(row.split(" ")[1]) * SECTOR, 0);
  }
}

/** Words of a command, without quotes, assignments before it and redirections. */
function words(line: string): string[] {
  const found = [...line.matchAll(/'((?:[^']|'\\'')*)'|"([^"]*)"|(\S+)/g)].map(
    (it) => it[1]?.replaceAll("'\\''", "'") ?? it[2] ?? it[3] ?? "",
  );
  const first = found.findIndex((it) => !/^[A-Z_]+=/.test(it));
  return found.slice(first);
}

const option = (argv: readonly string[], flag: string): string | undefined =>
  argv[argv.indexOf(flag) + 1 || argv.length];
