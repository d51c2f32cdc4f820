/** Names and numbers of the library that need no engine. */

import * as shapes from "./checks/shapes.ts";
import type { KernelId, PolicyId } from "./scene.ts";

export const KiB = 1024;
export const MiB = 1024 ** 2;
export const GiB = 1024 ** 3;
export const TiB = 1024 ** 4;

export const KERNELS: readonly KernelId[] = shapes.KERNELS;
export const POLICIES: readonly PolicyId[] = shapes.POLICIES;

/** Version of this package; the engine's own hash stands in every hand-in and release. */
export const version: string = DAXLAB_VERSION;
declare const DAXLAB_VERSION: string;
