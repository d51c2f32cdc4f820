/** Steps on filesystems: mounts and what is in them. */
import { count, type Fields, maybeCount, maybeText, text } from "../../../engine/recordings/fields.ts";
import { blockDevice } from "./disks.ts";
import { errnoName } from "./errno.ts";
import type { Done } from "./guest.ts";
import { type FoundExtents, quoted, type Session } from "./session.ts";

const SECTOR = 512;
/** include/uapi/linux/fiemap.h. */
const EXTENT_FLAGS: Readonly<Record<number, string>> = {
  ...{ 1: "LAST", 2: "UNKNOWN", 4: "DELALLOC", 8: "ENCODED", 128: "DATA_ENCRYPTED", 256: "NOT_ALIGNED" },
  ...{ 512: "DATA_INLINE", 1024: "DATA_TAIL", 2048: "UNWRITTEN", 4096: "MERGED", 8192: "SHARED" },
};
/** Enough entries for a directory with more than one data block and blocks of its index. */
const ENTRIES = 300;

/** How a call ended that may never come back. */
export function answerOf(done: Done, says: Fields | null): Fields {
  if (says !== null) return { errno: says.errno, errno_name: errnoName(Number(says.errno)) };
  const child = done.how === "timeout" ? "hung" : `killed by signal ${done.code}`;
  return { errno: null, errno_name: null, child };
}

export async function mount(session: Session, step: Fields): Promise<Fields> {
  const [device, target] = [text(step, "device", "mount"), text(step, "target", "mount")];
  const fstype = text(step, "fstype", "mount");
  const options = maybeText(step, "options") ?? "";
  session.names.mounting = device;
  await session.guest.print(`mkdir -p ${target}`);
  const { value, calls } = await session.watch(() =>
    session.tool(["mount", `/dev/${device}`, target, fstype, options]),
  );
  session.names.mounting = null;
  const block = await blockDevice(session, device);
  const answer = answerOf(value.done, value.says);
  if (answer.errno === 0) session.mounts.push({ target, fstype, block });
  const line = (await session.guest.print("cat /proc/mounts")).split("\n").filter((it) => it.split(" ")[1] === target);
  const effective = answer.errno === 0 ? (line.at(-1)?.split(" ")[3] ?? null) : null;
  return {
    ...{ device, target, fstype, options, ...answer },
    effective_options: effective,
    dax_enabled: /(^|,)dax(=always)?(,|$)/.test(effective ?? ""),
    calls,
    holders_after: await session.holders(),
    dmesg: await session.log(),
  };
}

/** Whoever still maps a file of the filesystem gives it up first, so that the answer is the filesystem's. */
export async function umount(session: Session, step: Fields): Promise<Fields> {
  const target = text(step, "target", "umount");
  for (const victim of session.names.victims.values()) {
    const used = victim.maps.filter((it) => it.path.startsWith(`${target}/`));
    for (const it of used) await session.tell(victim, `munmap ${it.map}`);
    victim.maps = victim.maps.filter((it) => !used.includes(it));
    await session.tell(victim, "close");
  }
  const { value, calls } = await session.watch(() => session.tool(["umount", target]));
  const answer = answerOf(value.done, value.says);
  // One that did not come back is out of sight all the same.
  const isSeen = (await session.guest.print("cat /proc/mounts")).split("\n").some((it) => it.split(" ")[1] === target);
  if (!isSeen) {
    const at = session.mounts.findLastIndex((it) => it.target === target);
    if (at >= 0) session.mounts.splice(at, 1);
  }
  return { target, ...answer, calls, holders_after: await session.holders(), dmesg: await session.log() };
}

export async function file(session: Session, step: Fields): Promise<Fields> {
  const path = text(step, "path", "file");
  const how = step.how ?? null;
  const extsize = maybeText(step, "extsize") ?? null;
  let errno = 0;
  if (how !== null) {
    await session.guest.print(`mkdir -p $(dirname ${quoted(path)})`);
    if (extsize !== null) await session.guest.print(`xfs_io -f -c 'extsize ${extsize}' ${quoted(path)}`);
    const ranges = Array.isArray(how) ? how.flat().map(String) : [];
    const verb = how === "falloc" ? "falloc" : "write";
    const { says } = await session.tool(["file", path, count(step, "size", "file"), verb, ...ranges]);
    errno = Number(says?.errno ?? Number.NaN);
  }
  const found = await extents(session, path, "data");
  return { path, inode: found.inode, size: found.size, extents: found.extents, how, extsize, errno };
}

/** Where the blocks of a file lie on its filesystem's device and on the disk behind it. */
export async function extents(session: Session, path: string, of: "data" | "attr"): Promise<FoundExtents> {
  const { says } = await session.tool(["extents", path, of]);
  const known = session.extents.get(`${of} ${path}`);
  if (says?.errno !== 0 && known !== undefined) return known;
  if (says?.errno !== 0) throw new Error(`the extents of ${path} cannot be read`);
  const home = [...session.mounts].reverse().find((it) => path.startsWith(`${it.target}/`));
  if (home === undefined) throw new Error(`${path} is in no mounted filesystem`);
  const { disk, start } = await diskOf(session, home.block);
  const rows = (says.extents as [number, number, number, number][]).map(([logical, physical, length, flags]) => ({
    file_offset: logical,
    len: length,
    fs_device: home.block,
    fs_device_offset: physical,
    disk,
    disk_offset: start + physical,
    flags: Object.entries(EXTENT_FLAGS)
      .flatMap(([bit, name]) => ((flags & Number(bit)) !== 0 ? [name] : []))
      .sort(),
  }));
  const found = { inode: says.inode, size: says.size, extents: rows };
  session.extents.set(`${of} ${path}`, found);
  return found;
}

/** A partition's disk and where it starts on it; a whole disk is its own. */
export async function diskOf(session: Session, block: string): Promise<{ disk: string; start: number }> {
  const script = `cd -P /sys/class/block/${block}; [ -e partition ] && echo $(basename $(dirname $PWD)) $(cat start) || echo ${block} 0`;
  const [disk = block, sectors] = (await session.guest.print(script)).trim().split(" ");
  return { disk, start: Number(sectors) * SECTOR };
}

export async function fsmap(session: Session, step: Fields): Promise<Fields> {
  const target = text(step, "target", "fsmap");
  const block = session.mounts.find((it) => it.target === target)?.block ?? null;
  return { target, device: block, map: await fsmapRows(session, target) };
}

/** "\t0: 259:0 [0..31]: static fs metadata 32", in sectors. */
async function fsmapRows(session: Session, target: string) {
  const printed = await session.guest.print(`xfs_io -c fsmap ${target}`);
  return [...printed.matchAll(/^\s*\d+: (\d+:\d+) \[(\d+)\.\.(\d+)\]: (.*) (\d+)$/gm)].map(
    ([, dev, start, , owner, length]) => ({
      dev,
      start: Number(start) * SECTOR,
      len: Number(length) * SECTOR,
      owner: (owner ?? "").trim(),
    }),
  );
}

export async function directory(session: Session, step: Fields): Promise<Fields> {
  const path = text(step, "path", "directory");
  const entries = maybeCount(step, "entries") ?? ENTRIES;
  const names = `for i in $(seq ${entries}); do echo ${path}/a-name-that-takes-some-room-$i; done`;
  await session.guest.print(`mkdir -p ${path} && touch $(${names}) && sync`);
  const inode = Number(await session.guest.print(`stat -c %i ${path}`));
  const target = session.mounts.find((it) => path.startsWith(`${it.target}/`))?.target ?? "/";
  const rows = await fsmapRows(session, target);
  return { path, inode, fsmap_rows: rows.filter((it) => it.owner.startsWith(`inode ${inode} `)) };
}

export async function attrFork(session: Session, step: Fields): Promise<Fields> {
  const path = text(step, "path", "attr-fork");
  await session.tool(["setxattr", path, "user.large", maybeCount(step, "bytes") ?? 16384]);
  const found = await extents(session, path, "attr");
  return { path, inode: found.inode, extents: found.extents };
}

export async function unlink(session: Session, step: Fields): Promise<Fields> {
  const path = text(step, "path", "unlink");
  await session.guest.print(`rm ${quoted(path)} && sync`);
  return { path };
}

export async function truncate(session: Session, step: Fields): Promise<Fields> {
  const [path, size] = [text(step, "path", "truncate"), count(step, "size", "truncate")];
  const { says } = await session.tool(["truncate", path, size]);
  return { path, size, errno: says?.errno ?? null };
}

export async function bmap(session: Session, step: Fields): Promise<Fields> {
  const path = text(step, "path", "bmap");
  return { path, text: (await session.guest.print(`xfs_io -r -c 'bmap -v' ${quoted(path)}`)).trimEnd().split("\n") };
}

/** Recordings have the words of a command without the quotes that kept those of xfs_io's own commands together. */
function spelt(command: string): string {
  const parts = /^(xfs_io(?: -[^c\s]+)*) -c ([^'"]*) (\/[^\s'"]+)$/.exec(command);
  if (parts === null) return command;
  const own = (parts[2] ?? "").split(" -c ").map((it) => `-c ${quoted(it)}`);
  return `${parts[1]} ${own.join(" ")} ${parts[3]}`;
}

export async function shell(session: Session, step: Fields): Promise<Fields> {
  const command = text(step, "cmd", "cmd");
  const { value: done } = await session.watch(() => session.guest.run(spelt(command)));
  await session.learnDevices();
  const stderr = done.err.trim() === "" ? {} : { stderr: done.err.trimEnd().split("\n") };
  return { cmd: command, rc: done.code, ...stderr };
}
