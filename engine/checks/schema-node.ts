/** What is read of a schema of valibot beside its type: the same few fields of every kind of it. */
export interface SchemaNode {
  kind: string;
  type: string;
  pipe?: readonly SchemaNode[];
  entries?: Readonly<Record<string, SchemaNode>>;
  item?: SchemaNode;
  wrapped?: SchemaNode;
  options?: readonly unknown[];
  literal?: unknown;
  key?: SchemaNode;
  value?: SchemaNode;
  default?: unknown;
  requirement?: unknown;
  metadata?: { [key: string]: unknown };
}
