/**
 * Comparing stretches of memory: the base of every difference between two states.
 *
 * **Left out:** what the bytes mean; callers know.
 */

/** Offset of the first byte in which two stretches differ; `lenBytes` if they are equal. */
export function firstDifference(a: usize, b: usize, lenBytes: u32): u32 {
  let at: u32 = 0;
  for (; at + 64 <= lenBytes; at += 64) {
    const one = v128.xor(v128.load(a + at), v128.load(b + at));
    const two = v128.xor(v128.load(a + at, 16), v128.load(b + at, 16));
    const three = v128.xor(v128.load(a + at, 32), v128.load(b + at, 32));
    const four = v128.xor(v128.load(a + at, 48), v128.load(b + at, 48));
    if (v128.any_true(v128.or(v128.or(one, two), v128.or(three, four)))) break;
  }
  while (at < lenBytes && load<u8>(a + at) == load<u8>(b + at)) at++;
  return at;
}
