import { formatName, type NumberFormat } from '../ir/format.js';
import type { Unit } from '../units/unit.js';
import {
  alternatives,
  isLimit,
  isNumberFormat,
  isTensor,
  membersOf,
  numberFormatNames,
  type SchemaNode,
  schemaOf,
} from './schema.js';

/** One line of a unit's page. */
export interface ParameterFacts {
  /** As `--set <node>.<path>=` takes it. */
  readonly path: string;
  readonly type: string;
  readonly range: string;
  /** As a user would write it; undefined where there is none. */
  readonly default: string | undefined;
  readonly required: boolean;
  readonly description: string;
}

const rangeText = (node: SchemaNode): string => {
  const { minimum, maximum, exclusiveMinimum } = node;
  if (node.enum) return node.enum.map(String).join(', ');
  if (node.const !== undefined) return String(node.const);
  if (isLimit(exclusiveMinimum)) return `> ${exclusiveMinimum}`;
  if (isLimit(minimum) && isLimit(maximum)) return `${minimum} .. ${maximum}`;
  if (isLimit(minimum)) return `>= ${minimum}`;
  if (isLimit(maximum)) return `<= ${maximum}`;
  const inner = node.prefixItems?.[0] ?? (typeof node.items === 'object' ? node.items : undefined);
  return inner ? rangeText(inner) : '';
};

const typeText = (node: SchemaNode): string => {
  if (isNumberFormat(node)) return 'number format';
  const many = alternatives(node);
  if (many.length > 1) return [...new Set(many.map(typeText))].join(' | ');
  if (node.enum || node.const !== undefined) return 'word';
  if (node.prefixItems) return node.prefixItems.length === 2 ? 'pair' : 'list';
  if (node.type === 'array') return 'list';
  if (node.type === 'integer') return 'whole number';
  if (node.type === 'object') return `{${Object.keys(node.properties ?? {}).join(', ')}}`;
  return node.type ?? 'any';
};

const isFormatValue = (value: unknown): value is NumberFormat =>
  typeof value === 'object' && value !== null && 'kind' in value && 'bits' in value;

const defaultText = (value: unknown): string =>
  isFormatValue(value)
    ? formatName(value)
    : typeof value === 'string'
      ? value
      : JSON.stringify(value);

const factsOf = (node: SchemaNode, path: string, required: boolean): ParameterFacts[] => {
  const members = membersOf(node);
  const whole = alternatives(node).length > 1 || isNumberFormat(node) || isTensor(node);
  if (members.size > 0 && !whole) {
    return [...members].flatMap(([name, member]) =>
      factsOf(
        member,
        path === '' ? name : `${path}.${name}`,
        required && (node.required ?? []).includes(name),
      ),
    );
  }
  const words = alternatives(node).map(rangeText).filter(Boolean);
  return [
    {
      path,
      type: typeText(node),
      range: isNumberFormat(node) ? numberFormatNames : words.join(' | '),
      default: node.default === undefined ? undefined : defaultText(node.default),
      required,
      description: node.description ?? '',
    },
  ];
};

/** Every parameter of a unit with type, range, default and description, from its schema. */
export const parametersOf = (unit: Unit): readonly ParameterFacts[] =>
  factsOf(schemaOf(unit.parameters), '', true);
