import type { StreamHandle } from '../../../dsl/builder.js';
import type { NumberFormat } from '../../../ir/format.js';
import { type ConstantTensor, sizeOf } from '../../../ir/tensor.js';
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
  type Activation,
  expectShape,
  type OperatorContext,
  type OperatorMapper,
  outputQuantization,
} from './mapper.js';

type ActivatedOptions = OptionsSchema & { readonly fields: { readonly fused_activation: number } };

/** Elements of the type of the other operand, with one scale. */
const constantOperand = (
  { place, model }: OperatorContext,
  tensor: TfliteTensor,
  { format: { bits } }: Activation,
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

/** What is common to both: the result's shape. */
const twoStreams = (context: OperatorContext): readonly StreamHandle[] => {
  const [first, second] = [context.input(0), context.input(1)];
  const shape = broadcastShape(first.shape, second.shape);
  if (!shape) {
    throw modelError(
      context.place,
      `takes shapes ${shapeText(first.shape)} and ${shapeText(second.shape)}, which do not broadcast`,
      'convert the model again',
    );
  }
  expectShape(context, context.output(0), shape);
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

/** ADD, SUB, MUL of two streams, or of a stream and a constant that broadcasts to it. */
const elementwise = (
  kind: 'add' | 'subtract' | 'multiply',
  schema: ActivatedOptions,
): OperatorMapper => ({
  inputs: [2, 2],
  outputs: 1,
  map(context) {
    const { operator, place } = context;
    const output = context.output(0);
    const activation = fusedActivation(
      operator.options(schema)?.int8('fused_activation') ?? 0,
      place,
    );
    const parametersOf = (operands: Parameters<typeof addsPowersOfTwo>[2]) => ({
      activation,
      ...(addsPowersOfTwo(context, schema, [...operands, output]) ? { powersOfTwo: true } : {}),
      output: outputQuantization(output),
    });
    const position = constantPosition(context);
    if (position === undefined) {
      const parameters = parametersOf([context.input(0), context.input(1)]);
      return [context.unit(kind, twoStreams(context), parameters)];
    }
    const input = context.input(1 - position);
    const constant = constantOperand(context, context.constant(position) as TfliteTensor, input);
    if (sizeOf(constant.shape) > sizeOf(input.shape)) {
      throw modelError(
        place,
        `broadcasts its stream of shape ${shapeText(input.shape)} to a constant of shape ${shapeText(constant.shape)}`,
        'only a constant may be broadcast',
      );
    }
    expectShape(context, output, input.shape);
    return [
      context.unit(kind, [input.stream], {
        constant,
        ...(kind === 'subtract' && position === 0 ? { reversed: true } : {}),
        ...parametersOf([input, constant]),
      }),
    ];
  },
});

export const add: OperatorMapper = elementwise('add', addOptions);
export const sub: OperatorMapper = elementwise('subtract', subOptions);
export const mul: OperatorMapper = elementwise('multiply', mulOptions);
