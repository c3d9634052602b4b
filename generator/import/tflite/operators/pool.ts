import { modelError } from '../problem.js';
import { pool2dOptions } from '../schema.js';
import { fusedActivation } from './fused.js';
import { expectSameQuantization, expectShape, type OperatorMapper } from './mapper.js';
import { imageShape, paddingOf, stepPair, type Window, windowedShape } from './window.js';

/** Larger windows are taken for damage, unless the input is larger still. */
const largestWindow = 4096;

/** Pooling passes codes on: input and output have the same quantization. */
const pool = (kind: 'average_pool' | 'max_pool'): OperatorMapper => ({
  inputs: [1, 1],
  outputs: 1,
  map(context) {
    const { operator, place } = context;
    const options = operator.options(pool2dOptions);
    if (!options) throw modelError(place, 'has no Pool2DOptions', 'convert the model again');
    const input = context.input(0);
    const output = context.output(0);
    const { height, width, channels } = imageShape(context, input);
    const filterHeight = options.int32('filter_height');
    const filterWidth = options.int32('filter_width');
    const strideHeight = options.int32('stride_h');
    const strideWidth = options.int32('stride_w');
    const largest = Math.max(largestWindow, height, width);
    const window: Window = {
      size: stepPair(filterHeight, filterWidth, { place, what: 'a window of', largest }),
      stride: stepPair(strideHeight, strideWidth, { place, what: 'stride', largest }),
      dilation: [1, 1],
      padding: paddingOf(options.int8('padding'), place),
    };
    expectShape(context, output, windowedShape(context, window, [height, width], channels));
    expectSameQuantization(context, input, output);
    return [
      context.unit(kind, [input.stream], {
        size: window.size,
        stride: window.stride,
        padding: window.padding,
        activation: fusedActivation(options.int8('fused_activation'), place),
      }),
    ];
  },
});

export const averagePool2d: OperatorMapper = pool('average_pool');
export const maxPool2d: OperatorMapper = pool('max_pool');
