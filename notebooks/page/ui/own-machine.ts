/**
 * The reader's own machine on a page: what they paste becomes a machine, drawn and failed below. It has an engine of its
 * own, in a cage of its own, which is opened with the first machine: nothing of the lesson waits for it.
 */
import type { MachineView } from "../../../engine/api.ts";
import type { MachineValue } from "../../../engine/scene.ts";
import type { Lab } from "../../../workers/api.ts";
import { connectLab } from "../../../workers/page/client.ts";
import type { Figure } from "../../figures/figure.ts";
import { holderRoute } from "../../figures/holder-route.ts";
import { memoryMap } from "../../figures/memory-map.ts";
import { processTable } from "../../figures/process-table.ts";
import { yourMachineStringsDe, yourMachineStringsEn } from "../../i18n/your-machine.ts";
import { mountYourMachine } from "../your-machine.ts";
import "../your-machine.css";
import { makeSelection } from "./selection.ts";

export function mountOwnMachine(host: HTMLElement): void {
  const { ownerDocument: document } = host;
  const isGerman = document.documentElement.lang.startsWith("de");
  const drawn = document.createElement("div");
  drawn.className = "your-machine-drawn";
  host.after(drawn);
  let lab: Lab | null = null;
  let undo: (() => void)[] = [];
  const show = async (value: MachineValue, figuresOf: (view: MachineView) => Figure[]): Promise<void> => {
    lab ??= connectLab();
    const view = await lab.view(value);
    for (const end of undo) end();
    undo = [];
    const selection = makeSelection();
    const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)").matches;
    drawn.replaceChildren();
    for (const figure of figuresOf(view)) {
      const place = document.createElement("div");
      drawn.append(place);
      undo.push(figure.mount(place, { selection, reducedMotion }));
    }
    drawn.scrollIntoView({ block: "nearest" });
  };
  mountYourMachine(host, {
    strings: isGerman ? yourMachineStringsDe : yourMachineStringsEn,
    onUse: (value) => void show(value, (view) => [memoryMap(view)]),
    onFail: ({ value }) => void show(value, (view) => [holderRoute(view), processTable(view)]),
    download: (name, text, type) => save(document, name, new Blob([text], { type })),
  });
}

function save(document: Document, name: string, blob: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
