/**
 * A drawing in the page that is changed in place: of the next drawing only what differs from the last one is written.
 *
 * What a reader drags or zooms is drawn once per frame; parsing its SVG anew each time costs more than the drawing.
 * Shapes are matched by their place, so a layout keeps what comes and goes in groups of its own; a shape that is the
 * very same object as before is not looked at again.
 */
import { attributesOf, type Drawing, draw, type Shape, TAGS } from "./svg.ts";

const SVG = "http://www.w3.org/2000/svg";

/** A shape with the element that shows it. */
interface Mark {
  shape: Shape;
  element: SVGElement;
  inner: Mark[];
}

/** What draws into `host` from now on; the host holds nothing else. */
export function sketch(host: HTMLElement, title: string): (drawing: Drawing) => void {
  let svg: SVGSVGElement | null = null;
  let box = "";
  const marks: Mark[] = [];
  return (drawing) => {
    if (svg === null || svg.parentNode !== host) {
      host.innerHTML = draw({ ...drawing, shapes: [] }, title, true);
      svg = host.querySelector("svg")!;
      box = "";
      marks.length = 0;
    }
    const next = `0 0 ${drawing.width} ${drawing.height}`;
    if (next !== box) svg.setAttribute("viewBox", next);
    box = next;
    change(marks, drawing.shapes, svg);
  };
}

function change(marks: Mark[], shapes: readonly Shape[], parent: SVGElement): void {
  for (const [i, shape] of shapes.entries()) {
    const mark = marks[i];
    if (mark?.shape === shape) continue;
    if (mark?.shape.is === shape.is) redraw(mark, shape);
    else {
      const made = make(shape, parent.ownerDocument);
      if (mark) mark.element.replaceWith(made.element);
      else parent.append(made.element);
      marks[i] = made;
    }
  }
  for (const { element } of marks.splice(shapes.length)) element.remove();
}

function make(shape: Shape, document: Document): Mark {
  const element = document.createElementNS(SVG, TAGS[shape.is]);
  for (const [name, value] of attributesOf(shape, true)) element.setAttribute(name, value);
  const mark: Mark = { shape, element, inner: [] };
  if (shape.is === "label") element.textContent = shape.text;
  if (shape.is === "group") change(mark.inner, shape.shapes, element);
  return mark;
}

function redraw(mark: Mark, shape: Shape): void {
  const { element, shape: last } = mark;
  const before = new Map(attributesOf(last, true));
  for (const [name, value] of attributesOf(shape, true)) {
    if (before.get(name) !== value) element.setAttribute(name, value);
    before.delete(name);
  }
  for (const name of before.keys()) element.removeAttribute(name);
  if (shape.is === "label" && last.is === "label" && shape.text !== last.text) element.textContent = shape.text;
  if (shape.is === "group") change(mark.inner, shape.shapes, element);
  mark.shape = shape;
}
