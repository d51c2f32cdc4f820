/**
 * A virtual machine under QEMU and the line to the agent that runs in it. Always emulated, never on the host's processor
 * (KVM), so that a recording does not depend on where it was made.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export interface Hardware {
  /** Ranges of memory made persistent on the command line: "768M!512M". */
  memmap: readonly string[];
  /** Or NVDIMMs, by size in MiB. */
  nvdimmsMiB: readonly number[];
  /** Size of the label area of each; without one, an NVDIMM is one namespace. */
  readonly labelsKiB?: number;
}

export interface Done {
  how: "exit" | "signal" | "timeout";
  code: number;
  out: string;
  err: string;
}

const BOOT_MS = 600_000;
/** Of a look at the guest, which only a host that does much else makes wait. */
const LOOK_MS = 300_000;

export class Guest {
  #line: Socket | null = null;
  #qemu: ChildProcess | null = null;
  #held: Buffer = Buffer.alloc(0);
  /** What came since: joined when it is enough, not with every piece. */
  #arrived: Buffer[] = [];
  #arrivedBytes = 0;
  #wake: () => void = () => {};
  #isOver = false;
  readonly commandLine: string;
  readonly #console: string;

  constructor(
    private readonly scratch: string,
    private readonly hardware: Hardware,
    name: string,
  ) {
    const memmap = hardware.memmap.map((it) => ` memmap=${it}`).join("");
    // An emulated timer comes late on a busy host, and the kernel would not boot for it.
    const boot = "console=ttyS0 panic=-1 rdinit=/init nokaslr no_timer_check";
    this.commandLine = `${boot} scenario=${name}${memmap}`;
    this.#console = join(scratch, "console.log");
  }

  async start(image: string, initrd: string): Promise<void> {
    const socket = join(this.scratch, "line");
    this.#qemu = spawn("qemu-system-x86_64", this.#arguments(image, initrd, socket), {
      stdio: ["ignore", "ignore", "pipe"],
    });
    let trouble = "";
    this.#qemu.stderr?.on("data", (it: Buffer) => {
      trouble += it.toString();
    });
    this.#qemu.on("exit", () => {
      this.#isOver = true;
      this.#wake();
    });
    for (let tries = 0; !existsSync(socket) && tries < 100 && !this.#isOver; tries++) await sleep(100);
    if (this.#isOver) throw new Error(`QEMU ended: ${trouble}`);
    const line = connect(socket);
    line.on("data", (it: Buffer) => {
      this.#arrived.push(it);
      this.#arrivedBytes += it.length;
      this.#wake();
    });
    line.on("error", () => this.#wake());
    this.#line = line;
    await this.run("true", BOOT_MS);
  }

  #arguments(image: string, initrd: string, socket: string): string[] {
    const { nvdimmsMiB, labelsKiB } = this.hardware;
    const labels = labelsKiB === undefined ? "" : `,label-size=${labelsKiB}K`;
    const slots = `slots=${nvdimmsMiB.length},maxmem=8G`;
    const dimms = nvdimmsMiB.flatMap((size, i) => [
      ...["-object", `memory-backend-ram,id=mem${i},size=${size}M`],
      ...["-device", `nvdimm,id=dimm${i},memdev=mem${i}${labels}`],
    ]);
    return [
      ...["-accel", "tcg", "-machine", nvdimmsMiB.length > 0 ? "pc,nvdimm=on" : "pc"],
      ...["-cpu", "max", "-smp", "1", "-m", nvdimmsMiB.length > 0 ? `2G,${slots}` : "2G", ...dimms],
      ...["-kernel", image, "-initrd", initrd, "-append", this.commandLine],
      ...["-display", "none", "-monitor", "none", "-no-reboot", "-nic", "none"],
      ...["-serial", `file:${this.#console}`],
      ...["-chardev", `socket,id=line,path=${socket},server=on,wait=off`],
      ...["-device", "virtio-serial-pci", "-device", "virtserialport,chardev=line,nr=1"],
    ];
  }

  /** Runs a shell script in the guest; one that hangs is left to itself after `limitMs` (of the guest's clock). */
  async run(script: string, limitMs = LOOK_MS): Promise<Done> {
    const { done, out, err } = await this.#exchange(script, limitMs);
    return { ...done, out: out.toString(), err: err.toString() };
  }

  /** What a script prints; one that fails is an error. */
  async print(script: string): Promise<string> {
    return (await this.bytes(script)).toString();
  }

  async bytes(script: string): Promise<Buffer> {
    const { done, out, err } = await this.#exchange(script, LOOK_MS);
    if (done.how === "exit" && done.code === 0) return out;
    throw new Error(`in the guest, ${done.how} ${done.code}: ${script}\n${err.toString()}`);
  }

  async #exchange(script: string, limitMs: number) {
    const bytes = Buffer.from(script);
    this.#line?.write(`run ${limitMs} ${bytes.length}\n`);
    this.#line?.write(bytes);
    const head = await this.#takeLine();
    const parts = /^done (exit|signal|timeout) (\d+) (\d+) (\d+)$/.exec(head);
    if (parts === null) throw new Error(`the guest answered "${head}"`);
    const done = { how: parts[1] as Done["how"], code: Number(parts[2]) };
    return { done, out: await this.#take(Number(parts[3])), err: await this.#take(Number(parts[4])) };
  }

  async #takeLine(): Promise<string> {
    for (;;) {
      this.#gather();
      const end = this.#held.indexOf("\n");
      if (end >= 0) return (await this.#take(end + 1)).toString().trimEnd();
      await this.#more();
    }
  }

  async #take(length: number): Promise<Buffer> {
    while (this.#held.length + this.#arrivedBytes < length) await this.#more();
    this.#gather();
    const taken = this.#held.subarray(0, length);
    this.#held = this.#held.subarray(length);
    return taken;
  }

  #gather(): void {
    if (this.#arrived.length === 0) return;
    this.#held = Buffer.concat([this.#held, ...this.#arrived]);
    this.#arrived = [];
    this.#arrivedBytes = 0;
  }

  async #more(): Promise<void> {
    if (this.#isOver) throw new Error(`the guest stopped. Its last words:\n${this.lastWords()}`);
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
  }

  lastWords(): string {
    return existsSync(this.#console) ? readFileSync(this.#console, "utf8").split("\n").slice(-40).join("\n") : "";
  }

  stop(): void {
    this.#line?.destroy();
    this.#qemu?.kill("SIGKILL");
  }
}
