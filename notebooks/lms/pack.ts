/** A built site and a manifest → the bytes of a course package. Pure. */
import { strToU8, type Zippable, zipSync } from "fflate";
import { describe, type PackageKind, shellPage } from "./manifest.ts";
import type { CourseManifest } from "./summary.ts";

/** Most bytes of a package. */
export const MOST_PACKAGE_BYTES = 1024 * 1024;

/** Entries of the archive by path; times are fixed, so that the same site gives the same bytes. */
export function packageFiles(
  kind: PackageKind,
  manifest: CourseManifest,
  site: ReadonlyMap<string, Uint8Array>,
  shellScript: string,
): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  for (const [path, bytes] of site) files.set(`site/${path}`, bytes);
  files.set("index.html", strToU8(shellPage(kind, manifest, shellScript)));
  const [name, text] = describe(kind, manifest, [...files.keys()].sort());
  files.set(name, strToU8(text));
  return files;
}

export function zipFiles(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const entries: Zippable = {};
  for (const path of [...files.keys()].sort()) {
    entries[path] = [files.get(path) as Uint8Array, { level: 9, mtime: new Date(1980, 0, 1) }];
  }
  return zipSync(entries);
}
