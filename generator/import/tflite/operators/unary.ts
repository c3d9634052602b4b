import { modelError } from '../problem.js';
import { geluOptions, leakyReluOptions } from '../schema.js';
import { expectShape, type OperatorMapper, outputQuantization } from './mapper.js';

interface FixedOutput {
  readonly scale: number;
  readonly zeroPoint: number;
  readonly text: string;
}

/** Of int16, for both. */
const fixedInt16: FixedOutput = { scale: 2 ** -15, zeroPoint: 0, text: '1/32768' };

/** LOGISTIC and TANH: TFLite fixes the output's quantization. */
const fixedOutput = (unit: 'logistic' | 'tanh', fixedInt8: FixedOutput): OperatorMapper => ({
  inputs: [1, 1],
  outputs: 1,
  map(context) {
    const input = context.input(0);
    const output = context.output(0);
    const fixed = output.format.bits === 16 ? fixedInt16 : fixedInt8;
    if (output.scale !== fixed.scale || output.zeroPoint !== fixed.zeroPoint) {
      throw modelError(
        context.place,
        `gives scale ${output.scale}, zero point ${output.zeroPoint}, needs scale ${fixed.scale} (${fixed.text}), zero point ${fixed.zeroPoint}`,
        'convert the model again: TFLite fixes the output of this operator',
      );
    }
    expectShape(context, output, input.shape);
    return [context.unit(unit, [input.stream], {})];
  },
});

export const logistic = fixedOutput('logistic', {
  scale: 1 / 256,
  zeroPoint: -128,
  text: '1/256',
});

export const tanh = fixedOutput('tanh', { scale: 1 / 128, zeroPoint: 0, text: '1/128' });

/** LEAKY_RELU; a file that leaves alpha away means 0, the schema's default. */
export const leakyRelu: OperatorMapper = {
  inputs: [1, 1],
  outputs: 1,
  map(context) {
    const { operator, place } = context;
    const input = context.input(0);
    const output = context.output(0);
    const alpha = operator.options(leakyReluOptions)?.float32('alpha') ?? 0;
    if (!Number.isFinite(alpha)) {
      throw modelError(place, `has alpha ${alpha}, needs a number`, 'convert the model again');
    }
    expectShape(context, output, input.shape);
    const parameters = { alpha, output: outputQuantization(output) };
    return [context.unit('leaky_relu', [input.stream], parameters)];
  },
};

/** GELU in TFLite's own float32, the tanh form where the file says approximate. */
export const gelu: OperatorMapper = {
  inputs: [1, 1],
  outputs: 1,
  map(context) {
    const input = context.input(0);
    const output = context.output(0);
    const approximate = (context.operator.options(geluOptions)?.uint8('approximate') ?? 0) !== 0;
    expectShape(context, output, input.shape);
    const form = approximate ? 'tanh' : 'erf';
    const parameters = { method: 'tflite', form, output: outputQuantization(output) };
    return [context.unit('gelu', [input.stream], parameters)];
  },
};

/** Functions as TFLite computes them: ELU and EXP in float32, RSQRT in integers. */
const asTflite = (unit: 'elu' | 'exp' | 'rsqrt'): OperatorMapper => ({
  inputs: [1, 1],
  outputs: 1,
  map(context) {
    const input = context.input(0);
    const output = context.output(0);
    expectShape(context, output, input.shape);
    const parameters = { method: 'tflite', output: outputQuantization(output) };
    return [context.unit(unit, [input.stream], parameters)];
  },
});

export const elu: OperatorMapper = asTflite('elu');
export const exp: OperatorMapper = asTflite('exp');
export const rsqrt: OperatorMapper = asTflite('rsqrt');

/** Units that only have an output. */
const rescaling = (unit: 'hard_swish' | 'requantize'): OperatorMapper => ({
  inputs: [1, 1],
  outputs: 1,
  map(context) {
    const input = context.input(0);
    const output = context.output(0);
    expectShape(context, output, input.shape);
    return [context.unit(unit, [input.stream], { output: outputQuantization(output) })];
  },
});

export const hardSwish: OperatorMapper = rescaling('hard_swish');

/** QUANTIZE of an int8 tensor: another scale, the factor in double (lite/micro/kernels/quantize_common.cc). */
export const quantize: OperatorMapper = rescaling('requantize');
