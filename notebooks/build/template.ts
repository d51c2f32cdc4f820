/**
 * `${…}` in prose, as in a Notebook Kit markdown cell: text → literal pieces and expressions. An expression ends where
 * JavaScript says that it ends, so that braces, strings and templates may stand inside. `\${` is not one.
 */
import { parseExpressionAt } from "acorn";
import { CellError, readCell } from "../exercises/cells.ts";

export interface Expression {
  text: string;
  /** Free names. */
  needs: readonly string[];
  /** Line within the prose, from 1. */
  line: number;
}

export interface Template {
  /** One more than `expressions`. */
  literals: readonly string[];
  expressions: readonly Expression[];
}

export function readTemplate(text: string): Template {
  const literals: string[] = [];
  const expressions: Expression[] = [];
  let literal = "";
  let at = 0;
  while (at < text.length) {
    if (text.startsWith("\\${", at)) {
      literal += "${";
      at += 3;
    } else if (text.startsWith("${", at)) {
      const end = endOf(text, at + 2);
      literals.push(literal);
      literal = "";
      expressions.push(expressionOf(text.slice(at + 2, end), lineAt(text, at)));
      at = end + 1;
    } else {
      literal += text[at];
      at += 1;
    }
  }
  return { literals: [...literals, literal], expressions };
}

const lineAt = (text: string, at: number): number => text.slice(0, at).split("\n").length;

function endOf(text: string, from: number): number {
  let end: number;
  try {
    end = parseExpressionAt(text, from, { ecmaVersion: 2023 }).end;
  } catch (error) {
    const message = (error as Error).message.replace(/ \(\d+:\d+\)$/, "");
    throw new CellError(`a value in prose cannot be read: ${message}`, lineAt(text, from));
  }
  const rest = /\s*\}/y;
  rest.lastIndex = end;
  if (!rest.test(text))
    throw new CellError("a value in prose is one expression, and ends with a brace", lineAt(text, from));
  return rest.lastIndex - 1;
}

function expressionOf(text: string, line: number): Expression {
  const cell = readCell(text);
  if (!cell.expression) throw new CellError("a value in prose is one expression, without a semicolon", line);
  return { text, needs: cell.needs, line };
}
