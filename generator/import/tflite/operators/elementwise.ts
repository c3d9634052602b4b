import type { StreamHandle } from '../../../dsl/builder.js';
import type { NumberFormat } from '../../../ir/format.js';
import type { ConstantTensor } from '../../../ir/tensor.js';
import { powerOfTwoExponent } from '../../../numeric/power-of-two.js';
import { broadcastShape } from '../../../units/elementwise/broadcast.js';
import { constantCodes } from '../constant.js';
import type { TfliteTensor } from '../model.js';
import { int8Type, int16Type } from '../names.js';
import { modelError, shapeText } from '../problem.js';
import { addOptions, mulOptions, type OptionsSchema, subOptions } from '../schema.js';
import { weightScales } from '../weight-scales.js';
import { fusedActivation } from './fused.js';
import {
  expectShape,
  type OperatorContext,
  type OperatorMapper,
  outputQuantization,
} from './mapper.js';

type ActivatedOptions = OptionsSchema & { readonly fields: { readonly fused_activation: number } };

/** Elements of the type of the other operand, with one scale. */
export const constantOperand = (
  { place, model }: Pick<OperatorContext, 'place' | 'model'>,
  tensor: TfliteTensor,
  bits: number,
): ConstantTensor => {
  const needs = { role: 'operand', place, type: bits === 16 ? int16Type : int8Type } as const;
  const { shape, codes, place: origin } = constantCodes(tensor, needs, model);
  const { scale, zeroPoint } = weightScales(tensor, shape, 0, origin, bits);
  if (typeof scale !== 'number') {
    throw modelError(origin, `has ${scale.length} scales, needs one`, 'quantize it per tensor');
  }
  const format = { kind: 'int', bits } as const;
  return { kind: 'constant', shape, format, scale, zeroPoint, data: codes, origin };
};

/** Which of the two operands is a constant; undefined when both flow. */
const constantPosition = (context: OperatorContext): 0 | 1 | undefined => {
  const isConstant = (position: number) => context.constant(position)?.data !== undefined;
  if (isConstant(1)) return 1;
  return isConstant(0) ? 0 : undefined;
};

/** What both operands' shapes broadcast to. */
const jointShape = (
  { place }: OperatorContext,
  first: readonly number[],
  second: readonly number[],
): readonly number[] => {
  const shape = broadcastShape(first, second);
  if (shape) return shape;
  throw modelError(
    place,
    `takes shapes ${shapeText(first)} and ${shapeText(second)}, which do not broadcast`,
    'convert the model again',
  );
};

/** What is common to both: the result's shape. */
const twoStreams = (context: OperatorContext): readonly StreamHandle[] => {
  const [first, second] = [context.input(0), context.input(1)];
  expectShape(context, context.output(0), jointShape(context, first.shape, second.shape));
  return [first.stream, second.stream];
};

/**
 * Whether TFLite shifts int16 operands instead of rescaling them: where the file does not forbid it, and all scales
 * are powers of two (lite/kernels/add.cc, sub.cc). Options left away mean that it does not; MUL has no such field.
 */
const addsPowersOfTwo = (
  { operator }: OperatorContext,
  schema: ActivatedOptions,
  tensors: readonly { readonly scale: ConstantTensor['scale']; readonly format: NumberFormat }[],
): boolean =>
  'pot_scale_int16' in schema.fields &&
  (operator.options(schema)?.uint8('pot_scale_int16', 1) ?? 0) !== 0 &&
  tensors.every(
    ({ scale, format }) =>
      format.bits === 16 && typeof scale === 'number' && powerOfTwoExponent(scale) !== undefined,
  );

type Operands = Parameters<typeof addsPowersOfTwo>[2];

/** Parameters beside the constant; `schema` is undefined for what has no options that matter. */
const parametersOf = (
  context: OperatorContext,
  schema: ActivatedOptions | undefined,
  operands: Operands,
) => {
  const { operator, place } = context;
  const output = context.output(0);
  if (!schema) return { output: outputQuantization(output) };
  const code = operator.options(schema)?.int8('fused_activation') ?? 0;
  return {
    activation: fusedActivation(code, place),
    ...(addsPowersOfTwo(context, schema, [...operands, output]) ? { powersOfTwo: true } : {}),
    output: outputQuantization(output),
  };
};

/** Of two streams of which one may be broadcast, or of a stream and a constant that broadcast to one shape. */
const elementwise = (
  kind: 'add' | 'subtract' | 'multiply' | 'squared_difference',
  schema?: ActivatedOptions,
): OperatorMapper => ({
  inputs: [2, 2],
  outputs: 1,
  map(context) {
    const position = constantPosition(context);
    if (position === undefined) {
      const parameters = parametersOf(context, schema, [context.input(0), context.input(1)]);
      return [context.unit(kind, twoStreams(context), parameters)];
    }
    const input = context.input(1 - position);
    const constant = constantOperand(
      context,
      context.constant(position) as TfliteTensor,
      input.format.bits,
    );
    expectShape(context, context.output(0), jointShape(context, input.shape, constant.shape));
    return [
      context.unit(kind, [input.stream], {
        constant,
        ...(kind === 'subtract' && position === 0 ? { reversed: true } : {}),
        ...parametersOf(context, schema, [input, constant]),
      }),
    ];
  },
});

export const add: OperatorMapper = elementwise('add', addOptions);
export const sub: OperatorMapper = elementwise('subtract', subOptions);
export const mul: OperatorMapper = elementwise('multiply', mulOptions);
export const squaredDifference: OperatorMapper = elementwise('squared_difference');
