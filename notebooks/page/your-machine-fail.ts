/** The form that fails any page of an imported machine, and who has that page, in words. */
import { failPage, type PageFailure } from "../../engine/import/fail-page.ts";
import { bytesIn } from "../../engine/import/notes.ts";
import type { Owner } from "../../engine/import/owners.ts";
import type { MachineValue } from "../../engine/scene.ts";
import { type Child, element } from "./your-machine-dom.ts";
import { optionsOf, type Part } from "./your-machine-parts.ts";

export interface FailForm {
  element: HTMLElement;
  /** Another machine: its devices to choose from; what was said of the old one is gone. */
  setMachine(value: MachineValue): void;
}

export function failForm(part: Part, onFail: (failure: PageFailure) => void): FailForm {
  const { document, strings, prefix } = part;
  let value: MachineValue | null = null;
  const device = element(document, "select", { id: `${prefix}-device` });
  const help = `${prefix}-offset-help`;
  const offset = element(document, "input", {
    ...{ id: `${prefix}-offset`, type: "text", value: "0", dir: "ltr", spellcheck: "false", "aria-describedby": help },
  });
  const said = element(document, "div", { class: "your-machine-owners", role: "status" });
  const fail = (event: Event) => {
    event.preventDefault();
    if (value === null) return;
    const bytes = bytesIn(offset.value.trim());
    offset.setAttribute("aria-invalid", String(bytes === undefined));
    if (bytes === undefined) return said.replaceChildren(strings.noOffset(offset.value));
    try {
      const failure = failPage(value, device.value, bytes);
      said.replaceChildren(ownerList(part, failure));
      onFail(failure);
    } catch (error) {
      offset.setAttribute("aria-invalid", "true");
      said.replaceChildren(strings.refused((error as Error).message));
    }
  };
  const form = element(
    document,
    "form",
    { class: "your-machine-fail", onsubmit: fail, "aria-labelledby": `${prefix}-fail-title` },
    element(document, "h4", { id: `${prefix}-fail-title` }, strings.fail),
    element(document, "label", { for: device.id }, strings.device),
    device,
    element(document, "label", { for: offset.id }, strings.offset),
    offset,
    element(document, "button", { type: "submit" }, strings.failPage),
    element(document, "p", { id: help }, strings.offsetHelp),
    said,
  );
  return {
    element: form,
    setMachine(next) {
      const before = device.value;
      value = next;
      const names = devicesOf(next);
      device.replaceChildren(...optionsOf(part, names, names.includes(before) ? before : (names[0] ?? "")));
      said.replaceChildren();
    },
  };
}

/** Disks first, then what is on them. */
export function devicesOf({ scene, steps }: MachineValue): string[] {
  const parts = Object.entries(scene.pmem).flatMap(([disk, it]) =>
    (it.partitions ?? []).map((_, i) => `${disk}p${i + 1}`),
  );
  const mapped = steps.flatMap((it) => (it.op === "dm-create" ? [`mapper/${it.name}`] : []));
  return [...Object.keys(scene.pmem), ...parts, ...mapped];
}

function ownerList({ document, strings }: Part, { owners, mappings }: PageFailure): HTMLElement {
  const lines: string[] = owners.map((it) => ownerLine(strings, it));
  lines.push(...mappings.map((it) => strings.maps(it.process, it.map, String(it.offInMapBytes))));
  const items: Child[] = lines.map((it) => element(document, "li", {}, it));
  return element(document, "ul", {}, ...items);
}

function ownerLine(strings: Part["strings"], owner: Owner): string {
  const place = `${owner.devices.join(" → ")} + ${owner.offBytes}`;
  if (owner.path !== null && owner.offInFileBytes !== null)
    return strings.ownerFile(place, owner.path, String(owner.offInFileBytes));
  return owner.kind === "nobody" ? strings.nobody(place) : strings.owner(place, owner.kind);
}
