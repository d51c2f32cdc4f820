/** Which kernel model stands for a kernel that says its release. */
import type { KernelId } from "../scene.ts";

/** First release of each model, in order; a release takes the last that is not newer. */
const MODELS: readonly { from: readonly [number, number]; kernel: KernelId }[] = [
  { from: [0, 0], kernel: "v9" },
  { from: [6, 0], kernel: "linux-6.0" },
  { from: [6, 5], kernel: "linux-6.5" },
  { from: [6, 6], kernel: "linux-6.6" },
  { from: [6, 8], kernel: "linux-6.8" },
  { from: [6, 12], kernel: "6.12" },
  // Read: 7.2.13 differs from 7.3.4 in one return value of a module's init.
  { from: [7, 2], kernel: "7.3" },
];
/** Stable 6.1 has the clip and block count fixes of 6.5 and 6.6 since this update. */
const STABLE_61_FIXED = 112;

/** What a model was read from or recorded with: releases that are not said to be taken for something else. */
const EXACT: Readonly<Record<KernelId, RegExp>> = {
  v9: /^5\.17\b/,
  "linux-6.0": /^6\.0\b/,
  "linux-6.5": /^6\.5\b/,
  "linux-6.6": /^6\.6\b/,
  "linux-6.8": /^6\.8\b/,
  "6.1": /^6\.1\.\d/,
  "6.12": /^6\.12\b/,
  "7.3": /^7\.3\b/,
};

export interface KernelChoice {
  kernel: KernelId;
  release: string;
  /** Said to the user where the model stands for a release that it was not made from. */
  note: string | null;
}

const RELEASE = /^(\d+\.\d+(?:\.\d+)?)/;

/**
 * `uname -a`, `uname -r` or /proc/version → model. Debian names the upstream release in the build, its package in the
 * release. Before the release stands the host's name, which may look like one; between release and build /proc/version
 * has the compiler with its distribution.
 */
export function kernelFor(uname: string): KernelChoice {
  const build = uname.indexOf(" #");
  const debian = build < 0 ? undefined : /\bDebian (\d+\.\d+(?:\.\d+)?)/.exec(uname.slice(build))?.[1];
  const [, first = uname.trim(), second = ""] = /^\s*Linux (\S+) (\S+)/.exec(uname) ?? [];
  const said = RELEASE.test(second) ? second : first;
  const release = debian ?? RELEASE.exec(said)?.[1] ?? "0.0";
  const [major = 0, minor = 0, update = 0] = release.split(".").map(Number);
  const isNotNewer = (from: readonly [number, number]) => major > from[0] || (major === from[0] && minor >= from[1]);
  const isFixed61 = major === 6 && minor === 1 && update >= STABLE_61_FIXED;
  const kernel = isFixed61 ? "6.1" : (MODELS.findLast((it) => isNotNewer(it.from))?.kernel ?? "v9");
  const isExact = EXACT[kernel].test(release);
  return { kernel, release, note: isExact ? null : `there is no model of ${release}; played as ${kernel}` };
}
