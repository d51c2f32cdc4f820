/**
 * Shapes as data, and the one function that turns them into SVG text.
 *
 * A layout returns a `Drawing` in user units; one unit is one CSS pixel at the drawing's own width. Nothing here has
 * a style or an id: classes only (a strict content security policy forbids style attributes, and a figure may stand
 * on a page any number of times). Numbers are written with at most three decimals.
 */
import { type TextStyle, textHeight, textWidth } from "./labels.ts";

export interface Box {
  is: "box";
  x: number;
  y: number;
  w: number;
  h: number;
  cls: string;
  round?: number;
}
export interface Path {
  is: "path";
  d: string;
  cls: string;
}
export interface Label {
  is: "label";
  x: number;
  y: number;
  text: string;
  style: TextStyle;
  anchor?: "start" | "middle" | "end";
  cls?: string;
}
export interface Group {
  is: "group";
  cls?: string;
  /** Finds the group again after a redraw; makes it a stop of the keyboard on a live figure. */
  key?: string;
  /** What a screen reader says at that stop. */
  says?: string;
  isCurrent?: boolean;
  shapes: Shape[];
}
export type Shape = Box | Path | Label | Group;

export interface Drawing {
  width: number;
  height: number;
  shapes: Shape[];
}

export const box = (cls: string, x: number, y: number, w: number, h: number, round?: number): Box =>
  round === undefined ? { is: "box", x, y, w, h, cls } : { is: "box", x, y, w, h, cls, round };
export const path = (cls: string, d: string): Path => ({ is: "path", cls, d });
export const label = (
  text: string,
  style: TextStyle,
  x: number,
  y: number,
  more: Pick<Label, "anchor" | "cls"> = {},
): Label => ({ is: "label", text, style, x, y, ...more });
export const group = (cls: string, shapes: Shape[], more: Pick<Group, "key" | "says" | "isCurrent"> = {}): Group => ({
  is: "group",
  cls,
  shapes,
  ...more,
});

export const escapeText = (text: string): string =>
  text.replace(/[&<>"]/g, (letter) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[letter] ?? "&quot;");

export const round3 = (value: number): string => String(Math.round(value * 1000) / 1000);
/** A path from pieces: letters stay, numbers are rounded. */
export const d = (...pieces: (string | number)[]): string =>
  pieces.map((it) => (typeof it === "number" ? round3(it) : it)).join(" ");

/** The element that shows a shape. */
export const TAGS = { box: "rect", path: "path", label: "text", group: "g" } as const;

/** Names and values of that element's attributes; values are not yet escaped. */
export function attributesOf(shape: Shape, isLive: boolean): [name: string, value: string][] {
  switch (shape.is) {
    case "box": {
      const { cls, x, y, w, h, round } = shape;
      const found: [string, string][] = [
        ["class", cls],
        ["x", round3(x)],
        ["y", round3(y)],
        ["width", round3(Math.max(0, w))],
        ["height", round3(Math.max(0, h))],
      ];
      if (round) found.push(["rx", String(round)]);
      return found;
    }
    case "path":
      return [
        ["class", shape.cls],
        ["d", shape.d],
      ];
    case "label": {
      const { style, cls, x, y, anchor } = shape;
      const found: [string, string][] = [
        ["class", `t-${style}${cls ? ` ${cls}` : ""}`],
        ["x", round3(x)],
        ["y", round3(y)],
      ];
      if (anchor && anchor !== "start") found.push(["text-anchor", anchor]);
      // The stops of a live figure say what they are, and the table says the rest; labels one by one say nothing.
      if (isLive) found.push(["aria-hidden", "true"]);
      return found;
    }
    default:
      return groupAttributes(shape, isLive);
  }
}

function groupAttributes({ cls, key, says, isCurrent }: Group, isLive: boolean): [string, string][] {
  const found: [string, string][] = cls ? [["class", cls]] : [];
  if (!isLive || key === undefined) return found;
  found.push(["data-key", key], ["role", "button"], ["tabindex", "-1"], ["aria-label", says ?? key]);
  if (isCurrent) found.push(["aria-current", "step"]);
  return found;
}

function shapeText(shape: Shape, isLive: boolean): string {
  const tag = TAGS[shape.is];
  const attributes = attributesOf(shape, isLive)
    .map(([name, value]) => ` ${name}="${escapeText(value)}"`)
    .join("");
  if (shape.is === "label") return `<${tag}${attributes}>${escapeText(shape.text)}</${tag}>`;
  if (shape.is !== "group") return `<${tag}${attributes}/>`;
  // A space keeps the words of two labels apart for those who hear them.
  const inner = shape.shapes.map((it) => shapeText(it, isLive)).join(isLive ? " " : "");
  return `<${tag}${attributes}>${inner}</${tag}>`;
}

/**
 * The drawing as an `<svg>`: an image with a name for the page, a group of stops for the live figure. Without a title it
 * is for the eye only: all that it shows is said beside it.
 */
export function draw(drawing: Drawing, title: string | null, isLive = false): string {
  const name = escapeText(title ?? "");
  const role = title === null ? 'aria-hidden="true"' : isLive ? `role="group" aria-label="${name}"` : 'role="img"';
  const named = title === null || isLive ? "" : `<title>${name}</title>`;
  const inner = drawing.shapes.map((it) => shapeText(it, isLive)).join("");
  return `<svg ${role} viewBox="0 0 ${round3(drawing.width)} ${round3(drawing.height)}">${named}${inner}</svg>`;
}

export interface LabelBox {
  text: string;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Where the text of a drawing is, for tests and for layouts that look for room. */
export function labelBoxes(shapes: readonly Shape[]): LabelBox[] {
  return shapes.flatMap((shape) => {
    if (shape.is === "group") return labelBoxes(shape.shapes);
    if (shape.is !== "label" || shape.text === "") return [];
    const width = textWidth(shape.text, shape.style);
    const left = shape.x - (shape.anchor === "end" ? width : shape.anchor === "middle" ? width / 2 : 0);
    const { upPx, downPx } = textHeight(shape.style);
    return [{ text: shape.text, left, right: left + width, top: shape.y - upPx, bottom: shape.y + downPx }];
  });
}

/** The first of some spots where a label lies inside `from`…`to` and touches no text that is there already. */
export function freeLabel(
  drawn: readonly Shape[],
  spots: readonly Label[],
  { left: from, right: to }: { left: number; right: number },
): Label | null {
  const taken = labelBoxes(drawn);
  const isFree = (spot: Label) => {
    const [it] = labelBoxes([spot]);
    if (!it || it.left < from || it.right > to) return false;
    return taken.every(
      (b) => b.right + 4 < it.left || b.left - 4 > it.right || b.bottom + 1 < it.top || b.top - 1 > it.bottom,
    );
  };
  return spots.find(isFree) ?? null;
}
