import { SinterError } from '../error.js';
import type { NumberFormat } from '../ir/format.js';
import type { ConstantTensor } from '../ir/tensor.js';
import { type Expression, list, members } from './layout.js';

/** A string literal that reads back as `text`, whatever is in it. */
export const stringLiteral = (text: string): string => {
  const quoted = JSON.stringify(text);
  if (text.includes("'") && !text.includes('"')) return quoted;
  return `'${quoted.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
};

/** The shortest decimal that reads back as the very same double. */
export const numberLiteral = (value: number): string => {
  if (!Number.isFinite(value)) throw new Error(`${value} is no number that a design can hold`);
  return Object.is(value, -0) ? '-0' : String(value).replace('e+', 'e');
};

/** The call that makes a format. */
export const formatLiteral = (format: NumberFormat): string => {
  switch (format.kind) {
    case 'binary':
    case 'ternary':
    case 'olive':
    case 'e8m0':
    case 'float32':
      return `${format.kind}()`;
    case 'mx':
      if (format.element === 'int8') return 'mxint8()';
      return format.bits === 4 ? 'mxfp4()' : `mxfp${format.bits}('${format.element}')`;
    case 'codebook':
      return `codebook([${format.values.join(', ')}])`;
    case 'flint':
      return `flint(${format.bits}${format.signed ? ', { signed: true }' : ''})`;
    default:
      return `${format.kind}(${format.bits})`;
  }
};

/** The function that makes a format, as a design imports it. */
export const formatFunction = (format: NumberFormat): string =>
  formatLiteral(format).replace(/\(.*/, '');

export const isConstant = (value: unknown): value is ConstantTensor =>
  typeof value === 'object' && value !== null && Reflect.get(value, 'kind') === 'constant';

const formatKinds: Readonly<Record<NumberFormat['kind'], true>> = {
  ...{ int: true, uint: true, binary: true, ternary: true },
  ...{ powerOfTwo: true, flint: true, codebook: true, olive: true },
  ...{ mx: true, e8m0: true, float32: true },
};

export const isFormat = (value: object): value is NumberFormat =>
  Object.hasOwn(formatKinds, String(Reflect.get(value, 'kind'))) &&
  typeof Reflect.get(value, 'bits') === 'number';

const isNumbers = (value: readonly unknown[]): value is readonly number[] =>
  value.every((one) => typeof one === 'number');

/** What becomes of values that do not stand in the text themselves. */
export interface Aside {
  /** The expression for a constant tensor at `path` within the node's parameters. */
  constant(value: ConstantTensor, path: readonly string[]): Expression;
  /** A name for numbers that are too many to stand among the parameters. */
  numbers(values: readonly number[], path: readonly string[]): Expression;
}

/** Longer rows of numbers get a name. */
const mostNumbers = 8;

export const numbersLiteral = (values: readonly number[]): Expression =>
  list(values.map(numberLiteral), 'fill');

/** The expression of a parameter's value, as a design writes it. */
export const valueLiteral = (value: unknown, path: readonly string[], aside: Aside): Expression => {
  if (typeof value === 'string') return stringLiteral(value);
  if (typeof value === 'number') return numberLiteral(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'boolean' || value === null) return String(value);
  if (isConstant(value)) return aside.constant(value, path);
  if (Array.isArray(value)) {
    const values: readonly unknown[] = value;
    if (isNumbers(values)) {
      return values.length > mostNumbers ? aside.numbers(values, path) : numbersLiteral(values);
    }
    return list(values.map((one, i) => valueLiteral(one, [...path, String(i)], aside)));
  }
  if (typeof value === 'function') {
    throw new SinterError({
      code: 'E_DESIGN',
      place: path.join('.'),
      reason: 'is a function in the program that made the design, which no text of it can hold',
      hint: 'keep the design that has it',
    });
  }
  if (typeof value !== 'object') throw new Error(`${path.join('.')} is a ${typeof value}`);
  if (isFormat(value)) return formatLiteral(value);
  return members(memberLiterals(value, path, aside));
};

/** The members of an object, those that are undefined left out. */
export const memberLiterals = (
  value: object,
  path: readonly string[],
  aside: Aside,
): readonly (readonly [string, Expression])[] =>
  Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .map(([name, one]) => [
      /^[A-Za-z_$][\w$]*$/.test(name) ? name : stringLiteral(name),
      valueLiteral(one, [...path, name], aside),
    ]);
