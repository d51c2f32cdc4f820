/**
 * Deflates as tightly as it can be done (zopfli): a twentieth smaller than zlib, in a second. What was deflated once is kept
 * by its hash, since tests and builds ask for the same bytes again and again.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../engine/install.mjs";

const KEPT = join(ROOT, ".cache/deflated");

/** Raw deflate of bytes; `hash` is theirs. */
export async function deflated(content, hash = createHash("sha256").update(content).digest("hex")) {
  const path = join(KEPT, hash);
  if (existsSync(path)) return readFileSync(path);
  const { deflateAsync } = await import("@gfx/zopfli");
  const packed = Buffer.from(await deflateAsync(content, { numiterations: 15 }));
  mkdirSync(KEPT, { recursive: true });
  const fresh = `${path}.${process.pid}.tmp`;
  writeFileSync(fresh, packed);
  renameSync(fresh, path);
  return packed;
}
