/** Steps of processes: what they map, touch, read and write, and the signals that reach them. */
import { count, type Fields, maybeCount, maybeText, rows, text } from "../../../engine/recordings/fields.ts";
import { SI_CODES } from "../../../engine/recordings/vocabulary.ts";
import { errnoName } from "./errno.ts";
import type { Victim } from "./names.ts";
import { quoted, type Session } from "./session.ts";

const PAGE = 4096;
const HUGE = 2 * 1024 * 1024;
const CODE_NAMES = new Map(Object.entries(SI_CODES).map(([name, code]) => [code, name]));

interface Present {
  present: boolean;
  pfn: number;
}
export interface DeliveredSignal {
  process: string;
  si_code: number;
  si_code_name: string;
  map: string | null;
  addr_offset_in_mapping: number | null;
  lsb: number | null;
  in_access: boolean;
}

export async function spawn(session: Session, step: Fields): Promise<Fields> {
  const name = text(step, "process", "process");
  const policy = maybeText(step, "mce_policy") ?? "default";
  const line = `/run/victim/${name}`;
  const script = `victim ${quoted(name)} </dev/null >/dev/null 2>&1 &
    while [ ! -e ${line}.out ]; do sleep 0.02; done; read -r answer <${line}.out; echo "$answer"`;
  const { pid } = JSON.parse(await session.guest.print(script)) as { pid: number };
  const victim: Victim = { name, pid, maps: [] };
  session.names.victims.set(name, victim);
  const done = await session.tell<{ errno: number }>(victim, `policy ${policy}`);
  return { process: name, pid, mce_policy: policy, policy_errno: done?.errno ?? null };
}

const KINDS: Readonly<Record<string, string>> = {
  MAP_SHARED: "shared",
  MAP_PRIVATE: "private",
  "MAP_SHARED_VALIDATE|MAP_SYNC": "sync",
};

export async function mmap(session: Session, step: Fields): Promise<Fields> {
  const victim = session.victim(step.process);
  const [map, path] = [text(step, "map", "mmap"), text(step, "path", "mmap")];
  const [offset, length] = [count(step, "file_offset", "mmap"), count(step, "len", "mmap")];
  const kind = maybeText(step, "kind") ?? "MAP_SHARED";
  const fit = typeof step.aligned_2m === "boolean" ? (step.aligned_2m ? "aligned" : "unaligned") : "any";
  const command = `mmap ${map} ${path} ${offset} ${length} ${KINDS[kind] ?? "shared"} ${fit}`;
  const answer = await session.tell<Record<string, number | string | null>>(victim, command);
  const address = typeof answer?.address === "string" ? BigInt(answer.address) : null;
  if (address !== null) victim.maps.push({ map, path, address, lenBytes: length });
  const errno = (answer?.mmap_errno ?? null) as number | null;
  const touched: Fields[] = [];
  for (const it of address === null ? [] : rows(step, "touched", "mmap")) {
    touched.push(await touch(session, victim, map, count(it, "offset_in_mapping", "mmap"), it.access === "write"));
  }
  const isHuge = address !== null && length >= HUGE;
  return {
    ...{ process: victim.name, map, path, file_offset: offset, len: length, kind },
    open_errno: answer?.open_errno ?? null,
    mmap_errno: errno,
    mmap_errno_name: errno === null ? null : errnoName(errno),
    touched,
    ...(isHuge ? { aligned_2m: (address - BigInt(offset)) % BigInt(HUGE) === 0n } : {}),
    ...logged(await session.log()),
  };
}

const logged = (dmesg: string[]): Fields => (dmesg.length === 0 ? {} : { dmesg });

async function touch(session: Session, victim: Victim, map: string, offset: number, isWrite: boolean): Promise<Fields> {
  const access = isWrite ? "write" : "read";
  const answer = await session.tell<{ sigbus: number }>(victim, `${access} ${map} ${offset}`);
  await signalsOf(session, victim);
  const after = await session.tell<Present>(victim, `present ${map} ${offset}`);
  return {
    access,
    offset_in_mapping: offset,
    sigbus: answer?.sigbus === 1,
    present: after?.present ?? null,
    pfn: await frame(session, after),
  };
}

/** Pages of the page cache are at another place in every boot. */
async function frame(session: Session, page: Present | null): Promise<number | string | null> {
  if (page?.present !== true) return null;
  const places = (await session.guest.print("cat /proc/iomem")).matchAll(
    /^\s*(\w+)-(\w+) : (Persistent|namespace|dax)/gm,
  );
  const at = page.pfn * PAGE;
  for (const [, start = "", end = ""] of places) {
    if (at >= Number.parseInt(start, 16) && at <= Number.parseInt(end, 16)) return page.pfn;
  }
  return "ram";
}

export async function signalsOf(session: Session, victim: Victim): Promise<DeliveredSignal[]> {
  const got = await session.tell<Omit<DeliveredSignal, "process" | "si_code_name">[]>(victim, "signals");
  return (got ?? []).map((it) => {
    const name = CODE_NAMES.get(it.si_code) ?? String(it.si_code);
    // Only a signal of a memory failure says how large the piece is that was lost.
    const lsb = name.startsWith("BUS_MCEERR") ? it.lsb : null;
    const { si_code, map, addr_offset_in_mapping, in_access } = it;
    return { process: victim.name, si_code, si_code_name: name, map, addr_offset_in_mapping, lsb, in_access };
  });
}

/** A load as it is made after an injection, with the state of the page table before it. */
export async function load(session: Session, wanted: Fields): Promise<Fields> {
  const victim = session.victim(wanted.process);
  const [map, offset] = [text(wanted, "map", "then_load"), count(wanted, "offset_in_mapping", "then_load")];
  const canLook = !(session.isDiskGone && Number(/^Linux (\d+)/.exec(session.release)?.[1]) >= 7);
  const look = () => (canLook ? session.tell<Present>(victim, `present ${map} ${offset}`) : null);
  const before = await look();
  const answer = await session.tell<{ sigbus: number }>(victim, `read ${map} ${offset}`);
  const sigbus = await signalsOf(session, victim);
  const after = await look();
  return {
    ...{ process: victim.name, map, offset_in_mapping: offset },
    pte_present_before_access: before?.present ?? null,
    load: answer === null ? "hung" : answer.sigbus === 1 ? "SIGBUS" : "ok",
    pfn_after: await frame(session, after),
    sigbus,
  };
}

export async function command(session: Session, step: Fields): Promise<Fields> {
  const victim = session.victim(step.process);
  const cmd = text(step, "cmd", "process-cmd");
  const result = await session.tell<Fields>(victim, cmd);
  const [verb, map] = cmd.split(" ");
  if (verb === "munmap") victim.maps = victim.maps.filter((it) => it.map !== map);
  const sigbus = await signalsOf(session, victim);
  return { process: victim.name, cmd, result, sigbus, ...logged(await session.log()) };
}

export async function fork(session: Session, step: Fields): Promise<Fields> {
  const parent = session.victim(step.parent);
  const name = text(step, "process", "fork");
  const answer = await session.tell<{ pid: number }>(parent, `fork ${name}`);
  const line = `/run/victim/${name}`;
  await session.guest.print(`while [ ! -e ${line}.out ]; do sleep 0.02; done; read -r answer <${line}.out`);
  const child: Victim = { name, pid: answer?.pid ?? 0, maps: parent.maps.map((it) => ({ ...it })) };
  session.names.victims.set(name, child);
  const present: Record<string, number[]> = {};
  for (const it of child.maps) present[it.map] = await presentOffsets(session, child, it.map, it.lenBytes);
  return {
    process: name,
    parent: parent.name,
    pid: child.pid,
    inherited_maps: child.maps.map((it) => it.map),
    present_offsets_after_fork: present,
    mce_policy: maybeText(step, "mce_policy") ?? null,
  };
}

const LOOKED_AT = 64;

async function presentOffsets(session: Session, victim: Victim, map: string, lenBytes: number): Promise<number[]> {
  const offsets: number[] = [];
  for (let at = 0; at < Math.min(lenBytes, LOOKED_AT * PAGE); at += PAGE) {
    const found = await session.tell<Present>(victim, `present ${map} ${at}`);
    if (found?.present === true) offsets.push(at);
  }
  return offsets;
}

export async function exit(session: Session, step: Fields): Promise<Fields> {
  const victim = session.victim(step.process);
  await session.guest.run(
    `echo exit >/run/victim/${victim.name}.in; while kill -0 ${victim.pid} 2>/dev/null; do sleep 0.02; done`,
    5000,
  );
  session.names.victims.delete(victim.name);
  return { process: victim.name };
}

export async function sysctl(session: Session, step: Fields): Promise<Fields> {
  const name = text(step, "name", "sysctl");
  const value = maybeCount(step, "value") ?? 0;
  const { says } = await session.tool(["write", `/proc/sys/${name.replaceAll(".", "/")}`, value]);
  return { name, value, errno: says?.errno ?? null };
}
