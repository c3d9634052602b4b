import type { z } from 'zod';
import type { Problem } from '../error.js';
import { suggestion } from '../report/nearest.js';
import {
  alternatives,
  isLimit,
  isNumberFormat,
  isTensor,
  membersOf,
  type SchemaNode,
  schemaOf,
} from '../report/schema.js';

type Path = readonly PropertyKey[];

/** What stands at `path` within the parameters; undefined where nothing does. */
const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner ? Reflect.get(inner, key) : undefined),
    value,
  );

const itemOf = (node: SchemaNode, index: number): SchemaNode | undefined =>
  node.prefixItems?.[index] ?? (typeof node.items === 'object' ? node.items : undefined);

/** The schema at `path`, whichever alternative has it. */
const schemaAt = (node: SchemaNode, path: Path): SchemaNode | undefined =>
  path.reduce<SchemaNode | undefined>((inner, key) => {
    if (inner === undefined) return undefined;
    if (typeof key !== 'number') return membersOf(inner).get(String(key));
    return alternatives(inner)
      .map((one) => itemOf(one, key))
      .find((item) => item !== undefined);
  }, node);

/** ` from 1 to 64`, ` above 0`; nothing without limits. */
const limitsText = ({ minimum, maximum, exclusiveMinimum }: SchemaNode): string => {
  if (isLimit(exclusiveMinimum)) return ` above ${exclusiveMinimum}`;
  if (isLimit(minimum)) return ` from ${minimum}${isLimit(maximum) ? ` to ${maximum}` : ''}`;
  return isLimit(maximum) ? ` up to ${maximum}` : '';
};

const simpleTypes: Readonly<Record<string, readonly [one: string, many: string]>> = {
  integer: ['a whole number', 'whole numbers'],
  number: ['a number', 'numbers'],
  boolean: ['true or false', 'true or false'],
  string: ['text', 'texts'],
  function: ['a function (pwl, table, polynomial or cheapest of one)', 'functions'],
};

/** What a parameter takes: `a whole number from 1`, `a pair of whole numbers from 0`. */
const needsText = (node: SchemaNode, many = false): string => {
  if (isTensor(node)) return 'a constant tensor (tensor.of or tensor.fromNpy)';
  if (isNumberFormat(node)) return 'a number format (int(8), uint(4), ternary())';
  const all = alternatives(node);
  if (all.length > 1) return [...new Set(all.map((one) => needsText(one, many)))].join(' or ');
  if (node.enum) return `one of ${node.enum.map(String).join(', ')}`;
  if (node.const !== undefined) return String(node.const);
  const item = itemOf(node, 0);
  if (item) {
    const kind = node.prefixItems?.length === 2 ? 'pair' : 'list';
    return `a ${kind} of ${needsText(item, true)}`;
  }
  const [one, several] = simpleTypes[node.type ?? ''] ?? [];
  if (one !== undefined) return `${many ? several : one}${limitsText(node)}`;
  return `{ ${[...membersOf(node).keys()].join(', ')} }`;
};

/** Longer values are cut short. */
const mostCharacters = 60;

const givesText = (value: unknown): string => {
  if (typeof value === 'function') return 'a function';
  if (valueAt(value, ['kind']) === 'constant') return 'a constant tensor';
  if (typeof value !== 'object' && typeof value !== 'string') return String(value);
  const text = JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'bigint' ? String(inner) : inner,
  );
  return text.length > mostCharacters ? `${text.slice(0, mostCharacters)}...` : text;
};

/** What to do: `set dense0.array.simd to 1 or more`; undefined where what is needed says it. */
const hintText = (name: string, node: SchemaNode, value: unknown): string | undefined => {
  const { minimum, maximum, exclusiveMinimum } = node;
  if (node.enum && typeof value === 'string') return suggestion(value, node.enum.map(String));
  if (isLimit(minimum) && isLimit(maximum)) return `set ${name} between ${minimum} and ${maximum}`;
  if (isLimit(exclusiveMinimum)) return `set ${name} above ${exclusiveMinimum}`;
  if (isLimit(minimum)) return `set ${name} to ${minimum} or more`;
  if (isLimit(maximum)) return `set ${name} to ${maximum} or less`;
  return value === undefined ? `give ${name}` : undefined;
};

type Issue = z.core.$ZodIssue;

/**
 * An alternative of which only a part does not fit is the one that was meant: what is wrong in that part.
 */
const meantIssues = (issue: Issue): readonly Issue[] => {
  if (issue.code !== 'invalid_union') return [issue];
  const meant = issue.errors.find(
    (issues) => issues.length > 0 && issues.every(({ path }) => path.length > 0),
  );
  return (
    meant?.flatMap((one) => meantIssues({ ...one, path: [...issue.path, ...one.path] })) ?? [issue]
  );
};

/**
 * What a schema says of parameters that do not fit it, as users are told: where, what was given, what is
 * needed and what to do. `place` is `<design>.<node>`.
 */
export const parameterProblems = (
  { issues }: z.ZodError,
  schema: z.ZodType,
  parameters: unknown,
  place: string,
): readonly Problem[] => {
  const root = schemaOf(schema);
  const node = place.slice(place.lastIndexOf('.') + 1);
  return issues.flatMap(meantIssues).flatMap((issue): Problem[] => {
    const path = issue.path.map(String);
    const at = [place, ...path].join('.');
    const own = schemaAt(root, issue.path);
    if (issue.code === 'unrecognized_keys') {
      const names = own ? [...membersOf(own).keys()] : [];
      return issue.keys.map((key) => ({
        code: 'E_PARAMETER',
        place: at,
        reason: `has no parameter ${key}`,
        ...(names.length > 0 ? { hint: suggestion(key, names) } : {}),
      }));
    }
    const isOwnWords = issue.code === 'custom' && !issue.message.startsWith('needs ');
    if (!own || isOwnWords) return [{ code: 'E_PARAMETER', place: at, reason: issue.message }];
    const value = valueAt(parameters, issue.path);
    const given = value === undefined ? 'is missing' : `gives ${givesText(value)}`;
    const hint = hintText([node, ...path].join('.'), own, value);
    return [
      {
        code: 'E_PARAMETER',
        place: at,
        reason: `${given}, needs ${needsText(own)}`,
        ...(hint === undefined ? {} : { hint }),
      },
    ];
  });
};
