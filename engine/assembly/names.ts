/**
 * Names: the host's ids of texts, and what bears each name now. The engine never sees a text.
 *
 * One record per name with the present object of each kind: device, mount (by target), process, holder. Files are
 * found by filesystem and rest of path, which is memory management's.
 *
 * **Left out:** the texts, and whether two of them are alike.
 */
import { STOP_NAME_ID } from "../abi/stops";
import { must } from "./stops";
import { NAME_BYTES, NAME_DEVICE, NAME_HOLDER, NAME_MOUNT, NAME_PROCESS, T_NAMES } from "../abi";
import { put32 } from "./state";
import { tableAt, tableCount, tableDefine, tablePush } from "./tables";

export function namesReset(): void {
  tableDefine(T_NAMES, NAME_BYTES);
}

function get(name: u32, field: usize): u32 {
  return name == 0 || name > tableCount(T_NAMES) ? 0 : load<u32>(tableAt(T_NAMES, name) + field);
}

function set(name: u32, field: usize, id: u32): void {
  must(name != 0, STOP_NAME_ID);
  while (tableCount(T_NAMES) < name) tablePush(T_NAMES);
  put32(tableAt(T_NAMES, name) + field, id);
}

/** Device with this name, present or not; 0: none yet. */
export function deviceByName(name: u32): u32 {
  return get(name, NAME_DEVICE);
}

export function setDeviceName(name: u32, device: u32): void {
  set(name, NAME_DEVICE, device);
}

/** Mount on this target now; 0: nothing is mounted there. */
export function mountByTarget(target: u32): u32 {
  return get(target, NAME_MOUNT);
}

export function setMountTarget(target: u32, mount: u32): void {
  set(target, NAME_MOUNT, mount);
}

export function processByName(name: u32): u32 {
  return get(name, NAME_PROCESS);
}

export function setProcessName(name: u32, process: u32): void {
  set(name, NAME_PROCESS, process);
}

export function holderByName(name: u32): u32 {
  return get(name, NAME_HOLDER);
}

export function setHolderName(name: u32, holder: u32): void {
  set(name, NAME_HOLDER, holder);
}

// --- paths in steps ----------------------------------------------------------------------------

/**
 * Mount of an encoded path `{full, n, n × {target, rest}}` at `ptr`: the first target on which something is mounted.
 * 0: nothing is. The rest of the path is then `pathRest`.
 */
export function pathMount(ptr: usize): u32 {
  const n = load<u32>(ptr, 4);
  for (let i: u32 = 0; i < n; i++) {
    const mount = mountByTarget(load<u32>(ptr + (usize(i) << 3), 8));
    if (mount != 0) return mount;
  }
  return 0;
}

/** Name of the rest of an encoded path below the mount that `pathMount` found; 0: nothing is mounted. */
export function pathRest(ptr: usize): u32 {
  const n = load<u32>(ptr, 4);
  for (let i: u32 = 0; i < n; i++) {
    const pair = ptr + (usize(i) << 3);
    if (mountByTarget(load<u32>(pair, 8)) != 0) return load<u32>(pair, 12);
  }
  return 0;
}

/** Full name of an encoded path, for events. */
export function pathName(ptr: usize): u32 {
  return load<u32>(ptr);
}

/** Words that an encoded path takes. */
export function pathWords(ptr: usize): u32 {
  return 2 + (load<u32>(ptr, 4) << 1);
}
