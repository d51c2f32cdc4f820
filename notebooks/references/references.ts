/**
 * The reference list: id → what is cited. Ids are used in lessons (`cites`, or a link to references.html#id), in the
 * glossary, in the timeline and in exercises; they are kept for ever.
 */
import { KERNELS } from "./kernels.ts";
import { MAILS } from "./mails.ts";
import { MANUALS } from "./manuals.ts";
import { RECORDINGS } from "./recordings.ts";
import type { Reference } from "./reference.ts";

export const REFERENCES: readonly Reference[] = [...MAILS, ...KERNELS, ...MANUALS, ...RECORDINGS];
