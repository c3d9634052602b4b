import { z } from 'zod';

/** A parameter schema as plain data: JSON Schema, as far as units use it, and `tensor` as a type. */
export interface SchemaNode {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly items?: SchemaNode | boolean;
  readonly prefixItems?: readonly SchemaNode[];
  readonly anyOf?: readonly SchemaNode[];
  readonly oneOf?: readonly SchemaNode[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
}

/** The schema of what a user writes; constant tensors and functions, which only a
 * design can give, are `tensor` and `function`. */
export const schemaOf = (schema: z.ZodType): SchemaNode =>
  z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      const isCustom = zodSchema._zod.def.type === 'custom';
      // Others than tensors say what they are.
      if (isCustom && jsonSchema.type === undefined) Object.assign(jsonSchema, { type: 'tensor' });
    },
  }) as SchemaNode;

/** Alternatives of a union, else the schema itself. */
export const alternatives = (node: SchemaNode): readonly SchemaNode[] =>
  node.anyOf ?? node.oneOf ?? [node];

/** Parameters inside a parameter, by name; those of every alternative. */
export const membersOf = (node: SchemaNode): ReadonlyMap<string, SchemaNode> =>
  new Map(alternatives(node).flatMap(({ properties }) => Object.entries(properties ?? {})));

/** `{ kind, bits }`, and more for some kinds: a number format, which people write as `int8`. */
export const isNumberFormat = (node: SchemaNode): boolean =>
  alternatives(node).every(({ properties = {} }) => 'kind' in properties && 'bits' in properties);

/** The number formats that have a name, as `--set` takes them; codebooks are set in the design only. */
export const numberFormatNames =
  'int1 .. int64, uint1 .. uint64, binary, ternary, powerOfTwo2 .. 5, flint2 .. 8, sflint3 .. 9 (signed), olive, mxfp8e5m2, mxfp8e4m3, mxfp6e3m2, mxfp6e2m3, mxfp4e2m1, mxint8, e8m0, float32';

export const isTensor = (node: SchemaNode): boolean =>
  alternatives(node).every(({ type }) => type === 'tensor');

/** JSON's whole numbers end here; that is no limit of ours. */
export const isLimit = (value: number | undefined): value is number =>
  value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER;
