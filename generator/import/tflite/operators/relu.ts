import { expectShape, type OperatorMapper, outputQuantization } from './mapper.js';

/** RELU, RELU_N1_TO_1 and RELU6: a clamp of codes where nothing is rescaled, else a rescaling that ends in one. */
const clamp = (activation: 'relu' | 'relu_n1_to_1' | 'relu6'): OperatorMapper => ({
  inputs: [1, 1],
  outputs: 1,
  map(context) {
    const input = context.input(0);
    const output = context.output(0);
    expectShape(context, output, input.shape);
    const rescales = input.scale !== output.scale || input.zeroPoint !== output.zeroPoint;
    return [
      rescales
        ? context.unit('requantize', [input.stream], {
            activation,
            output: outputQuantization(output),
          })
        : context.unit('relu', [input.stream], { activation }),
    ];
  },
});

export const relu: OperatorMapper = clamp('relu');
export const relu6: OperatorMapper = clamp('relu6');
export const reluN1To1: OperatorMapper = clamp('relu_n1_to_1');
