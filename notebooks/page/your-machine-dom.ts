/** Elements by hand, so that the component needs no template engine and can be tested without a browser. */

export type Child = Node | string | null;

interface Props {
  [attribute: string]: string | number | boolean | ((event: Event) => void) | undefined;
}

/** An element. `onclick` and the like listen; true is an attribute without a value; false and undefined are none. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  document: Document,
  tag: Tag,
  props: Props = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === "function") made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== undefined && value !== false) made.setAttribute(name, String(value));
  }
  made.append(...children.filter((it): it is Node | string => it !== null));
  return made;
}

/** Replaces what a part shows; the focus stays on the control of the same `id`. */
export function redraw(part: HTMLElement, ...children: readonly Child[]): void {
  const active = part.ownerDocument.activeElement;
  const id = active !== null && part.contains(active) ? active.id : "";
  part.replaceChildren(...children.filter((it): it is Node | string => it !== null));
  if (id !== "") part.ownerDocument.getElementById(id)?.focus();
}
