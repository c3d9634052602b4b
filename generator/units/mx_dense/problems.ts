import type { Problem } from '../../error.js';
import { formatName, isCode, isInteger } from '../../ir/format.js';
import type { StreamType } from '../../ir/stream.js';
import type { ConstantTensor } from '../../ir/tensor.js';
import { float32OfReal, isFiniteCode, realOfFloat32 } from '../../numeric/float32.js';
import { scaleProblems } from '../microscaling/blocks.js';
import { scaleOf, shapeText } from '../weights.js';
import { isFactor } from './conversion.js';
import type { MxDenseParameters } from './parameters.js';

/** Real value of a bias of float32 or integers. */
export const biasValue = (bias: ConstantTensor, output: number): number => {
  const code = Number(bias.data[output]);
  const value = bias.format.kind === 'float32' ? realOfFloat32(code) : code - bias.zeroPoint;
  return value * scaleOf(bias, output);
};

const elementProblems = (
  { format }: Pick<StreamType, 'format'>,
  place: string,
): readonly Problem[] =>
  format.kind === 'mx'
    ? []
    : [
        {
          code: 'E_FORMAT',
          place,
          reason: `gives ${formatName(format)}, needs elements of Microscaling`,
          hint: 'd.mxQuantize makes them of a stream, tensor.mx of weights',
        },
      ];

const weightProblems = (
  { weights, weightScales }: MxDenseParameters,
  inputs: number,
  place: string,
): readonly Problem[] => {
  const at = `${place}.weights`;
  const [outputs = 0, columns] = weights.shape;
  if (weights.shape.length !== 2 || columns !== inputs || outputs < 1) {
    const reason = `gives shape ${shapeText(weights.shape)}, needs [outputs, ${inputs}] for elements of that many inputs`;
    return [{ code: 'E_SHAPE', place: at, reason }];
  }
  const scales: readonly Problem[] = [weights, weightScales].some(
    ({ scale }) => typeof scale !== 'number',
  )
    ? [
        {
          code: 'E_SHAPE',
          place: at,
          reason: 'gives a real scale per channel, blocks have scales of their own',
          hint: 'give one real scale',
        },
      ]
    : [];
  return [
    ...elementProblems(weights, at),
    ...scaleProblems(weights.shape, weightScales, `${place}.weightScales`),
    ...scales,
  ];
};

const biasProblems = (
  bias: ConstantTensor | undefined,
  outputs: number,
  realScale: number,
  place: string,
): readonly Problem[] => {
  if (!bias) return [];
  const at = `${place}.bias`;
  if (!isInteger(bias.format) && bias.format.kind !== 'float32') {
    const reason = `gives ${formatName(bias.format)}, a bias is float32, int or uint`;
    return [{ code: 'E_FORMAT', place: at, reason }];
  }
  if (bias.shape.length !== 1 || bias.shape[0] !== outputs) {
    const reason = `gives shape ${shapeText(bias.shape)}, needs [${outputs}], one per output channel`;
    return [{ code: 'E_SHAPE', place: at, reason }];
  }
  const wrong = Array.from({ length: outputs }, (_, i) => biasValue(bias, i) / realScale).findIndex(
    (value) => !isFiniteCode(float32OfReal(value)),
  );
  if (wrong < 0) return [];
  const reason = `gives ${biasValue(bias, wrong)} for output ${wrong}, which over the scale of the products (${realScale}) is no finite single-precision number`;
  return [{ code: 'E_PARAMETER', place: at, reason }];
};

const outputProblems = (
  { output, activation }: MxDenseParameters,
  realScale: number,
  place: string,
): readonly Problem[] => {
  const at = `${place}.output`;
  const { format, scale, zeroPoint } = output;
  if (format.kind === 'float32') {
    const problems: Problem[] = [];
    if (scale !== undefined || zeroPoint !== 0) {
      const reason = 'gives a scale or a zero point to float32, which has its own';
      problems.push({ code: 'E_PARAMETER', place: at, reason });
    }
    if (activation !== 'none' && activation !== 'relu') {
      const reason = `gives ${activation} with float32, which takes none or relu`;
      problems.push({ code: 'E_PARAMETER', place: `${place}.activation`, reason });
    }
    return problems;
  }
  if (!isInteger(format) || format.bits > 16) {
    const reason = `gives ${formatName(format)}, needs float32, or int or uint of at most 16 bits`;
    return [{ code: 'E_FORMAT', place: at, reason }];
  }
  if (scale === undefined) {
    const reason = `gives ${formatName(format)} without a scale`;
    return [{ code: 'E_PARAMETER', place: at, reason, hint: 'set output.scale' }];
  }
  if (!isCode(format, zeroPoint)) {
    const reason = `gives zero point ${zeroPoint}, which is no code of ${formatName(format)}`;
    return [{ code: 'E_PARAMETER', place: at, reason }];
  }
  if (isFactor(realScale / scale)) return [];
  const reason = `has a factor of ${realScale / scale} from the products' scale to its own, which is no normal single-precision number`;
  return [{ code: 'E_PARAMETER', place: at, reason, hint: 'check the real scales' }];
};

/** Real scales whose product no double holds; one per channel has been told of already. */
const realScaleProblems = (realScale: number, place: string): readonly Problem[] =>
  Number.isNaN(realScale)
    ? []
    : [
        {
          code: 'E_PARAMETER',
          place,
          reason: `has real scales of elements, scales and weights whose product is ${realScale}`,
          hint: 'put powers of two into the scales of the blocks',
        },
      ];

/** All that is wrong with a layer before its array is planned. */
export const mxDenseProblems = (
  parameters: MxDenseParameters,
  [elements, scales]: readonly [StreamType, StreamType],
  realScale: number,
  place: string,
): readonly Problem[] => [
  ...elementProblems(elements, `${place}.in`),
  ...scaleProblems(elements.shape, scales, `${place}.in1`),
  ...weightProblems(parameters, elements.shape.at(-1) ?? 1, place),
  ...(Number.isFinite(realScale) && realScale > 0
    ? [
        ...biasProblems(parameters.bias, parameters.weights.shape[0] ?? 0, realScale, place),
        ...outputProblems(parameters, realScale, place),
      ]
    : realScaleProblems(realScale, place)),
];
