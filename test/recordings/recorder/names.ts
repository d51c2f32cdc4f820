/**
 * Numbers of one boot → names that mean the same in every boot: kernel pointers of dax devices and of filesystems that hold
 * them, process ids, addresses in mappings, device numbers.
 */

export interface Mapping {
  map: string;
  path: string;
  address: bigint;
  lenBytes: number;
}

export interface Victim {
  name: string;
  pid: number;
  maps: Mapping[];
}

export class Names {
  /** Pointer of a dax_device → its disk. A driver that is bound again makes a new one of the same name. */
  readonly #disks = new Map<string, string>();
  readonly #holders = new Map<string, string>();
  readonly victims = new Map<string, Victim>();
  /** "259:1" → "pmem0p1". */
  readonly numbers = new Map<string, string>();
  /** The device of the mount that is under way, as its step wrote it. */
  mounting: string | null = null;
  /** What every task is called that is no victim. */
  task = "injector";

  setDisk(pointer: string, disk: string): void {
    this.#disks.delete(pointer);
    this.#disks.set(pointer, disk);
  }

  disk(pointer: string): string | null {
    return isNull(pointer) ? null : (this.#disks.get(pointer) ?? "unknown");
  }

  /** The newest dax_device of that disk. */
  pointerOf(disk: string): string | undefined {
    return [...this.#disks].filter(([, name]) => name === disk).at(-1)?.[0];
  }

  /** A filesystem registers itself while it is mounted; its pointer keeps that name until another one takes it. */
  register(pointer: string): void {
    if (!isNull(pointer) && this.mounting !== null) this.#holders.set(pointer, `xfs:${this.mounting}`);
  }

  holder(pointer: string): string | null {
    return isNull(pointer) ? null : (this.#holders.get(pointer) ?? "non-null");
  }

  device(number: number): string {
    const key = `${number >>> 20}:${number & 0xfffff}`;
    return this.numbers.get(key) ?? key;
  }

  victimOf(pid: number): Victim | undefined {
    return [...this.victims.values()].find((it) => it.pid === pid);
  }

  taskOf(pid: number): string {
    return this.victimOf(pid)?.name ?? this.task;
  }

  /** Where an address of a process lies in its mappings. */
  place(victim: Victim | undefined, address: bigint): { map: string | null; addr_offset_in_mapping: number | null } {
    const found = victim?.maps.find((it) => address >= it.address && address < it.address + BigInt(it.lenBytes));
    return found === undefined
      ? { map: null, addr_offset_in_mapping: null }
      : { map: found.map, addr_offset_in_mapping: Number(address - found.address) };
  }
}

export function isNull(pointer: string): boolean {
  return pointer === "(fault)" || BigInt(pointer) === 0n;
}
