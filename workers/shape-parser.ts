/** Shapes as data (shape-nodes.ts, or valibot's own, which have the same members) → valibot's. */
import * as v from "valibot";

export interface ShapeNode {
  readonly kind: string;
  readonly type: string;
  readonly message?: string;
  readonly pipe?: readonly ShapeNode[];
  readonly entries?: Readonly<Record<string, ShapeNode>>;
  readonly item?: ShapeNode;
  readonly wrapped?: ShapeNode;
  /** Values of a picklist, nodes of a union. */
  readonly options?: readonly unknown[];
  readonly literal?: unknown;
  /** The name of a variant's member, the node of a record's keys. */
  readonly key?: unknown;
  readonly value?: ShapeNode;
  readonly requirement?: unknown;
}

const known = new WeakMap<ShapeNode, v.GenericSchema>();

export function schemaOf(node: ShapeNode): v.GenericSchema {
  let schema = known.get(node);
  if (schema === undefined) {
    schema = node.pipe === undefined ? plain(node) : piped(node.pipe);
    known.set(node, schema);
  }
  return schema;
}

function piped([start, ...actions]: readonly ShapeNode[]): v.GenericSchema {
  const checks = actions.flatMap(({ type, requirement, message = "" }): v.GenericPipeItem[] => {
    if (type === "metadata") return [];
    if (type === "regex") return [v.regex(requirement as RegExp, message) as v.GenericPipeItem];
    return [v.check(requirement as (it: unknown) => boolean, message)];
  });
  return v.pipe(plain(start as ShapeNode), ...checks) as v.GenericSchema;
}

/** Without what a pipe adds. */
function plain(node: ShapeNode): v.GenericSchema {
  const message = node.message as string;
  switch (node.type) {
    case "string":
      return v.string(message);
    case "number":
      return v.number(message);
    case "boolean":
      return v.boolean(message);
    case "literal":
      return v.literal(node.literal as string);
    case "picklist":
      return v.picklist(node.options as string[]);
    case "optional":
      return v.optional(schemaOf(node.wrapped as ShapeNode));
    case "array":
      return v.array(schemaOf(node.item as ShapeNode), message);
    case "record":
      return v.record(schemaOf(node.key as ShapeNode) as v.GenericSchema<string>, schemaOf(node.value as ShapeNode));
    case "union":
      return v.union((node.options as ShapeNode[]).map(schemaOf));
    case "variant":
      return v.variant(node.key as string, (node.options as ShapeNode[]).map(schemaOf) as never);
    case "strict_object":
      return v.strictObject(
        Object.fromEntries(Object.entries(node.entries ?? {}).map(([key, it]) => [key, schemaOf(it)])),
      );
    case "unknown":
      return v.unknown();
    default:
      throw new Error(`no shape of type ${node.type}`);
  }
}
