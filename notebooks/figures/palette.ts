/**
 * Which of the six hues an object has. The hues themselves stand in styles/tokens.css, once for each scheme.
 *
 * A hue follows from the device's name alone, so that a device has one colour on every page. A filesystem, its files
 * and the processes that map them wear the colour of the device they live on. Red belongs to no device: it is the
 * thread and poison.
 *
 * **Left out:** more than six. Names are on the things; a hue that comes back on the seventh device misleads nobody.
 */
export const HUES = ["blue", "teal", "ochre", "violet", "green", "brown"] as const;
export type Hue = (typeof HUES)[number];

function hueIndex(device: string): number {
  const pmem = /^pmem(\d+)(?:\.\d+)?s?(?:p(\d+))?$/.exec(device);
  if (pmem) return Number(pmem[1]) * 4 + Number(pmem[2] ?? 0);
  const mapped = /^dm-(\d+)$/.exec(device);
  if (mapped) return 3 + Number(mapped[1]) * 2;
  let sum = 3;
  for (const letter of device.replace(/^mapper\//, "")) sum = (sum * 31 + letter.charCodeAt(0)) % 6007;
  return 3 + (sum % 3);
}

/** Hue of a device, or of what names its device: "pmem0p1", "xfs:pmem0p1", "dax:pmem0". */
export const hueOf = (thing: string): Hue => HUES[hueIndex(thing.slice(thing.lastIndexOf(":") + 1)) % HUES.length]!;

/** Class of shapes and of table cells in a device's hue; "hue-none" is plain ink. */
export const hueClass = (thing: string | null): string => `hue-${thing === null ? "none" : hueOf(thing)}`;
