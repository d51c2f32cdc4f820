/**
 * One failure under many rules: each kernel model and each policy in a row, with a small thread that shows how far the
 * failure came, and the same in words. Rows of designs that no kernel runs lie on drafting paper.
 */
import type { MatrixCell } from "../../engine/api.ts";
import type { Figure } from "./figure.ts";
import { makeFigure } from "./frame.ts";
import { cross, draftingGrid, poisonMark } from "./hatch.ts";
import { holderName, listed, returned } from "./labels.ts";
import { hueClass } from "./palette.ts";
import { box, type Drawing, d, draw, escapeText, path, type Shape } from "./svg.ts";
import { type ThreadEnd, thread, threadEnd } from "./thread.ts";
import { words } from "./words.ts";

const GLYPH = { width: 132, height: 34 };

/** How far the failure came, in the order of the layers. */
export const endOf = (cell: MatrixCell): ThreadEnd =>
  cell.crash !== null || cell.shutdown.length > 0
    ? "stopped"
    : cell.told.length > 0
      ? "told"
      : cell.asked.length === 0
        ? "mid-air"
        : /^0?$/.test(cell.errno ?? "")
          ? "none"
          : "refused";

/** The thread laid down: page, dax_device, holders asked, processes told. */
export function glyph(cell: MatrixCell): Drawing {
  const y = GLYPH.height / 2;
  const shapes: Shape[] = paperOf(cell) !== "kernel" ? [draftingGrid(GLYPH.width, GLYPH.height, 8)] : [];
  const holders = cell.asked.slice(0, 3);
  const xs = { page: 10, dax: 40, holder: 74, told: 116 };
  const spread = (i: number, n: number) => y + (n > 1 ? (i - (n - 1) / 2) * 12 : 0);
  shapes.push(
    ...poisonMark(xs.page - 6, y - 6, 12, 12),
    thread([
      [xs.page, y],
      [xs.dax, y],
    ]),
    box("bead", xs.dax - 3.5, y - 3.5, 7, 7, 3.5),
  );
  const end = endOf(cell);
  if (holders.length === 0 && !cell.fallback) shapes.push(...threadEnd("mid-air", [xs.dax + 4, y]));
  holders.forEach((name, i) => {
    const at = spread(i, holders.length);
    const isLast = i === holders.length - 1;
    shapes.push(
      thread([
        [xs.dax, y],
        [xs.holder - 12, at],
        [xs.holder, at],
      ]),
      box(`swatch ${hueClass(name)}`, xs.holder - 4, at - 4, 8, 8),
    );
    if (!isLast && end !== "none") shapes.push(cross(xs.holder, at, 3));
    if (isLast && cell.told.length > 0 && !cell.fallback)
      shapes.push(
        thread([
          [xs.holder + 4, at],
          [xs.told, y],
        ]),
      );
    else if (isLast && !cell.fallback && end !== "none")
      shapes.push(
        ...(end === "stopped"
          ? [path("thread", d("M", xs.holder + 14, at - 8, "v", 16))]
          : threadEnd(end, [xs.holder + 14, at])),
      );
  });
  if (cell.fallback) {
    const to: [number, number] = cell.told.length > 0 ? [xs.told, y] : [xs.told - 20, y + 10];
    shapes.push(thread([[xs.dax, y], [xs.dax + 12, y + 12], [to[0] - 12, y + 12], to], "around"));
    if (cell.told.length === 0) shapes.push(...threadEnd("refused", to));
  }
  if (cell.told.length > 0) shapes.push(...threadEnd("told", [xs.told, y]));
  return { ...GLYPH, shapes };
}

export interface MatrixRow {
  cell: MatrixCell;
  /** Kernels under which this policy ends alike. */
  kernels: string[];
}

/** One row for all kernels that end alike under a policy; the kernels' own rules first. */
export function rowsOf(cells: readonly MatrixCell[]): MatrixRow[] {
  const rows = new Map<string, MatrixRow>();
  for (const cell of cells) {
    const { kernel, ...outcome } = cell;
    const key = JSON.stringify([outcome, kernel === "v9" && cell.policy === "kernel"]);
    const row = rows.get(key);
    if (row) row.kernels.push(kernel);
    else rows.set(key, { cell, kernels: [kernel] });
  }
  const order = [...new Set(cells.map((it) => it.policy))].sort(
    (a, b) => Number(a !== "kernel") - Number(b !== "kernel"),
  );
  return [...rows.values()].sort((a, b) => order.indexOf(a.cell.policy) - order.indexOf(b.cell.policy));
}

/** "range-slots (6.1, 6.12)"; the kernels' own rules by the kernels alone. */
function nameOf({ cell, kernels }: MatrixRow, isOneKernel: boolean): string {
  if (cell.policy === "kernel") return kernels.join(", ");
  return isOneKernel ? cell.policy : `${cell.policy} (${kernels.join(", ")})`;
}
const name = (cell: MatrixCell): string => (cell.policy === "kernel" ? cell.kernel : `${cell.policy} (${cell.kernel})`);
const paperOf = (cell: MatrixCell): "proposed" | "posted" | "kernel" =>
  cell.policy !== "kernel" ? "proposed" : cell.kernel === "v9" ? "posted" : "kernel";
const orNobody = (names: readonly string[]): string => (names.length > 0 ? listed(names) : words().nobody);

/** So many rules are named in a sentence. */
const MANY = 6;

/** What the rows come to: under how many rules somebody was told. */
function concludes(cells: readonly MatrixCell[]): string {
  const telling = cells.filter((it) => it.told.length > 0);
  const isOneKernel = new Set(cells.map((it) => it.kernel)).size === 1;
  const named = telling.map((it) => (isOneKernel && it.policy !== "kernel" ? it.policy : name(it)));
  return words().matrixSays(
    cells.length,
    telling.length,
    listed(telling.length > MANY ? [...named.slice(0, MANY - 1), "…"] : named),
    cells.filter((it) => it.crash !== null).length,
  );
}

/** Where there is nothing to say; a phone leaves it out. */
const NONE = "–";

/** What a row says after its name and its thread. */
function factsOf(it: MatrixCell): string[] {
  const w = words();
  return [
    it.asked.length > 0 ? it.asked.map(holderName).join(", ") : w.nobody,
    orNobody(it.told),
    it.shutdown.length > 0 ? it.shutdown.join(", ") : NONE,
    it.fallback ? w.byMapping : NONE,
    it.crash !== null || it.errno === null ? returned(null) : it.errno === "0" ? "0" : `−${it.errno}`,
  ];
}

function rowMarkup(row: MatrixRow, isOneKernel: boolean, columns: readonly string[]): string {
  const { cell } = row;
  const title = nameOf(row, isOneKernel);
  const tells = cell.told.length > 0 ? "told" : "untold";
  const tds = factsOf(cell).map((fact, i) => {
    const text = i === 1 ? `<span class="verdict ${tells}">${escapeText(fact)}</span>` : escapeText(fact);
    const isNone = fact === NONE ? ' class="none"' : "";
    return `<td data-label="${escapeText(columns[i + 2]!)}"${isNone}>${text}</td>`;
  });
  const paper = paperOf(cell);
  const note = paper === "kernel" ? "" : ` <span class="figure-note">${escapeText(words()[paper])}</span>`;
  const picture = draw(glyph(cell), null);
  return `<tr class="${paper === "kernel" ? "kernel" : "proposed"}"><th scope="row">${escapeText(title)}${note}</th><td class="glyph">${picture}</td>${tds.join("")}</tr>`;
}

export function policyMatrix(cells: readonly MatrixCell[]): Figure {
  const w = words();
  const columns = [w.rule, w.route, w.asks, w.tells, w.stops.shutdown, w.fallback, w.columns.answer];
  const isOneKernel = new Set(cells.map((it) => it.kernel)).size === 1;
  const caption = concludes(cells);
  const head = columns.map((it) => `<th scope="col">${escapeText(it)}</th>`).join("");
  const rows = rowsOf(cells).map((it) => rowMarkup(it, isOneKernel, columns));
  return makeFigure<object>({
    name: "policy-matrix",
    caption,
    twin: {
      caption,
      columns: [...columns.filter((_, i) => i !== 1), w.crash],
      rows: cells.map((it) => [name(it), ...factsOf(it), it.crash ?? ""]),
    },
    start: {},
    isFluid: true,
    draw: () =>
      `<table class="cards matrix" aria-label="${escapeText(w.kinds["policy-matrix"])}"><thead><tr>${head}</tr></thead><tbody>${rows.join("")}</tbody></table>`,
  });
}
