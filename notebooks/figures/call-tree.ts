/**
 * The call tree of the last failure, the thread in its margin; beside it, where given, the tree that a real kernel
 * left behind when it was given the same scene. A table: it is read, searched, copied, and folds on a phone.
 */
import {
  agreement,
  type Call,
  type CallRow,
  type CallTree,
  callRows,
  type RecordedEvent,
  stepSays,
} from "./call-rows.ts";
import { conclude, paperOf } from "./conclusion.ts";
import type { Figure } from "./figure.ts";
import { makeFigure, walk } from "./frame.ts";
import { type Shown, viewed } from "./shown.ts";
import { escapeText } from "./svg.ts";
import { words } from "./words.ts";

export interface CallTreeOptions {
  /** An event of a recording, as `recording(name, index)` gives it. Default: the model's tree alone. */
  recorded?: RecordedEvent;
}

interface State {
  at: number;
}

const MARKS: Record<CallRow["mark"], string> = {
  same: "=",
  differs: "≠",
  "only-model": "+",
  "only-kernel": "·",
  alone: "",
};

/** Class of a row's margin: the thread runs from the first stop to the last, with a bead at each. */
export function marginOf(rows: readonly CallRow[], index: number): string {
  const first = rows.findIndex((it) => it.stop !== null);
  const last = rows.findLastIndex((it) => it.stop !== null);
  if (first < 0 || index < first || index > last) return "";
  const { stop } = rows[index]!;
  const run = index === first ? "starts" : index === last ? "ends" : "runs";
  return stop === null ? run : `${run} ${stop === "none" ? "bead-at" : `end-${stop}`}`;
}

/** What a call answered; nothing where its function answers nothing. */
const shownAnswer = (call: Call | null): string => (!call || call.answer === "void" ? "" : call.answer);

function callCell(call: Call | null, row: CallRow, isLive: boolean, current: boolean): string {
  if (!call) return `<td class="call depth-${Math.min(12, row.depth)}"></td>`;
  const name =
    isLive && call.seq !== null
      ? `<button type="button" class="call-name" data-key="call-${call.seq}" tabindex="-1"${current ? ' aria-current="step"' : ""}>${escapeText(call.fn)}</button>`
      : `<span class="call-name">${escapeText(call.fn)}</span>`;
  const args = call.text ? `<span class="call-args">${escapeText(call.text)}</span>` : "";
  const refused = /^−/.test(call.answer) ? " refused" : "";
  const answer =
    shownAnswer(call) === "" ? "" : `<span class="call-answer${refused}">${escapeText(call.answer)}</span>`;
  const depth = `<span class="figure-unseen">${escapeText(words().depth(row.depth))}: </span>`;
  return `<td class="call depth-${Math.min(12, row.depth)}">${depth}${name} ${args} ${answer}</td>`;
}

function rowMarkup(tree: CallTree, index: number, hasKernel: boolean, isLive: boolean, at: number): string {
  const row = tree.rows[index]!;
  const seq = row.model?.seq ?? null;
  const later = seq !== null && seq > at ? " later" : "";
  const current = seq !== null && seq === at;
  const says = words().marks[row.mark];
  const why = row.mark === "differs" ? `${says}: ${row.differences.join(", ")}` : says;
  const kernel = hasKernel
    ? `<td class="mark" title="${escapeText(why)}"><span aria-hidden="true">${MARKS[row.mark]}</span><span class="figure-unseen">${escapeText(why)}</span></td>${callCell(row.kernel, row, false, false)}`
    : "";
  return `<tr class="mark-${row.mark}${later}${current ? " now" : ""}"><td class="margin ${marginOf(tree.rows, index)}"></td>${callCell(row.model, row, isLive, current)}${kernel}</tr>`;
}

const FIRST = 28;
const LAST = 3;
const MOST_ROWS = 44;

/** Indices of the rows that a long tree shows: its beginning, its end, the thread, and what differs. */
export function shownRows(rows: readonly CallRow[]): number[] {
  const all = rows.map((_, i) => i);
  if (rows.length <= MOST_ROWS) return all;
  let differing = 0;
  return all.filter((i) => {
    const row = rows[i]!;
    if (i < FIRST || i >= rows.length - LAST || row.stop !== null) return true;
    return row.mark === "differs" && ++differing <= 8;
  });
}

/** The rows, with a line for each stretch that is left out. */
function bodyMarkup(tree: CallTree, shown: readonly number[], hasKernel: boolean, isLive: boolean, at: number): string {
  return shown
    .map((index, i) => {
      const missing = index - (shown[i - 1] ?? -1) - 1;
      const margin = marginOf(tree.rows, index - 1).replace(/ .*/, "");
      const gap =
        missing > 0
          ? `<tr class="gap-row"><td class="margin ${margin}"></td><td colspan="${hasKernel ? 3 : 1}">${escapeText(words().calls(missing))}</td></tr>`
          : "";
      return gap + rowMarkup(tree, index, hasKernel, isLive, at);
    })
    .join("");
}

export function callTree(shown: Shown, options: CallTreeOptions = {}): Figure {
  const machine = viewed(shown);
  const { recorded } = options;
  const tree = callRows(machine, recorded);
  const w = words();
  const visible = shownRows(tree.rows);
  const says = tree.route ? conclude(machine, tree.route) : stepSays(machine);
  const caption = recorded ? `${says} ${agreement(tree)}` : says;
  const head = `<thead><tr><td></td><th scope="col">${escapeText(w.model)}</th>${recorded ? `<td></td><th scope="col">${escapeText(w.kernelRecorded)}</th>` : ""}</tr></thead>`;
  return makeFigure<State>({
    name: "call-tree",
    caption,
    twin: {
      caption,
      columns: [w.model, w.columns.answer, ...(recorded ? [w.kernelRecorded, w.columns.answer, w.compared] : [])],
      rows: tree.rows.map((it) => [
        it.model ? `${it.model.fn}(${it.model.text})` : "",
        shownAnswer(it.model),
        ...(recorded
          ? [
              it.kernel ? `${it.kernel.fn}(${it.kernel.text})` : "",
              shownAnswer(it.kernel),
              [w.marks[it.mark], ...it.differences].join(" "),
            ]
          : []),
      ]),
    },
    start: { at: Number.POSITIVE_INFINITY },
    isFluid: true,
    isOwnTwin: visible.length === tree.rows.length,
    cls: `paper-${paperOf(machine)}`,
    draw({ at }, _widthPx, isLive) {
      const rows = bodyMarkup(tree, visible, recorded !== undefined, isLive, at);
      const more = tree.more > 0 ? `<p class="figure-note">${escapeText(w.more(tree.more))}</p>` : "";
      return `<table class="calls${recorded ? " two" : ""}" aria-label="${escapeText(w.kinds["call-tree"])}">${head}<tbody>${rows}</tbody></table>${more}`;
    },
    live(it) {
      const seqs = new Set(tree.rows.map((row) => row.model?.seq));
      const follow = (event: number | undefined) => {
        const isMine =
          event !== undefined &&
          (seqs.has(event) || (event >= Math.min(...present(seqs)) && event <= Math.max(...present(seqs))));
        const at = isMine ? event : Number.POSITIVE_INFINITY;
        if (at !== it.state.at) it.change({ at });
      };
      it.undo(it.host.selection.subscribe((now) => follow(now.event)));
      follow(it.host.selection.current.event);
      walk(
        it,
        (key) => it.host.selection.select({ event: Number(key.replace("call-", "")) }, "call-tree"),
        () => it.host.selection.select({}, "call-tree"),
      );
    },
  });
}

const present = (seqs: ReadonlySet<number | null | undefined>): number[] =>
  [...seqs].filter((it): it is number => typeof it === "number");
