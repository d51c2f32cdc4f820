/** Times of day as the page says them, and times that it goes by. */

/** Runs shorter than this are never shown as running, and what they leave stale meanwhile not as stale. */
export const BLINK_MS = 150;

/** Making one costs more than all that it is used for on a page. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(tag: string): Intl.DateTimeFormat {
  const format = formats.get(tag) ?? new Intl.DateTimeFormat(tag, { hour: "2-digit", minute: "2-digit" });
  formats.set(tag, format);
  return format;
}

export const timeText = (ms: number, tag: string): string => formatOf(tag === "qps" ? "en" : tag).format(ms);
