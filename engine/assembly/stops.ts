/**
 * Rules of the engine that a caller has broken, told as numbers: texts would be a twentieth of the module.
 *
 * Callers rely on `must` and `stop` not returning when a rule is broken: the host throws `EngineCrash` and discards the instance.
 *
 * **Left out:** the kernel goes on after a WARN, and may after a BUG; here nothing goes on.
 */

/** Stops the engine for good unless `isSo`. */
// @ts-ignore: decorator
@inline
export function must(isSo: bool, otherwise: u32): void {
  if (!isSo) {
    stop(otherwise);
    // Where nothing can come after, the compiler keeps nothing for it: that is worth a register or two on every path.
    unreachable();
  }
}

/** Does not return: the host throws. Not AssemblyScript's `abort`, which is given three more words at every call. */
// @ts-ignore: decorator
@external("env", "stop")
export declare function stop(why: u32): void;
