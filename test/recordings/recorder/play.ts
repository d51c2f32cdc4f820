/** A scenario on a kernel → a recording. */
import { type Fields, isFields, text } from "../../../engine/recordings/fields.ts";
import { badblocksWrite, bind, devices, dmCreate, mkfs, namespace, partition } from "./disks.ts";
import { attrFork, bmap, directory, file, fsmap, mount, shell, truncate, umount, unlink } from "./files.ts";
import { inject } from "./inject.ts";
import type { Kernel } from "./kernel.ts";
import { command, exit, fork, mmap, spawn, sysctl } from "./processes.ts";
import type { Scenario } from "./scenario.ts";
import { Session } from "./session.ts";

type Act = (session: Session, step: Fields) => Promise<Fields>;

const ACTS: Readonly<Record<string, Act | undefined>> = {
  namespace,
  partition,
  "dm-create": dmCreate,
  mkfs,
  mount,
  umount,
  file,
  directory,
  "attr-fork": attrFork,
  bmap,
  fsmap,
  unlink,
  truncate,
  bind,
  "badblocks-write": badblocksWrite,
  process: spawn,
  mmap,
  "process-cmd": command,
  fork,
  "process-exit": exit,
  sysctl,
  cmd: shell,
  open: async (session, step) => {
    await session.guest.print(`: <${text(step, "path", "open")}`);
    return { path: step.path };
  },
  badblocks: async (session) => ({ list: (await session.guest.print("cat /sys/block/pmem0/badblocks")).trim() }),
  chardev: async (session) => {
    const at = "/sys/bus/dax/devices/dax0.0";
    const found = await session.guest.print(`cat ${at}/resource ${at}/size`);
    const [resource, size] = found.trim().split("\n").map(Number);
    return { exists: true, resource, size };
  },
  smaps: async (session, step) => {
    const { pid, name } = session.victim(step.process);
    const all = await session.guest.print(`grep -E '^(Rss|ShmemPmdMapped|FilePmdMapped):' /proc/${pid}/smaps`);
    return { process: name, lines: all.trim().split("\n").slice(0, 3) };
  },
  note: async (_, step) => ({ text: step.text ?? "" }),
};

export async function play(
  scenario: Scenario,
  kernel: Kernel,
  scratch: string,
  tell: (text: string) => void,
): Promise<Fields> {
  tell(`${scenario.name}: booting ${kernel.release}`);
  const session = await Session.boot(scenario, kernel, scratch);
  try {
    const before = { devices: await devices(session), sysctl: await sysctls(session) };
    await session.log();
    const setup: Fields[] = [];
    const events: Fields[] = [];
    for (const [i, step] of scenario.steps.entries()) {
      const op = text(step, "op", `steps[${i}]`);
      tell(
        `${i + 1} ${op} ${isFields(step.action) ? String(step.action.op) : (step.label ?? step.path ?? step.device ?? "")}`,
      );
      const seq = i + 1;
      if (op === "inject") {
        const { inject: what, result } = await inject(session, step);
        events.push({ inject: { ...what, seq }, result });
        continue;
      }
      const act = ACTS[op];
      if (act === undefined) throw new Error(`steps[${i}]: nothing is known of op "${op}"`);
      setup.push({ op, ...(await act(session, step)), seq });
    }
    return {
      ...{ id: scenario.id, name: scenario.name, title: scenario.title, kernel: session.release },
      setup,
      probes_unavailable: session.unavailable,
      sysctl: before.sysctl,
      vm: { cmdline: session.guest.commandLine, cpus: 1 },
      devices: before.devices,
      events,
      notes: scenario.notes,
    };
  } finally {
    session.guest.stop();
  }
}

async function sysctls(session: Session): Promise<Fields> {
  const names = ["memory_failure_early_kill", "memory_failure_recovery"];
  const values = await session.guest.print(`cd /proc/sys/vm && cat ${names.join(" ")}`);
  return Object.fromEntries(
    values
      .trim()
      .split("\n")
      .map((it, i) => [`vm.${names[i]}`, Number(it)]),
  );
}
