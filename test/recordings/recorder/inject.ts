/** A failure of memory, or a disk that is taken away: what is done, and everything that can be seen of it afterwards. */
import { type Fields, isFields, maybeCount, maybeText, rows, text } from "../../../engine/recordings/fields.ts";
import { devices, namespaceOf } from "./disks.ts";
import { errnoName } from "./errno.ts";
import { answerOf, diskOf, extents } from "./files.ts";
import { type DeliveredSignal, load, signalsOf } from "./processes.ts";
import type { Session } from "./session.ts";

const PAGE = 4096;
/** A kernel that has not answered by then never will. */
const LIMIT_MS = 25_000;
const CORRUPT = "/sys/kernel/debug/hwpoison/corrupt-pfn";

export interface Injected {
  inject: Fields;
  result: Fields;
}

export async function inject(session: Session, step: Fields): Promise<Injected> {
  const { op: _op, seq: _seq, ...inputs } = step;
  if (isFields(step.action)) return unbind(session, step, step.action);
  const isMadvise = maybeText(step, "how")?.startsWith("madvise") === true;
  const place = isMadvise ? await placeOfMapping(session, step) : await placeOf(session, step);
  const holders_before = await session.holders();
  const before = await corruptedKiB(session);
  const { child, ...result } = isMadvise ? await madvise(session, step) : await corrupt(session, place);
  const { then_load, path: _path, file_offset: _offset, ...rest } = inputs as Fields & { path?: string };
  return {
    inject: {
      label: maybeText(step, "label") ?? "",
      ...rest,
      how: isMadvise ? "madvise(MADV_HWPOISON)" : "debugfs hwpoison/corrupt-pfn",
      ...place,
      holders_before,
      ...(child === undefined ? {} : { child }),
      ...(then_load === undefined ? {} : { then_load }),
    },
    result: {
      ...result,
      HardwareCorrupted_delta: ((await corruptedKiB(session)) - before) * 1024,
      ...(await aftermath(session, step)),
    },
  };
}

interface Place {
  device?: string;
  byte_offset_in_device?: number;
  pfn: number;
}

async function corrupt(session: Session, { pfn }: Place): Promise<Fields> {
  const { value, calls } = await session.watch(() =>
    session.tool(["write", CORRUPT, `0x${pfn.toString(16)}`], LIMIT_MS),
  );
  return { ...answerOf(value.done, value.says), calls };
}

async function madvise(session: Session, step: Fields): Promise<Fields> {
  const victim = session.victim(step.process);
  const words = ["madvise", text(step, "map", "inject"), step.offset_in_mapping, maybeCount(step, "len") ?? PAGE];
  const { value, calls } = await session.watch(() =>
    session.tell<{ errno: number }>(victim, words.join(" "), LIMIT_MS),
  );
  const errno = value?.errno ?? null;
  return { errno, errno_name: errno === null ? null : errnoName(errno), calls };
}

/** By page frame, by offset in a disk or a partition, or by offset in a file. */
async function placeOf(session: Session, step: Fields): Promise<Place> {
  const path = maybeText(step, "path");
  const partition = maybeText(step, "partition");
  if (path !== undefined)
    return frameOf(session, await placeOfFile(session, path, maybeCount(step, "file_offset") ?? 0));
  if (partition !== undefined) {
    const { disk, start } = await diskOf(session, partition);
    return frameOf(session, { disk, offset: start + (maybeCount(step, "byte_offset_in_partition") ?? 0) });
  }
  const offset = maybeCount(step, "byte_offset_in_device");
  if (offset === undefined) return { pfn: Number(step.pfn) };
  return frameOf(session, { disk: text(step, "device", "inject"), offset });
}

async function placeOfMapping(session: Session, step: Fields): Promise<Place> {
  const victim = session.victim(step.process);
  const { pfn } = (await session.tell<{ pfn: number }>(
    victim,
    `present ${String(step.map)} ${String(step.offset_in_mapping)}`,
  )) ?? { pfn: 0 };
  for (const it of await devices(session)) {
    const offset = pfn * PAGE - Number(it.resource);
    if (offset >= 0 && offset < Number(it.size)) {
      return { pfn, device: String(it.device), byte_offset_in_device: offset };
    }
  }
  return { pfn };
}

async function frameOf(session: Session, place: { disk: string; offset: number }): Promise<Place> {
  const device = (await devices(session)).find((it) => it.device === place.disk);
  if (device === undefined) throw new Error(`there is no disk "${place.disk}"`);
  const pfn = Math.floor((Number(device.resource) + place.offset) / PAGE);
  return { device: place.disk, byte_offset_in_device: place.offset, pfn };
}

async function placeOfFile(session: Session, path: string, offset: number): Promise<{ disk: string; offset: number }> {
  const found = (await extents(session, path, "data")).extents.find(
    (it) => offset >= it.file_offset && offset < it.file_offset + it.len,
  );
  if (found === undefined) throw new Error(`${path} has no block at ${offset}`);
  const place = { disk: found.disk, offset: found.disk_offset + offset - found.file_offset };
  return place.disk.startsWith("dm-") ? behindLinear(session, place) : place;
}

/** Where a linear target leads; a stripe has to be named by its disk. */
async function behindLinear(session: Session, place: { disk: string; offset: number }) {
  const table = await session.guest.print(`dmsetup table /dev/${place.disk} || dmsetup table`);
  for (const [, start, length, number = "", off] of table.matchAll(/(\d+) (\d+) linear (\d+:\d+) (\d+)/g)) {
    const inside = place.offset - Number(start) * 512;
    if (inside < 0 || inside >= Number(length) * 512) continue;
    const under = await diskOf(session, session.names.numbers.get(number) ?? number);
    return { disk: under.disk, offset: under.start + Number(off) * 512 + inside };
  }
  throw new Error(`no linear target of ${place.disk} covers ${place.offset}`);
}

async function unbind(session: Session, step: Fields, action: Fields): Promise<Injected> {
  const device = text(action, "device", "action");
  const name = await namespaceOf(session, device);
  const holders_before = await session.holders();
  session.names.task = "unbind";
  const { value, calls } = await session.watch(() =>
    session.tool(["write", "/sys/bus/nd/drivers/nd_pmem/unbind", name], LIMIT_MS),
  );
  session.names.task = "injector";
  session.isDiskGone = true;
  const { done, says } = value;
  const rc = says === null ? (done.how === "signal" ? -done.code : null) : Number(says.errno) === 0 ? 0 : 1;
  const outcome = { action: `unbind ${name}`, finished: done.how !== "timeout", rc, stderr: null };
  const then_load = step.then_load === undefined ? {} : { then_load: step.then_load };
  return {
    inject: { label: maybeText(step, "label") ?? "", how: "action", holders_before, ...then_load, action },
    result: { outcome, calls, ...(await aftermath(session, step)) },
  };
}

async function aftermath(session: Session, step: Fields): Promise<Fields> {
  const alive: Record<string, boolean> = {};
  const signals: DeliveredSignal[] = [];
  for (const victim of session.names.victims.values()) {
    alive[victim.name] = (await session.guest.run(`kill -0 ${victim.pid}`)).code === 0;
    signals.push(...(await signalsOf(session, victim)));
  }
  const dmesg = await session.log();
  const holders_after = await session.holders();
  const next: Fields[] = [];
  for (const it of rows(step, "then_load", "inject")) next.push(await load(session, it));
  const states: Fields[] = [];
  for (const { target } of session.mounts) states.push(await stateOf(session, target));
  const probing = await session.log();
  return {
    ...{ signals, alive, dmesg, holders_after },
    ...(next.length > 0 ? { next_access: next } : {}),
    ...(states.length > 0 ? { fs_state_after: states } : {}),
    ...(probing.length > 0 ? { dmesg_during_state_probe: probing } : {}),
  };
}

async function stateOf(session: Session, target: string): Promise<Fields> {
  const { says } = await session.tool(["state", target], LIMIT_MS);
  if (says === null) return { target, state: "hung" };
  const [create, sync] = [Number(says.create_errno), Number(says.fsync_errno ?? 0)];
  const state =
    create === 5
      ? "shutdown"
      : create !== 0
        ? `create: ${errnoName(create)}`
        : sync !== 0
          ? `create works, fsync: ${errnoName(sync)}`
          : "alive";
  return { target, ...says, state };
}

async function corruptedKiB(session: Session): Promise<number> {
  return Number(/HardwareCorrupted:\s+(\d+)/.exec(await session.guest.print("cat /proc/meminfo"))?.[1] ?? 0);
}
