/** Steps that make and change disks: namespaces, partitions, mapped devices, filesystems' layouts, binding, badblocks. */
import { count, deviceName, type Fields, maybeText, rows, text, words } from "../../../engine/recordings/fields.ts";
import { errnoName } from "./errno.ts";
import { quoted, type Session } from "./session.ts";

const SECTOR = 512;
const PAGE = 4096;
/** The exemption of xfsprogs' own tests from its least sizes of filesystem and log. */
const SMALL = "TEST_DIR=/mnt TEST_DEV=/dev/null QA_CHECK_FS=1";

const lines = (text: string): string[] | null => (text.trim() === "" ? null : text.trimEnd().split("\n"));

export async function devices(session: Session): Promise<Fields[]> {
  const script = `cd /sys/block; for it in pmem*; do [ -e $it ] || continue
    nd=$(readlink -f $it/device)
    start=$(cat $nd/resource); whole=$start
    case $nd in */pfn*|*/dax*) whole=$(cat $(dirname $nd)/$(cat $nd/namespace)/resource) ;; esac
    echo $it $(cat $it/size) $(cat $it/queue/dax) $(basename $nd) $((start)) $((whole)) $(cat $nd/mode 2>/dev/null || echo raw)
  done`;
  const holders = await session.holders();
  const text = await session.guest.print(script);
  return text
    .split("\n")
    .filter((it) => it !== "")
    .map((line) => {
      const [device = "", size, dax, namespace, start, whole, mode] = line.split(" ");
      return {
        device,
        size: Number(size) * SECTOR,
        dax: Number(dax),
        nd_device: namespace,
        resource: Number(start),
        mode,
        holder: holders[device] ?? null,
        phys_start: Number(whole),
        data_offset: Number(start) - Number(whole),
      };
    });
}

export async function namespace(session: Session, step: Fields): Promise<Fields> {
  const command = text(step, "cmd", "namespace");
  const { value: done } = await session.watch(() => session.guest.run(command));
  await session.learnDevices();
  return {
    cmd: command,
    rc: done.code,
    stdout: lines(done.out),
    stderr: lines(done.err),
    devices: await devices(session),
  };
}

export async function partition(session: Session, step: Fields): Promise<Fields> {
  const device = text(step, "device", "partition");
  const label = maybeText(step, "label") ?? "gpt";
  const table = rows(step, "table", "partition").map((it, i) => {
    const [start, size] = [count(it, "start", "partition"), count(it, "size", "partition")];
    const is = { start_page_aligned: start % PAGE === 0, size_page_aligned: size % PAGE === 0 };
    return { part: `${device}p${i + 1}`, start, size, ...is };
  });
  const wanted = table.map((it) => `start=${it.start / SECTOR}, size=${it.size / SECTOR}`).join("\\n");
  const script = `printf 'label: ${label}\\n${wanted}\\n' | sfdisk --quiet /dev/${device}`;
  const done = await session.guest.run(script);
  await session.learnDevices();
  return { device, label, rc: done.code, table, dmesg: await session.log() };
}

export async function dmCreate(session: Session, step: Fields): Promise<Fields> {
  const name = text(step, "name", "dm-create");
  const table = rows(step, "table", "dm-create");
  const raw = table.map((it) => {
    const [start, length] = [count(it, "start", "dm-create") / SECTOR, count(it, "len", "dm-create") / SECTOR];
    return `${start} ${length} ${text(it, "target", "dm-create")} ${words(it, "args").join(" ")}`;
  });
  const script = `printf '${raw.join("\\n")}\\n' | dmsetup create ${name} --noudevrules --noudevsync`;
  const { value: done } = await session.watch(() => session.guest.run(script));
  await session.learnDevices();
  const block = await blockOf(session, name);
  // Nobody else makes the node: there is no udev in the guest.
  await session.guest.run(`mkdir -p /dev/mapper; [ -e /dev/mapper/${name} ] || ln -s ../${block} /dev/mapper/${name}`);
  const dax = (await session.guest.run(`cat /sys/block/${block}/queue/dax`)).out.trim();
  return {
    name,
    device: block,
    table,
    raw_table_sectors: raw,
    rc: done.code,
    stderr: lines(done.err),
    queue_dax: Number(dax),
  };
}

async function blockOf(session: Session, name: string): Promise<string> {
  const number = (
    await session.guest.print(`dmsetup info -c --noheadings -o major,minor --separator : ${name}`)
  ).trim();
  return session.names.numbers.get(number) ?? name;
}

/** Block device of a path as a step writes it: "mapper/vol" → "dm-0". */
export async function blockDevice(session: Session, device: string): Promise<string> {
  const name = deviceName(device);
  return name.startsWith("mapper/") ? blockOf(session, name.slice("mapper/".length)) : name;
}

export async function mkfs(session: Session, step: Fields): Promise<Fields> {
  const fstype = text(step, "fstype", "mkfs");
  const device = text(step, "device", "mkfs");
  const options = words(step, "options");
  const command = `mkfs.${fstype} ${fstype === "xfs" ? "-f" : "-q -F"} ${options.map(quoted).join(" ")} /dev/${device}`;
  let done = await session.guest.run(command);
  if (done.code !== 0) {
    const small = await session.guest.run(`${SMALL} ${command}`);
    if (small.code === 0) done = small;
  }
  await session.log();
  const geometry = done.code === 0 ? await geometryOf(session, fstype, device) : null;
  const stdout = fstype === "xfs" ? { stdout: lines(done.out) } : {};
  return { fstype, device, options, rc: done.code, geometry, ...stdout, stderr: lines(done.err) };
}

/** From the superblock itself (fs/xfs/libxfs/xfs_format.h, struct xfs_dsb). */
async function geometryOf(session: Session, fstype: string, device: string): Promise<Fields> {
  if (fstype !== "xfs") {
    const size = await session.guest.print(`blockdev --getsize64 /dev/${device}`);
    // s_log_block_size (fs/ext4/ext4.h), counted from 1 KiB.
    const blocksize = 1024 << (await session.guest.bytes(`head -c 2048 /dev/${device}`)).readUInt32LE(1024 + 24);
    return { blocksize, size: Number(size) };
  }
  const sb = await session.guest.bytes(`head -c 512 /dev/${device}`);
  const blocksize = sb.readUInt32BE(4);
  const agblocks = sb.readUInt32BE(84);
  const logstart = Number(sb.readBigUInt64BE(48));
  const agblklog = sb[124] ?? 0;
  const logAg = Math.floor(logstart / 2 ** agblklog);
  return {
    blocksize,
    dblocks: Number(sb.readBigUInt64BE(8)),
    rblocks: Number(sb.readBigUInt64BE(16)),
    logstart,
    rootino: Number(sb.readBigUInt64BE(56)),
    agblocks,
    agcount: sb.readUInt32BE(88),
    rextsize: sb.readUInt32BE(80),
    logblocks: sb.readUInt32BE(96),
    sectsize: sb.readUInt16BE(102),
    inodesize: sb.readUInt16BE(104),
    features_ro_compat: sb.readUInt32BE(212),
    // An external log has no place in this filesystem.
    log_byte_offset: logstart === 0 ? null : (logAg * agblocks + (logstart % 2 ** agblklog)) * blocksize,
    log_bytes: sb.readUInt32BE(96) * blocksize,
  };
}

/** Device under the bus of non-volatile memory that is behind a disk: "pmem0" → "namespace0.0". */
export async function namespaceOf(session: Session, device: string): Promise<string> {
  const done = await session.guest.run(`basename $(readlink -f /sys/block/${device}/device)`);
  return done.code === 0 && /^(namespace|pfn|btt|dax)\d/.test(done.out) ? done.out.trim() : device;
}

export async function bind(session: Session, step: Fields): Promise<Fields> {
  const device = text(step, "device", "bind");
  const { value } = await session.watch(() => session.tool(["write", "/sys/bus/nd/drivers/nd_pmem/bind", device]));
  await session.learnDevices();
  const errno = value.says === null ? null : Number(value.says.errno);
  const list = (await session.guest.print("ls /sys/block")).split(/\s+/);
  return {
    device,
    errno,
    errno_name: errno === null ? null : errnoName(errno),
    block_device_exists: list.some((it) => it.startsWith("pmem")),
    dmesg: await session.log(),
  };
}

export async function badblocksWrite(session: Session, step: Fields): Promise<Fields> {
  const [path, value] = [text(step, "path", "badblocks-write"), text(step, "value", "badblocks-write")];
  const { says } = await session.tool(["write", path, value]);
  const errno = Number(says?.errno);
  return {
    path,
    value,
    errno,
    errno_name: errnoName(errno),
    list_after: (await session.guest.print(`cat ${path}`)).trim(),
  };
}
