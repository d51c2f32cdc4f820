/**
 * Cell text → what it declares, what it needs, and a function body that gives both back. A cell is one expression, or
 * statements whose top-level `const`, `let`, `function` and `class` publish names. Pure text in, text out.
 */
import { type Node, type Options, type Program, parse, parseExpressionAt, tokenizer } from "acorn";
import { ancestor } from "acorn-walk";
import { CELL_NAMES } from "../../engine/cell-names.ts";
import { LANGUAGE } from "../../workers/names.ts";

export interface Cell {
  /** Names published, in order; empty for an expression. */
  names: readonly string[];
  /** Free names: other cells, the cell API, built-ins. */
  needs: readonly string[];
  expression: boolean;
  /** What is evaluated: of one expression its text alone, on the lines where it stood. */
  text: string;
  /** Functions and classes that are published, as they stand in the text that was read. */
  functions: readonly CellFunction[];
}

/** Half-open range of characters, and the names used there beyond parameters, the cell API and the language. */
export interface CellFunction {
  start: number;
  end: number;
  strays: readonly string[];
}

/** Line and column count from 1; column 0: not known. */
export class CellError extends Error {
  override name = "CellError";
  readonly line: number;
  readonly column: number;
  /** The text of the whole cell with the mistake put right. */
  readonly fix: string | undefined;
  constructor(message: string, line: number, column = 0, fix?: string) {
    super(message);
    this.line = line;
    this.column = column;
    this.fix = fix;
  }
}

const OPTIONS: Options = {
  ecmaVersion: 2023,
  sourceType: "module",
  locations: true,
  preserveParens: true,
};

/** Most characters of a cell. */
export const MOST_CHARACTERS = 65536;

/** Reads a cell; throws `CellError` with the cell's own line. One expression may end with a semicolon. */
export function readCell(text: string): Cell {
  if (text.length > MOST_CHARACTERS) throw new CellError(`longer than ${MOST_CHARACTERS} characters`, 1);
  try {
    return readAny(text);
  } catch (error) {
    if (error instanceof CellError) throw error;
    throw new CellError("nested too deeply to be read", 1);
  }
}

function readAny(text: string): Cell {
  const expression = tryExpression(text);
  if (expression !== null) {
    refuseAssignment(expression, text);
    return expressionCell(expression, text);
  }
  const program = parseProgram(text);
  const [first, second] = program.body;
  if (first?.type === "ExpressionStatement" && second === undefined) {
    const { start, end } = first.expression;
    refuseAssignment(first.expression, text);
    return expressionCell(first.expression, "\n".repeat(lineOf(first) - 1) + text.slice(start, end));
  }
  for (const node of program.body) {
    if (node.type.startsWith("Import") || node.type.startsWith("Export")) {
      throw new CellError("a cell has no import or export; everything it may use is in scope", lineOf(node));
    }
    if (node.type === "ExpressionStatement") refuseAssignment(node.expression, text);
  }
  const functions = program.body.flatMap(publishedFunctions);
  return { names: declared(program), needs: freeNames(program), expression: false, text, functions };
}

function expressionCell(node: Node, text: string): Cell {
  return { names: [], needs: freeNames(node), expression: true, text, functions: [] };
}

/** What the source of a function or class uses besides its parameters, the cell API and the language. */
export function straysOfFunction(source: string): readonly string[] {
  const node = tryExpression(`(${source}\n)`);
  if (node === null) throw new CellError("cannot be read as a function", 1);
  return strayNames(node);
}

/** Functions that cannot be anything else when the cell has run: declarations, and initial values of constants. */
function publishedFunctions(statement: Program["body"][number]): CellFunction[] {
  if (statement.type === "FunctionDeclaration" || statement.type === "ClassDeclaration") {
    return [functionAt(statement)];
  }
  if (statement.type !== "VariableDeclaration" || statement.kind !== "const") return [];
  const values = statement.declarations.map((it) => it.init);
  return values.flatMap((it) =>
    it && /^(ArrowFunction|Function|Class)Expression$/.test(it.type) ? [functionAt(it)] : [],
  );
}

const functionAt = (node: Node): CellFunction => ({ start: node.start, end: node.end, strays: strayNames(node) });

const strayNames = (node: Node): readonly string[] =>
  freeNames(node).filter((it) => !LANGUAGE.has(it) && !CELL_NAMES.includes(it));

/** Whether two texts are the same tokens: layout and comments do not count. */
export function sameTokens(left: string, right: string): boolean {
  const tokens = (text: string): string => {
    const found: string[] = [];
    for (const token of tokenizer(text, OPTIONS))
      found.push(`${token.type.label}:${String((token as { value?: unknown }).value)}`);
    return JSON.stringify(found.filter((it) => it !== ";:undefined"));
  };
  try {
    return tokens(left) === tokens(right);
  } catch {
    return left.trim() === right.trim();
  }
}

function tryExpression(text: string): Node | null {
  try {
    const node = parseExpressionAt(text, 0, OPTIONS);
    const rest = tokenizer(text.slice(node.end), OPTIONS).getToken();
    const isNamed = /^(Function|Class)Expression$/.test(node.type) && (node as { id?: unknown }).id;
    return rest.type.label === "eof" && !isNamed ? node : null;
  } catch {
    return null;
  }
}

function parseProgram(text: string): Program {
  try {
    return parse(text, OPTIONS);
  } catch (error) {
    const at = (error as { loc?: { line: number; column: number } }).loc;
    const message = (error as Error).message.replace(/ \(\d+:\d+\)$/, "");
    throw new CellError(message, at?.line ?? 1, at === undefined ? 0 : at.column + 1);
  }
}

function refuseAssignment(node: Node, text: string): void {
  const it = node as unknown as { type: string; left?: Node & { name?: string }; operator?: string };
  if (it.type === "AssignmentExpression" && it.operator === "=" && it.left?.type === "Identifier") {
    const line = text.slice(node.start, node.end).split("\n", 1)[0];
    const fix = `${text.slice(0, node.start)}const ${text.slice(node.start)}`;
    const message = `nothing declares ${it.left.name}; write: const ${line}`;
    throw new CellError(message, lineOf(node), columnOf(node), fix);
  }
}

const lineOf = (node: Node): number => node.loc?.start.line ?? 1;
const columnOf = (node: Node): number => (node.loc?.start.column ?? -1) + 1;

interface Loose extends Node {
  [key: string]: unknown;
}

function declared(program: Program): string[] {
  const names: string[] = [];
  for (const node of program.body) {
    if (node.type === "VariableDeclaration") {
      for (const declarator of node.declarations) pattern(declarator.id as unknown as Loose, names);
    } else if (node.type === "FunctionDeclaration" || node.type === "ClassDeclaration") {
      if (node.id) names.push(node.id.name);
    }
  }
  return names;
}

/** Names bound by a pattern. */
function pattern(node: Loose | null, names: string[]): void {
  if (node === null || node === undefined) return;
  if (node.type === "Identifier") names.push(node.name as string);
  else if (node.type === "ObjectPattern") {
    for (const it of node.properties as Loose[]) pattern((it.value ?? it.argument) as Loose, names);
  } else if (node.type === "ArrayPattern") {
    for (const it of node.elements as (Loose | null)[]) pattern(it, names);
  } else if (node.type === "AssignmentPattern") pattern(node.left as Loose, names);
  else if (node.type === "RestElement") pattern(node.argument as Loose, names);
}

const SCOPES = /^(Program|BlockStatement|For|Switch|Catch|Class|.*Function)/;

/** Identifiers that no enclosing scope of the text declares. */
function freeNames(root: Node): string[] {
  const own = new Map<Node, Set<string>>();
  const bind = (scope: Node | undefined, node: Loose | null) => {
    if (scope === undefined) return;
    const names: string[] = [];
    pattern(node, names);
    const known = own.get(scope) ?? new Set<string>();
    for (const name of names) known.add(name);
    own.set(scope, known);
  };
  const nearest = (ancestors: Node[], test: RegExp) => ancestors.findLast((it) => test.test(it.type));
  const refuseAwait = (node: Node, _state: unknown, ancestors: Node[]) => {
    if (ancestors.some((it) => /Function/.test(it.type))) return;
    throw new CellError("a cell is synchronous: nothing here is to be waited for", lineOf(node), columnOf(node));
  };
  const uses: { name: string; scopes: Node[] }[] = [];
  const use = (node: unknown, _state: unknown, ancestors: Node[]) => {
    uses.push({ name: (node as { name: string }).name, scopes: [root, ...ancestors] });
  };
  ancestor(root, {
    VariableDeclaration(node, _state, ancestors) {
      const scope = nearest(ancestors.slice(0, -1), node.kind === "var" ? /Program|Function/ : SCOPES);
      for (const it of node.declarations) bind(scope ?? root, it.id as unknown as Loose);
    },
    Function(node, _state, ancestors) {
      for (const it of node.params) bind(node, it as unknown as Loose);
      const outer = nearest(ancestors.slice(0, -1), SCOPES) ?? root;
      if (node.id) bind(node.type === "FunctionDeclaration" ? outer : node, node.id as unknown as Loose);
    },
    Class(node, _state, ancestors) {
      const outer = nearest(ancestors.slice(0, -1), SCOPES) ?? root;
      if (node.id) bind(node.type === "ClassDeclaration" ? outer : node, node.id as unknown as Loose);
    },
    CatchClause(node) {
      bind(node, node.param as unknown as Loose | null);
    },
    AwaitExpression: refuseAwait,
    ForOfStatement(node, state, ancestors) {
      if (node.await) refuseAwait(node, state, ancestors);
    },
    Identifier: use,
    ...({ VariablePattern: use } as object),
  });
  const free = uses.filter(({ name, scopes }) => !scopes.some((scope) => own.get(scope)?.has(name)));
  return [...new Set(free.map(({ name }) => name))].filter((name) => name !== "arguments");
}
