import type { StreamHandle } from '../../../dsl/builder.js';
import type { ConstantTensor } from '../../../ir/tensor.js';
import { biasOf, weightsOf } from '../constant.js';
import type { Table } from '../flatbuffer.js';
import { int32Type, int64Type } from '../names.js';
import { modelError } from '../problem.js';
import { conv2dOptions, depthwiseConv2dOptions, type OptionsSchema } from '../schema.js';
import { fusedActivation } from './fused.js';
import {
  expectShape,
  type OperatorContext,
  type OperatorMapper,
  outputQuantization,
} from './mapper.js';
import { imageShape, paddingOf, stepPair, type Window, windowedShape } from './window.js';

type Options<S extends OptionsSchema> = Table<S['fields']>;

/** The operator's options, which a convolution cannot do without. */
const required = <S extends OptionsSchema>({ operator, place }: OperatorContext, schema: S) => {
  const options = operator.options(schema);
  if (options) return options;
  throw modelError(place, `has no ${schema.name}`, 'convert the model again');
};

const required4d = (context: OperatorContext, axis: number): ConstantTensor => {
  const tensor = context.constant(1);
  if (!tensor) throw modelError(context.place, 'has no weights', 'convert the model again');
  return weightsOf(tensor, { place: context.place, rank: 4, axis }, context.model);
};

/** What CONV_2D and DEPTHWISE_CONV_2D share; `channels` of the output. */
const convolve = (
  context: OperatorContext,
  kind: 'conv2d' | 'depthwise_conv2d',
  weights: ConstantTensor,
  channels: number,
  options: Options<typeof conv2dOptions> | Options<typeof depthwiseConv2dOptions>,
): readonly StreamHandle[] => {
  const { model, place } = context;
  const input = context.input(0);
  const output = context.output(0);
  const { height, width } = imageShape(context, input);
  const [, rows = 1, columns = 1] = weights.shape;
  const strideHeight = options.int32('stride_h');
  const strideWidth = options.int32('stride_w');
  const dilationHeight = options.int32('dilation_h', 1);
  const dilationWidth = options.int32('dilation_w', 1);
  const window: Window = {
    size: [rows, columns],
    stride: stepPair(strideHeight, strideWidth, { place, what: 'stride' }),
    dilation: stepPair(dilationHeight, dilationWidth, { place, what: 'dilation' }),
    padding: paddingOf(options.int8('padding'), place),
  };
  expectShape(context, output, windowedShape(context, window, [height, width], channels));
  // The depthwise kernel of int16 activations has no other accumulator than int64.
  const wideTypes = kind === 'conv2d' ? ([int64Type, int32Type] as const) : ([int64Type] as const);
  const needs = { place, channels, format: input.format, wideTypes };
  return [
    context.unit(kind, [input.stream], {
      weights,
      ...biasOf(context.constant(2), needs, model),
      stride: window.stride,
      dilation: window.dilation,
      padding: window.padding,
      activation: fusedActivation(options.int8('fused_activation'), place),
      output: outputQuantization(output),
    }),
  ];
};

/** CONV_2D: weights [out, rows, columns, in], scales along axis 0. */
export const conv2d: OperatorMapper = {
  inputs: [2, 3],
  outputs: 1,
  map(context) {
    const weights = required4d(context, 0);
    const { channels } = imageShape(context, context.input(0));
    const [outputs = 0, , , inputs = 0] = weights.shape;
    if (inputs !== channels) {
      const grouped = channels % inputs === 0;
      throw modelError(
        context.place,
        `has weights for ${inputs} input channels, its input has ${channels}${grouped ? ': a grouped convolution' : ''}`,
        grouped ? 'split it into one convolution for each group' : 'convert the model again',
      );
    }
    return convolve(context, 'conv2d', weights, outputs, required(context, conv2dOptions));
  },
};

/** DEPTHWISE_CONV_2D: weights [1, rows, columns, in * multiplier], scales along axis 3. */
export const depthwiseConv2d: OperatorMapper = {
  inputs: [2, 3],
  outputs: 1,
  map(context) {
    const weights = required4d(context, 3);
    const options = required(context, depthwiseConv2dOptions);
    const { channels } = imageShape(context, context.input(0));
    const [first = 0, , , outputs = 0] = weights.shape;
    const multiplier = options.int32('depth_multiplier');
    if (first !== 1 || outputs % channels !== 0) {
      throw modelError(
        context.place,
        `has weights of shape [${weights.shape.join(', ')}], needs [1, rows, columns, ${channels} * multiplier]`,
        'convert the model again',
      );
    }
    // TFLite itself derives the multiplier from the shapes; older converters leave 0 here.
    if (multiplier !== 0 && multiplier * channels !== outputs) {
      throw modelError(
        context.place,
        `has a depth multiplier of ${multiplier} for ${channels} channels, its weights are for ${outputs}`,
        'convert the model again',
      );
    }
    return convolve(context, 'depthwise_conv2d', weights, outputs, options);
  },
};
