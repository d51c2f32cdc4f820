/**
 * Two machines side by side, layer by layer from the processes down to the disks: what is only in one, what changed,
 * and how much is the same.
 */
import type { MachineView } from "../../engine/api.ts";
import type { Snapshot } from "../../engine/snapshot.ts";
import type { Figure } from "./figure.ts";
import { makeFigure } from "./frame.ts";
import { fsName, hex, holderName, listed, size } from "./labels.ts";
import { hueClass } from "./palette.ts";
import { placesOf } from "./places.ts";
import { routeOf } from "./route.ts";
import { type Shown, viewed } from "./shown.ts";
import { escapeText } from "./svg.ts";
import { words } from "./words.ts";

export interface Thing {
  layer: string;
  name: string;
  hue: string;
  /** What is told of it, one fact a line. */
  facts: string[];
}

export interface DiffRow {
  layer: string;
  name: string;
  hue: string;
  before: string[];
  after: string[];
  change: "added" | "removed" | "changed" | "same";
}

function told(view: MachineView, process: string): string {
  const route = routeOf(view);
  if (!route) return "";
  const w = words();
  const signal = route.told.find((it) => it.process === process)?.signal;
  const untold = route.untold.find((it) => it.process === process);
  return signal ? w.told(signal.code) : untold ? `${w.notTold}: ${w.why[untold.why]}` : "";
}

/** Everything of a machine that has a name, from the processes down. */
export function thingsOf(view: MachineView): Thing[] {
  const w = words();
  const { state } = view;
  const places = placesOf(view, state);
  const mountHue = (path: string) => hueClass(places.mountOf(path)?.device ?? null);
  const some = (...facts: (string | false | null | undefined)[]) =>
    facts.filter((it): it is string => typeof it === "string" && it !== "");
  return [
    ...state.processes.map((it) => ({
      layer: w.processes,
      name: it.process,
      hue: mountHue(it.maps[0]?.path ?? ""),
      facts: some(
        it.alive ? "" : w.gone,
        it.policy,
        ...it.maps.map((m) => `${m.map}: ${m.path}`),
        told(view, it.process),
      ),
    })),
    ...state.files.map((it) => ({
      layer: w.files,
      name: it.path,
      hue: mountHue(it.path),
      facts: some(
        size(it.sizeBytes),
        it.dax ? "DAX" : w.daxOff,
        ...it.extents.slice(0, 2).map((e) => `${hex(e.offInDevBytes)} + ${size(e.lenBytes)}`),
      ),
    })),
    ...state.mounts.map((it) => ({
      layer: w.filesystems,
      name: it.target,
      hue: hueClass(it.device),
      facts: some(
        w.onPlace(fsName(it.fstype), it.device),
        it.dax === "off" ? w.daxOff : `dax=${it.dax}`,
        it.state,
        ...it.shutdownReasons,
      ),
    })),
    ...state.daxDevices.map((it) => ({
      layer: w.daxDevice,
      name: it.name,
      hue: hueClass(it.name),
      facts: some(it.alive ? "" : w.gone, it.holder ? `${w.stops.holder}: ${holderName(it.holder)}` : w.noHolder),
    })),
    ...state.disks.map((it) => ({
      layer: w.disks,
      name: it.name,
      hue: hueClass(it.name),
      facts: some(
        it.present ? "" : w.gone,
        size(it.sizeBytes),
        ...it.partitions.map((p) => `${p.name}: ${hex(p.startBytes)} + ${size(p.sizeBytes)}`),
      ),
    })),
    ...poisonThings(state),
  ];
}

const poisonThings = (state: Snapshot): Thing[] =>
  state.poison.map((it) => ({
    layer: words().poison,
    name: it.device,
    hue: hueClass(it.device),
    facts: [
      ...it.lines.slice(0, 3).map((r) => `${hex(r.offBytes)} + ${size(r.lenBytes)}`),
      ...it.badblocks.slice(0, 3).map((r) => `badblocks ${r.sector} + ${r.count}`),
      ...it.hwpoison.slice(0, 3).map((r) => `HWPoison ${hex(r.offBytes)} + ${size(r.lenBytes)}`),
    ],
  }));

/** Rows of both, in the order of the second; what only the first has comes last in its layer. */
export function diffRows(a: readonly Thing[], b: readonly Thing[]): DiffRow[] {
  const key = (it: Thing) => `${it.layer}\n${it.name}`;
  const left = new Map(a.map((it) => [key(it), it]));
  const right = new Map(b.map((it) => [key(it), it]));
  const layers = [...new Set([...b, ...a].map((it) => it.layer))];
  return layers.flatMap((layer) => {
    const names = [...new Set([...b, ...a].filter((it) => it.layer === layer).map(key))];
    return names.map((name): DiffRow => {
      const before = left.get(name);
      const after = right.get(name);
      const it = (after ?? before)!;
      const isSame = before && after && before.facts.join("\n") === after.facts.join("\n");
      return {
        layer,
        name: it.name,
        hue: it.hue,
        before: before?.facts ?? [],
        after: after?.facts ?? [],
        change: !before ? "added" : !after ? "removed" : isSame ? "same" : "changed",
      };
    });
  });
}

const SIGN: Record<DiffRow["change"], string> = { added: "+", removed: "−", changed: "≠", same: "=" };

/** Facts of one side, those that the other side lacks in bold. */
const facts = (own: readonly string[], other: readonly string[], isAlone: boolean): string =>
  own
    .map((it) =>
      isAlone || other.includes(it)
        ? `<span class="line">${escapeText(it)}</span>`
        : `<strong class="line">${escapeText(it)}</strong>`,
    )
    .join("");

function rowMarkup(row: DiffRow, isFirstOfLayer: boolean, first: string, second: string): string {
  const w = words();
  const layer = isFirstOfLayer ? `<span class="layer-name">${escapeText(row.layer)}</span>` : "";
  return `<tr class="change-${row.change}"><th scope="row"><span class="layer-cell">${layer}</span><span class="chip ${row.hue}">${escapeText(row.name)}</span></th><td class="mark"><span aria-hidden="true">${SIGN[row.change]}</span><span class="figure-unseen">${escapeText(w.changes[row.change])}</span></td><td data-label="${escapeText(first)}">${facts(row.before, row.after, row.change === "removed")}</td><td data-label="${escapeText(second)}">${facts(row.after, row.before, row.change === "added")}</td></tr>`;
}

/** Names of what changed so; a name that stands in two layers says which. */
function namesOf(rows: readonly DiffRow[], change: DiffRow["change"]): string {
  const isTwice = (name: string) => new Set(rows.filter((it) => it.name === name).map((it) => it.layer)).size > 1;
  return listed(
    rows.filter((it) => it.change === change).map((it) => (isTwice(it.name) ? `${it.name} (${it.layer})` : it.name)),
  );
}

/** What an author calls the two machines, "before the power failure" and "after it": heads of the columns. */
export interface Called {
  first?: string;
  second?: string;
}

export function structureDiff(a: Shown, b: Shown, called: Called = {}): Figure {
  const w = words();
  const head = (side: string, name?: string) => (name === undefined ? side : `${side}: ${name}`);
  const [first, second] = [head(w.first, called.first), head(w.second, called.second)];
  const rows = diffRows(thingsOf(viewed(a)), thingsOf(viewed(b)));
  const changed = rows.filter((it) => it.change !== "same");
  const caption = w.diffSays(
    namesOf(changed, "added"),
    namesOf(changed, "removed"),
    namesOf(changed, "changed"),
    rows.length - changed.length,
  );
  return makeFigure<object>({
    name: "structure-diff",
    caption,
    twin: {
      caption,
      columns: [w.layer, w.columns.who, first, second, w.compared],
      rows: rows.map((it) => [it.layer, it.name, it.before.join("; "), it.after.join("; "), w.changes[it.change]]),
    },
    start: {},
    isFluid: true,
    draw: () =>
      `<table class="cards diff" aria-label="${escapeText(w.kinds["structure-diff"])}"><thead><tr><th scope="col">${escapeText(w.layer)}</th><td></td><th scope="col">${escapeText(first)}</th><th scope="col">${escapeText(second)}</th></tr></thead><tbody>${changed
        .map((it, i) => rowMarkup(it, changed[i - 1]?.layer !== it.layer, first, second))
        .join("")}</tbody></table>`,
  });
}
