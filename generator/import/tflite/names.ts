/** TensorType by number: what a tensor's elements are, as the schema calls them, in lower case. */
const tensorTypes: Readonly<Record<number, string>> = {
  0: 'float32',
  1: 'float16',
  2: 'int32',
  3: 'uint8',
  4: 'int64',
  5: 'string',
  6: 'bool',
  7: 'int16',
  8: 'complex64',
  9: 'int8',
  10: 'float64',
  15: 'uint32',
  16: 'uint16',
  17: 'int4',
  18: 'bfloat16',
  19: 'int2',
};

export const tensorTypeName = (type: number): string => tensorTypes[type] ?? `type ${type}`;

export const float32Type = 0;
export const int32Type = 2;
export const int64Type = 4;
export const int16Type = 7;
export const int8Type = 9;
export const int4Type = 17;

/** What indices are of. */
export const isIndexType = (type: number): boolean => type === int32Type || type === int64Type;

/** BuiltinOperator of the one operator that gives indices. */
export const argMaxOperator = 56;

/** BuiltinOperator of an operator that the model's maker defined. */
export const customOperator = 32;

/** BuiltinOperator by number: those that are mapped, and those that users meet. */
const operators: Readonly<Record<number, string>> = {
  0: 'ADD',
  1: 'AVERAGE_POOL_2D',
  2: 'CONCATENATION',
  3: 'CONV_2D',
  4: 'DEPTHWISE_CONV_2D',
  6: 'DEQUANTIZE',
  9: 'FULLY_CONNECTED',
  11: 'L2_NORMALIZATION',
  14: 'LOGISTIC',
  16: 'LSTM',
  17: 'MAX_POOL_2D',
  18: 'MUL',
  19: 'RELU',
  20: 'RELU_N1_TO_1',
  21: 'RELU6',
  22: 'RESHAPE',
  23: 'RESIZE_BILINEAR',
  25: 'SOFTMAX',
  27: 'SVDF',
  28: 'TANH',
  32: 'CUSTOM',
  34: 'PAD',
  36: 'GATHER',
  39: 'TRANSPOSE',
  40: 'MEAN',
  41: 'SUB',
  42: 'DIV',
  43: 'SQUEEZE',
  44: 'UNIDIRECTIONAL_SEQUENCE_LSTM',
  45: 'STRIDED_SLICE',
  47: 'EXP',
  49: 'SPLIT',
  50: 'LOG_SOFTMAX',
  53: 'CAST',
  54: 'PRELU',
  55: 'MAXIMUM',
  56: 'ARG_MAX',
  57: 'MINIMUM',
  60: 'PADV2',
  65: 'SLICE',
  67: 'TRANSPOSE_CONV',
  70: 'EXPAND_DIMS',
  74: 'SUM',
  75: 'SQRT',
  76: 'RSQRT',
  77: 'SHAPE',
  78: 'POW',
  82: 'REDUCE_MAX',
  83: 'PACK',
  88: 'UNPACK',
  97: 'RESIZE_NEAREST_NEIGHBOR',
  98: 'LEAKY_RELU',
  99: 'SQUARED_DIFFERENCE',
  100: 'MIRROR_PAD',
  101: 'ABS',
  102: 'SPLIT_V',
  111: 'ELU',
  114: 'QUANTIZE',
  117: 'HARD_SWISH',
  118: 'IF',
  119: 'WHILE',
  126: 'BATCH_MATMUL',
  150: 'GELU',
};

/** As messages write it: `CONV_2D`, or `operator 133` for one that has no name here. */
export const operatorName = (builtin: number): string =>
  operators[builtin] ?? `operator ${builtin}`;
