/**
 * Fields of the TFLite tables by vtable slot, as far as they are read
 * (tensorflow/compiler/mlir/lite/schema/schema.fbs).
 */

export const modelFields = {
  version: 0,
  operator_codes: 1,
  subgraphs: 2,
  buffers: 4,
} as const;

export const operatorCodeFields = {
  deprecated_builtin_code: 0,
  custom_code: 1,
  builtin_code: 3,
} as const;

export const subgraphFields = { tensors: 0, inputs: 1, outputs: 2, operators: 3 } as const;

export const tensorFields = {
  shape: 0,
  type: 1,
  buffer: 2,
  name: 3,
  quantization: 4,
  is_variable: 5,
  sparsity: 6,
  shape_signature: 7,
} as const;

export const operatorFields = {
  opcode_index: 0,
  inputs: 1,
  outputs: 2,
  builtin_options_type: 3,
  builtin_options: 4,
} as const;

/** Data beyond 2 GB lies outside the FlatBuffer, at `offset`. */
export const bufferFields = { data: 0, offset: 1 } as const;

export const quantizationFields = {
  scale: 2,
  zero_point: 3,
  details_type: 4,
  quantized_dimension: 6,
} as const;

/** An operator's options: which member of the union BuiltinOptions, and its fields. */
export interface OptionsSchema {
  readonly name: string;
  readonly union: number;
  readonly fields: Readonly<Record<string, number>>;
}

export const conv2dOptions = {
  name: 'Conv2DOptions',
  union: 1,
  fields: {
    padding: 0,
    stride_w: 1,
    stride_h: 2,
    fused_activation: 3,
    dilation_w: 4,
    dilation_h: 5,
  },
} as const satisfies OptionsSchema;

export const depthwiseConv2dOptions = {
  name: 'DepthwiseConv2DOptions',
  union: 2,
  fields: {
    padding: 0,
    stride_w: 1,
    stride_h: 2,
    depth_multiplier: 3,
    fused_activation: 4,
    dilation_w: 5,
    dilation_h: 6,
  },
} as const satisfies OptionsSchema;

export const pool2dOptions = {
  name: 'Pool2DOptions',
  union: 5,
  fields: {
    padding: 0,
    stride_w: 1,
    stride_h: 2,
    filter_width: 3,
    filter_height: 4,
    fused_activation: 5,
  },
} as const satisfies OptionsSchema;

export const batchMatmulOptions = {
  name: 'BatchMatMulOptions',
  union: 101,
  fields: { adj_x: 0, adj_y: 1 },
} as const satisfies OptionsSchema;

export const fullyConnectedOptions = {
  name: 'FullyConnectedOptions',
  union: 8,
  fields: { fused_activation: 0, weights_format: 1, keep_num_dims: 2 },
} as const satisfies OptionsSchema;

export const softmaxOptions = {
  name: 'SoftmaxOptions',
  union: 9,
  fields: { beta: 0 },
} as const satisfies OptionsSchema;

export const reshapeOptions = {
  name: 'ReshapeOptions',
  union: 17,
  fields: { new_shape: 0 },
} as const satisfies OptionsSchema;

export const addOptions = {
  name: 'AddOptions',
  union: 11,
  fields: { fused_activation: 0, pot_scale_int16: 1 },
} as const satisfies OptionsSchema;

export const subOptions = {
  name: 'SubOptions',
  union: 28,
  fields: { fused_activation: 0, pot_scale_int16: 1 },
} as const satisfies OptionsSchema;

export const mulOptions = {
  name: 'MulOptions',
  union: 21,
  fields: { fused_activation: 0 },
} as const satisfies OptionsSchema;

export const leakyReluOptions = {
  name: 'LeakyReluOptions',
  union: 75,
  fields: { alpha: 0 },
} as const satisfies OptionsSchema;

export const concatenationOptions = {
  name: 'ConcatenationOptions',
  union: 10,
  fields: { axis: 0, fused_activation: 1 },
} as const satisfies OptionsSchema;

export const reducerOptions = {
  name: 'ReducerOptions',
  union: 27,
  fields: { keep_dims: 0 },
} as const satisfies OptionsSchema;

export const stridedSliceOptions = {
  name: 'StridedSliceOptions',
  union: 32,
  fields: {
    begin_mask: 0,
    end_mask: 1,
    ellipsis_mask: 2,
    new_axis_mask: 3,
    shrink_axis_mask: 4,
    offset: 5,
  },
} as const satisfies OptionsSchema;

export const geluOptions = {
  name: 'GeluOptions',
  union: 116,
  fields: { approximate: 0 },
} as const satisfies OptionsSchema;

export const packOptions = {
  name: 'PackOptions',
  union: 59,
  fields: { values_count: 0, axis: 1 },
} as const satisfies OptionsSchema;

export const unpackOptions = {
  name: 'UnpackOptions',
  union: 64,
  fields: { num: 0, axis: 1 },
} as const satisfies OptionsSchema;
