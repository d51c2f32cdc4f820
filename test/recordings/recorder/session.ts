/**
 * A booted guest with its probes set, and what is known of it while a scenario goes on: names, processes, mounts, the last
 * step's number.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Fields } from "../../../engine/recordings/fields.ts";
import { Btf } from "./btf.ts";
import { type Done, Guest } from "./guest.ts";
import { initramfs } from "./initramfs.ts";
import type { Kernel } from "./kernel.ts";
import { Names, type Victim } from "./names.ts";
import { DISK_PROBE, eventsOf, PROBES, TRACE_EVENTS } from "./probes.ts";
import type { Scenario } from "./scenario.ts";
import { callsOf, type TracedCall } from "./trace.ts";

const TRACING = "/sys/kernel/tracing";

export interface Mount {
  target: string;
  fstype: string;
  /** Block device behind it: "pmem0p1", "dm-0". */
  block: string;
}

export interface FoundExtents {
  inode: unknown;
  size: unknown;
  extents: {
    file_offset: number;
    len: number;
    fs_device: string;
    fs_device_offset: number;
    disk: string;
    disk_offset: number;
    flags: string[];
  }[];
}

export class Session {
  readonly names = new Names();
  readonly mounts: Mount[] = [];
  readonly unavailable: string[] = [];
  /** Extents of files as they were read last: a filesystem that has shut down does not tell them any more. */
  readonly extents = new Map<string, FoundExtents>();
  release = "";
  #holderDataAt = 0;
  /** Whether a disk went away: newer kernels do not survive a look at the page tables then. */
  isDiskGone = false;

  private constructor(readonly guest: Guest) {}

  static async boot(scenario: Scenario, kernel: Kernel, scratch: string): Promise<Session> {
    const initrd = join(scratch, "initramfs");
    writeFileSync(initrd, initramfs(kernel, scratch));
    const session = new Session(new Guest(scratch, scenario.hardware, scenario.name));
    try {
      await session.guest.start(kernel.image, initrd);
      await session.#prepare(kernel);
    } catch (error) {
      session.guest.stop();
      throw error;
    }
    return session;
  }

  async #prepare(kernel: Kernel): Promise<void> {
    const { guest } = this;
    this.release = (await guest.print("uname -srvm")).trim();
    const types = await guest.bytes("cat /sys/kernel/btf/vmlinux");
    const btf = new Btf(types);
    const holderData = btf.member(btf.struct("dax_device") ?? 0, "holder_data");
    if (holderData === undefined) throw new Error("this kernel's dax devices have no holder (before Linux 6.0)");
    this.#holderDataAt = holderData.offBytes;
    // The beginning is kept when the buffer is full: a kernel that never comes back repeats itself at the end.
    await guest.print(`cd ${TRACING} && echo 0 >tracing_on && echo 0 >options/overwrite && echo 16384 >buffer_size_kb`);
    await this.#set(DISK_PROBE[0], eventsOf(DISK_PROBE[0], DISK_PROBE[1], btf));
    await this.watch(async () => {
      for (const it of kernel.drivers) await guest.print(`insmod /modules/${it.name}.ko`);
      await guest.print(
        "for try in $(seq 50); do [ -e /sys/block/pmem0 ] && break; sleep 0.1; done; dmesg -c >/dev/null",
      );
    });
    const tables = new Map<string, Btf>();
    for (const module of ["xfs", "nd_pmem"]) {
      tables.set(module, new Btf(types, await guest.bytes(`cat /sys/kernel/btf/${module}`)));
    }
    const known = await this.#symbols(Object.keys(PROBES));
    for (const [fn, probe] of Object.entries(PROBES)) {
      if (!known.has(fn)) {
        this.unavailable.push(fn);
        continue;
      }
      const table = probe.module === undefined ? btf : (tables.get(probe.module) ?? btf);
      if (!(await this.#set(fn, eventsOf(fn, probe, table)))) this.unavailable.push(fn);
    }
    const events = TRACE_EVENTS.map((it) => `echo 1 >events/${it}/enable`).join(" && ");
    await guest.print(`cd ${TRACING} && ${events}`);
    await this.learnDevices();
  }

  /** Which of these functions the kernel has. One that is inlined everywhere has no symbol. */
  async #symbols(names: readonly string[]): Promise<Set<string>> {
    const text = await this.guest.print(`grep -E ' (${names.join("|")})(\\s|$)' /proc/kallsyms`);
    return new Set(text.split("\n").map((it) => it.split(/\s+/)[2] ?? ""));
  }

  /** False: it cannot be probed, because this kernel does not describe it. */
  async #set(fn: string, events: readonly [string, string] | null): Promise<boolean> {
    if (events === null) return false;
    const script = events.map((it) => `echo '${it}' >>kprobe_events`).join(" && ");
    const enable = `echo 1 >events/rec/${fn}/enable && echo 1 >events/rec/${fn}__ret/enable`;
    const done = await this.guest.run(`cd ${TRACING} && ${script} && ${enable}`);
    return done.code === 0;
  }

  /** What the probed functions did while `act` went on. */
  async watch<T>(act: () => Promise<T>): Promise<{ value: T; calls: TracedCall[] }> {
    await this.guest.print(`cd ${TRACING} && echo >trace && echo 1 >tracing_on`);
    const value = await act();
    const text = await this.guest.print(`cd ${TRACING} && echo 0 >tracing_on && cat trace`);
    return { value, calls: callsOf(text, this.names) };
  }

  /** Numbers of block devices; new ones appear with partitions and mapped devices. */
  async learnDevices(): Promise<void> {
    const text = await this.guest.print(
      "cd /sys/dev/block; for it in *; do echo $it $(basename $(readlink $it)); done",
    );
    for (const [, number = "", name = ""] of text.matchAll(/^(\d+:\d+) (\S+)$/gm)) this.names.numbers.set(number, name);
  }

  /** Who holds each disk's dax_device now, read from the kernel's memory. */
  async holders(): Promise<Record<string, string | null>> {
    const disks = (await this.guest.print("ls /sys/block")).split(/\s+/).filter((it) => /^(pmem|dm-)/.test(it));
    const known = disks.map((disk) => ({ disk, pointer: this.names.pointerOf(disk) }));
    const places = known.flatMap(({ pointer }) =>
      pointer === undefined ? [] : [`0x${(BigInt(pointer) + BigInt(this.#holderDataAt)).toString(16)}`],
    );
    const values = JSON.parse(await this.guest.print(`tools peek ${places.join(" ")}`)) as (string | null)[];
    return Object.fromEntries(
      known.map(({ disk, pointer }) => [
        disk,
        pointer === undefined ? null : this.names.holder((values.shift() ?? "0") as string),
      ]),
    );
  }

  /** What the kernel logged since the last time. */
  async log(): Promise<string[]> {
    const text = await this.guest.print("dmesg -c");
    return text
      .split("\n")
      .filter((it) => it !== "")
      .map((it) => it.replace(/^(<\d+>)?\[\s*[\d.]+\] /, ""));
  }

  /** A system call of tools.c; null: it did not come back. */
  async tool(words: readonly (string | number)[], limitMs = 120_000): Promise<{ done: Done; says: Fields | null }> {
    const done = await this.guest.run(`exec tools ${words.map((it) => quoted(String(it))).join(" ")}`, limitMs);
    return { done, says: done.how === "exit" && done.code === 0 ? (JSON.parse(done.out) as Fields) : null };
  }

  /** Tells a process what to do and gives its answer; null: it is gone or hangs. */
  async tell<T>(victim: Victim, command: string, limitMs = 20_000): Promise<T | null> {
    const { name, pid } = victim;
    const line = `/run/victim/${name}`;
    const script = `kill -0 ${pid} && echo ${quoted(command)} >${line}.in && read -r answer <${line}.out && echo "$answer"`;
    const done = await this.guest.run(script, limitMs);
    return done.how === "exit" && done.code === 0 ? (JSON.parse(done.out) as T) : null;
  }

  victim(name: unknown): Victim {
    const victim = this.names.victims.get(String(name));
    if (victim === undefined) throw new Error(`there is no process "${String(name)}"`);
    return victim;
  }
}

export const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
