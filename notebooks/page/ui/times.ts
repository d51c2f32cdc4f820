/** Times of day as the page says them. */
export const timeText = (ms: number, tag: string): string =>
  new Date(ms).toLocaleTimeString(tag === "qps" ? "en" : tag, { hour: "2-digit", minute: "2-digit" });
