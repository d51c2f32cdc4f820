/**
 * Released engines, fetched when an address names one that is not the page's own. Nothing here is loaded otherwise.
 * `root` is the site's root; in the course as one file there is nothing beside it.
 */
import { PROTOCOL } from "../../workers/page/protocol-version.ts";
import { handedOver } from "./handover.ts";
import { CAGE_HANDOVER, isHash, LIST_HANDOVER, type ReleaseCage, type ReleaseIndex } from "./release-data.ts";

export type FoundRelease =
  | { kind: "found"; n: number; cage: ReleaseCage }
  /** There is none of that hash here. */
  | { kind: "unknown" }
  /** Only the grader can run it. */
  | { kind: "graded"; n: number }
  /** Its worker speaks otherwise than this page. */
  | { kind: "other"; n: number }
  /** It could not be fetched. */
  | { kind: "unreachable" };

export async function findRelease(wanted: string, root: string): Promise<FoundRelease> {
  if (!isHash(wanted)) return { kind: "unknown" };
  if (location.protocol === "file:") return { kind: "unreachable" };
  try {
    const { releases } = await handedOver<ReleaseIndex>(`${root}v/releases.js`, LIST_HANDOVER);
    const known = releases.find((it) => it.hash.startsWith(wanted));
    if (known === undefined) return { kind: "unknown" };
    const { n, hash, protocol } = known;
    if (protocol === null) return { kind: "graded", n };
    if (protocol !== PROTOCOL) return { kind: "other", n };
    const cage = await handedOver<ReleaseCage>(`${root}v/${n}/cage.js`, CAGE_HANDOVER);
    return cage.hash === hash ? { kind: "found", n, cage } : { kind: "unreachable" };
  } catch {
    return { kind: "unreachable" };
  }
}
