/**
 * One failure under many rules: each kernel model and each policy in a row, with a small thread that shows how far the
 * failure came, and the same in words. Rows of designs that no kernel runs lie on drafting paper.
 */
import type { MatrixCell } from "../../engine/api.ts";
import type { Figure } from "./figure.ts";
import { makeFigure } from "./frame.ts";
import { cross, draftingGrid, poisonMark } from "./hatch.ts";
import { holderName, listed } from "./labels.ts";
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
  const shapes: Shape[] = cell.proposed ? [draftingGrid(GLYPH.width, GLYPH.height, 8)] : [];
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

const name = (cell: MatrixCell): string => (cell.policy === "kernel" ? cell.kernel : `${cell.kernel}, ${cell.policy}`);
const orNobody = (names: readonly string[]): string => (names.length > 0 ? listed(names) : words().nobody);

/** What the rows come to: under how many rules somebody was told. */
function concludes(cells: readonly MatrixCell[]): string {
  const telling = cells.filter((it) => it.told.length > 0);
  return words().matrixSays(
    cells.length,
    telling.length,
    listed(telling.slice(0, 4).map(name)),
    cells.filter((it) => it.crash !== null).length,
  );
}

export function policyMatrix(cells: readonly MatrixCell[]): Figure {
  const w = words();
  const columns = [w.rule, w.route, w.asks, w.tells, w.shutDown, w.fallback, w.columns.answer];
  const row = (it: MatrixCell): string[] => [
    name(it),
    "",
    it.asked.length > 0 ? it.asked.map(holderName).join(", ") : w.nobody,
    orNobody(it.told),
    it.shutdown.length > 0 ? it.shutdown.join(", ") : "–",
    it.fallback ? w.byMapping : "–",
    it.crash ?? (it.errno === null ? "never returned" : it.errno === "0" ? "0" : `−${it.errno}`),
  ];
  const caption = concludes(cells);
  const rows = cells.map((it) => {
    const text = row(it);
    const tells = it.told.length > 0 ? "told" : "untold";
    const tds = text
      .slice(2)
      .map(
        (cell, i) =>
          `<td data-label="${escapeText(columns[i + 2]!)}">${i === 1 ? `<span class="verdict ${tells}">${escapeText(cell)}</span>` : escapeText(cell)}</td>`,
      )
      .join("");
    const paper = it.proposed ? `<span class="figure-note">${escapeText(w.proposed)}</span>` : "";
    return `<tr class="${it.proposed ? "proposed" : "kernel"}"><th scope="row">${escapeText(text[0]!)} ${paper}</th><td class="glyph">${draw(glyph(it), `${text[0]}: ${orNobody(it.told)}`)}</td>${tds}</tr>`;
  });
  return makeFigure<object>({
    name: "policy-matrix",
    caption,
    twin: {
      caption,
      columns: columns.filter((_, i) => i !== 1),
      rows: cells.map((it) => row(it).filter((_, i) => i !== 1)),
    },
    start: {},
    isFluid: true,
    isOwnTwin: true,
    draw: () =>
      `<table class="cards matrix"><thead><tr>${columns.map((it) => `<th scope="col">${escapeText(it)}</th>`).join("")}</tr></thead><tbody>${rows.join("")}</tbody></table>`,
  });
}
