/**
 * Which cell feeds which: pure questions about names. A name is published by one cell; a name of two is a mistake of
 * both, and a circle of cells is a mistake of all that are in it.
 */

export interface GraphCell {
  slug: string;
  names: readonly string[];
  needs: readonly string[];
}

export class Graph {
  readonly #cells: ReadonlyMap<string, GraphCell>;
  readonly #publishers = new Map<string, string[]>();

  constructor(cells: readonly GraphCell[]) {
    this.#cells = new Map(cells.map((cell) => [cell.slug, cell]));
    for (const { slug, names } of cells) {
      for (const name of names) this.#publishers.set(name, [...(this.#publishers.get(name) ?? []), slug]);
    }
  }

  /** The cell that publishes a name, or null; the first where several do. */
  publisher(name: string): string | null {
    return this.#publishers.get(name)?.[0] ?? null;
  }

  /** A name of this cell that other cells publish too, with their slugs. */
  clash(slug: string): { name: string; others: string[] } | null {
    for (const name of this.#cells.get(slug)?.names ?? []) {
      const others = (this.#publishers.get(name) ?? []).filter((it) => it !== slug);
      if (others.length > 0) return { name, others };
    }
    return null;
  }

  /** Cells that a cell needs directly, with the names by which it does. */
  inputs(slug: string): { name: string; from: string }[] {
    return (this.#cells.get(slug)?.needs ?? []).flatMap((name) => {
      const from = this.publisher(name);
      return from === null || from === slug ? [] : [{ name, from }];
    });
  }

  /** Cells that need a cell directly. */
  users(slug: string): string[] {
    const names = this.#cells.get(slug)?.names ?? [];
    return [...this.#cells.values()]
      .filter((it) => it.slug !== slug && this.#uses(it, slug, names))
      .map((it) => it.slug);
  }

  #uses(cell: GraphCell, slug: string, names: readonly string[]): boolean {
    return cell.needs.some((name) => names.includes(name) && this.publisher(name) === slug);
  }

  /** A cell with everything it needs, in an order in which they can run: the cell itself is last. */
  lineage(slug: string): string[] {
    const order: string[] = [];
    const seen = new Set<string>();
    const visit = (it: string): void => {
      if (seen.has(it)) return;
      seen.add(it);
      for (const { from } of this.inputs(it)) visit(from);
      order.push(it);
    };
    visit(slug);
    return order;
  }

  /** Everything that needs a cell, however far, nearest first. */
  descendants(slug: string): string[] {
    const found: string[] = [];
    const visit = (it: string): void => {
      for (const user of this.users(it)) {
        if (user === slug || found.includes(user)) continue;
        found.push(user);
        visit(user);
      }
    };
    visit(slug);
    return found;
  }

  /** The circle that a cell is part of, beginning and ending with it, or null. */
  circle(slug: string): string[] | null {
    const walk = (it: string, trail: readonly string[]): string[] | null => {
      for (const { from } of this.inputs(it)) {
        if (from === slug) return [...trail, slug];
        if (trail.includes(from)) continue;
        const found = walk(from, [...trail, from]);
        if (found !== null) return found;
      }
      return null;
    };
    return walk(slug, [slug]);
  }
}
