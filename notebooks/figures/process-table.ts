/** Processes: what each maps, what stands in its page tables, which signals it was sent, and whether it saw them. */
import type { Signal } from "../../engine/event.ts";
import type { ProcessState } from "../../engine/snapshot.ts";
import { conclude, paperOf } from "./conclusion.ts";
import type { Figure } from "./figure.ts";
import { makeFigure } from "./frame.ts";
import { hex, size } from "./labels.ts";
import { hueClass } from "./palette.ts";
import { type Places, placesOf } from "./places.ts";
import { type Route, routeOf } from "./route.ts";
import { type Shown, viewed } from "./shown.ts";
import { escapeText } from "./svg.ts";
import { words } from "./words.ts";

export interface ProcessRow {
  process: string;
  hue: string;
  isAlive: boolean;
  policy: string;
  maps: { text: string; entries: string }[];
  signals: string[];
  verdict: "told" | "untold" | "unaffected";
  says: string;
}

const entriesOf = ({ entries }: ProcessState["maps"][number]): string => {
  const pmd = entries.filter((it) => it.sizeBytes > 4096).length;
  const ram = entries.filter((it) => it.pfn === "ram" || it.pfn === "zero").length;
  const parts = [
    `${entries.length - pmd} PTE`,
    ...(pmd > 0 ? [`${pmd} PMD`] : []),
    ...(ram > 0 ? [words().inRam(ram)] : []),
  ];
  return parts.join(", ");
};

function signalText(it: Signal): string {
  const at = it.offInMapBytes === null ? "" : ` ${words().inSpace(hex(it.offInMapBytes), it.map ?? "?")}`;
  return `SIGBUS ${it.code}${at}, lsb ${it.lsb}${it.delivered ? "" : `, ${words().why.pending}`}`;
}

function rowOf(it: ProcessState, places: Places, route: Route | null): ProcessRow {
  const first = it.maps[0];
  const mount = first && places.mountOf(first.path);
  const told = route?.told.some((t) => t.process === it.process) ?? it.signals.length > 0;
  const untold = route?.untold.find((t) => t.process === it.process);
  const w = words();
  return {
    process: it.process,
    hue: hueClass(mount?.device ?? null),
    isAlive: it.alive,
    policy: it.policy,
    maps: it.maps.map((map) => ({
      text: `${map.map}: ${map.path} ${hex(map.offInFileBytes, 4)} + ${size(map.lenBytes)}${map.private ? `, ${w.privateMap}` : ""}`,
      entries: entriesOf(map),
    })),
    signals: it.signals.map(signalText),
    verdict: told ? "told" : untold ? "untold" : "unaffected",
    says: told ? w.told("") : untold ? `${w.notTold}: ${w.why[untold.why]}` : w.unaffected,
  };
}

/** Rows of a snapshot's processes, in order of creation. */
export function layout(machine: Shown): ProcessRow[] {
  const view = viewed(machine);
  const route = routeOf(view);
  const places = placesOf(view, view.state);
  return view.state.processes.map((it) => rowOf(it, places, route));
}

export function processTable(machine: Shown): Figure {
  const view = viewed(machine);
  const rows = layout(view);
  const w = words();
  const columns = [w.stops.process, w.policy, w.mapping, w.entriesIn, w.signals, w.outcome];
  const lines = (list: readonly string[]) => list.map((it) => `<span class="line">${escapeText(it)}</span>`).join("");
  const caption = view.state.processes.length === 0 ? w.noProcesses : conclude(view, routeOf(view));
  const cell = (column: number, html: string, cls = "") =>
    `<td data-label="${escapeText(columns[column]!)}"${cls ? ` class="${cls}"` : ""}>${html}</td>`;
  return makeFigure<object>({
    name: "process-table",
    caption,
    twin: {
      caption,
      columns,
      rows: rows.map((it) => [
        it.process,
        it.policy,
        it.maps.map((m) => m.text).join("; "),
        it.maps.map((m) => m.entries).join("; "),
        it.signals.join("; "),
        it.says,
      ]),
    },
    start: {},
    isFluid: true,
    isOwnTwin: true,
    cls: `paper-${paperOf(view)}`,
    draw: () =>
      `<table class="cards processes" aria-label="${escapeText(w.kinds["process-table"])}"><thead><tr>${columns.map((it) => `<th scope="col">${escapeText(it)}</th>`).join("")}</tr></thead><tbody>${rows
        .map(
          (it) =>
            `<tr class="${it.verdict}"><th scope="row" class="chip ${it.hue}${it.isAlive ? "" : " gone"}">${escapeText(it.process)}${it.isAlive ? "" : ` (${escapeText(w.gone)})`}</th>${cell(1, escapeText(it.policy))}${cell(2, lines(it.maps.map((m) => m.text)), "mono")}${cell(3, lines(it.maps.map((m) => m.entries)))}${cell(4, lines(it.signals), "mono")}${cell(5, `<span class="verdict ${it.verdict}">${escapeText(it.says)}</span>`)}</tr>`,
        )
        .join("")}</tbody></table>`,
  });
}
