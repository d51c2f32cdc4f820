/**
 * The mixing step of the state hash, in integers only, so that every browser agrees.
 *
 * `mixBytes` reads words of eight bytes in four independent lanes. **Left out:** strength against
 * intent; see `digest.ts`.
 */
import { STOP_HASHED_LENGTH } from "../abi/stops";
import { must } from "./stops";

const K0: u64 = 0x9e3779b97f4a7c15;
const K1: u64 = 0xbf58476d1ce4e5b9;
const K2: u64 = 0x94d049bb133111eb;

/** Folds one word into `hash`. */
export function mix(hash: u64, word: u64): u64 {
  let x = (hash ^ word) * K1;
  x ^= x >> 29;
  return rotl<u64>(x, 23) * K2 + K0;
}

/** Folds `lenBytes` bytes at `ptr`, a multiple of 8, into `hash`. */
export function mixBytes(hash: u64, ptr: usize, lenBytes: u32): u64 {
  must((lenBytes & 7) == 0, STOP_HASHED_LENGTH);
  const end = ptr + lenBytes;
  let a = hash;
  let b = hash ^ K0;
  let c = hash ^ K1;
  let d = hash ^ K2;
  for (; ptr + 32 <= end; ptr += 32) {
    a = rotl<u64>((a ^ load<u64>(ptr)) * K1, 29);
    b = rotl<u64>((b ^ load<u64>(ptr, 8)) * K1, 29);
    c = rotl<u64>((c ^ load<u64>(ptr, 16)) * K1, 29);
    d = rotl<u64>((d ^ load<u64>(ptr, 24)) * K1, 29);
  }
  for (; ptr < end; ptr += 8) a = mix(a, load<u64>(ptr));
  return mix(mix(mix(a, b), c), d ^ u64(lenBytes));
}
