/**
 * The scripts and the data of a lesson's page. View cells and prose are the author's and are compiled here into the
 * functions of a module, so that the page needs no eval; readers' cells travel as text. The page starts with functions
 * that fetch that module when the first of them is called: no figure stands between a reader and the first answer.
 */
import type { PageCell, PageData, PageProse } from "../page/page-data.ts";
import type { CodeNode, ProseNode } from "./cells.ts";
import type { BuiltLesson } from "./lesson-build.ts";

/** Module of what view cells and prose may use; `recording` is bound to the lesson's own excerpts. */
const SCOPE = "/page/view-scope.ts";

/** Names of other cells that any expression needs, in order of first use. */
export function inputsOf(node: ProseNode, names: ReadonlySet<string>): string[] {
  const all = node.template.expressions.flatMap((it) => it.needs.filter((name) => names.has(name)));
  return [...new Set(all)];
}

const publishedNames = (built: BuiltLesson): Set<string> =>
  new Set(built.graph.order.flatMap((node) => node.code.names));

/** The module that the page starts with; `viewsId` is the address of the other one. */
export function lessonModule(built: BuiltLesson, viewsId: string): string {
  const views = built.graph.order.filter((node) => node.cell.kind === "view").map((node) => node.cell.slug);
  const prose = built.graph.prose.filter((node) => node.template.expressions.length > 0).map((node) => node.cell.slug);
  const slugs = JSON.stringify([...views, ...prose].join(" "));
  return [
    // Kept: a module that is there already is yet given a task later, which may be a frame later.
    "let views;",
    `const all = () => (views ??= import(${JSON.stringify(viewsId)}).catch((error) => { views = null; throw error; }));`,
    "const late = (slug) => async (...inputs) => (await all()).bodies[slug](...inputs);",
    `export const bodies = Object.fromEntries(${slugs}.split(" ").map((slug) => [slug, late(slug)]));\n`,
  ].join("\n");
}

/** The module of all bodies, with what they draw with. */
export function viewsModule(built: BuiltLesson, viewNames: ReadonlySet<string>): string {
  const published = publishedNames(built);
  const scoped = new Set<string>();
  const bodies: string[] = [];
  for (const node of built.graph.order) {
    if (node.cell.kind !== "view") continue;
    for (const name of node.scoped) scoped.add(name);
    const { code } = node;
    const body = code.expression ? `return (${code.text}\n);` : `${code.text}\n; return { ${code.names.join(", ")} };`;
    bodies.push(`${JSON.stringify(node.cell.slug)}: (${node.inputs.join(", ")}) => { ${body} }`);
  }
  for (const node of built.graph.prose) {
    if (node.template.expressions.length === 0) continue;
    for (const it of node.template.expressions)
      for (const name of it.needs) if (!published.has(name) && viewNames.has(name)) scoped.add(name);
    const values = node.template.expressions.map((it) => `(${it.text}\n)`);
    bodies.push(
      `${JSON.stringify(node.cell.slug)}: (${inputsOf(node, published).join(", ")}) => [${values.join(", ")}]`,
    );
  }
  const imports = [...scoped].filter((name) => name !== "recording");
  const lines = imports.length > 0 ? [`import { ${imports.join(", ")} } from ${JSON.stringify(SCOPE)};`] : [];
  if (scoped.has("recording")) {
    const excerpts = Object.fromEntries(built.recordings);
    lines.push(`import { recordingFrom } from ${JSON.stringify(SCOPE)};`);
    lines.push(`const recording = recordingFrom(${literal(excerpts)});`);
  }
  return `${lines.join("\n")}\nexport const bodies = {\n${bodies.join(",\n")}\n};\n`;
}

/** A JavaScript literal: JSON, and bare big integers with their n. */
function literal(value: unknown): string {
  if (typeof value === "bigint") return `${value}n`;
  if (Array.isArray(value)) return `[${value.map(literal).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    return `{${Object.entries(value)
      .map(([key, it]) => `${JSON.stringify(key)}:${literal(it)}`)
      .join(",")}}`;
  }
  return JSON.stringify(value) ?? "undefined";
}

export type PageSurroundings = Pick<
  PageData,
  "course" | "edition" | "engine" | "references" | "lessons" | "search" | "runsHidden" | "isTeacher" | "courseKey"
>;

export function lessonData(built: BuiltLesson, around: PageSurroundings, hash: string): PageData {
  const published = publishedNames(built);
  const order = new Map(built.lesson.cells.map((cell, index) => [cell.slug, index]));
  const byPlace = (left: CodeNode, right: CodeNode) =>
    (order.get(left.cell.slug) ?? 0) - (order.get(right.cell.slug) ?? 0);
  return {
    v: 1,
    ...around,
    lesson: built.slug,
    title: built.lesson.title,
    hash,
    seed: built.data.seed,
    cells: [...built.graph.order].sort(byPlace).map((node) => pageCell(built, node)),
    prose: built.graph.prose
      .filter(({ template }) => template.expressions.length > 0)
      .map((node) => pageProse(node, published)),
    exercises: built.exercises,
  };
}

function pageCell(built: BuiltLesson, { cell, code, inputs }: CodeNode): PageCell {
  const budgetMs = built.data.budgets[cell.slug];
  const { functions } = code;
  return {
    slug: cell.slug,
    id: cell.id,
    kind: cell.kind === "view" ? "view" : "simulation",
    label: code.names.join(", ") || cell.slug,
    text: cell.text,
    inputs,
    outputs: code.names,
    expression: code.expression,
    ...(functions.length > 0 ? { functions } : {}),
    ...(budgetMs === undefined ? {} : { budgetMs }),
  };
}

function pageProse(node: ProseNode, published: ReadonlySet<string>): PageProse {
  return {
    id: node.cell.id,
    slug: node.cell.slug,
    inputs: inputsOf(node, published),
    values: node.template.expressions.map((it) => ({
      text: it.text,
      inputs: it.needs.filter((name) => published.has(name)),
    })),
  };
}
