/** A value of `${…}` as the text that stands in the prose; the build and the page use the same. */
export function proseText(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(proseText).join(", ");
  if (
    typeof value === "object" &&
    value !== null &&
    !("toString" in value && value.toString !== Object.prototype.toString)
  )
    return JSON.stringify(value);
  return String(value);
}
