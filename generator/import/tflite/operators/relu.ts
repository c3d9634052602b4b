import { expectSameQuantization, expectShape, type OperatorMapper } from './mapper.js';

/** RELU and RELU6 as a clamp of codes, which they are when nothing is rescaled. */
const clamp = (activation: 'relu' | 'relu6'): OperatorMapper => ({
  inputs: [1, 1],
  outputs: 1,
  map(context) {
    const input = context.input(0);
    const output = context.output(0);
    expectShape(context, output, input.shape);
    expectSameQuantization(
      context,
      input,
      output,
      'fuse the activation into the layer before it (a rescaling RELU is not supported)',
    );
    return [context.unit('relu', [input.stream], { activation })];
  },
});

export const relu: OperatorMapper = clamp('relu');
export const relu6: OperatorMapper = clamp('relu6');
