import type { Problem } from '../../error.js';
import { formatName } from '../../ir/format.js';
import type { StreamType } from '../../ir/stream.js';
import { shapeText } from '../weights.js';
import { int16Factor, largestShift } from './methods/int16.js';
import { differenceFactor } from './methods/tflite.js';
import type { SoftmaxParameters } from './parameters.js';

/** The sum of 2^12 equal elements is the first that Q12.19 holds only without a sign bit. */
const longestRow = 2 ** 12;

/** The most that Q16.15 holds. */
const longestInt16Row = 2 ** 16;

/** Codes that TFLite's other definition is for. */
const isInt16 = ({ method }: SoftmaxParameters, { format }: StreamType): boolean =>
  method === 'tflite' && format.kind === 'int' && format.bits > 8 && format.bits <= 16;

/** What one code of ITA multiplies the exponential by: an octave is 32 codes. */
const itaFactor = Math.LN2 / 32;

type Method = SoftmaxParameters['method'];

/** Bits of the results that a method is defined for. */
const outputBits: Readonly<Record<Method, readonly number[]>> = {
  tflite: [8],
  'i-bert': [8, 16],
  'online-base2': [8, 16],
  ita: [8],
  'log-domain': [8, 16],
};

const scaleProblems = (
  parameters: SoftmaxParameters,
  input: StreamType,
  place: string,
): readonly Problem[] => {
  const { method, beta } = parameters;
  const { scale } = input;
  const factor = beta * scale;
  const says = (needs: string, hint: string): readonly Problem[] => [
    {
      code: 'E_PARAMETER',
      place: `${place}.in`,
      reason: `beta x scale is ${factor}, ${needs}`,
      hint,
    },
  ];
  if (isInt16(parameters, input)) {
    return int16Factor(beta, scale).shift > largestShift
      ? says('needs less than 5 for int16', 'check the scale of the input')
      : [];
  }
  if (method === 'ita' && Math.abs(factor / itaFactor - 1) > 1 / 256) {
    return says(
      `ita needs ln 2 / 32 = ${itaFactor}`,
      'requantize the stream to that scale, or set beta',
    );
  }
  if (method === 'i-bert' && factor > Math.LN2) {
    return says('i-bert needs at most ln 2', 'check the scale of the input');
  }
  // 2^-26 in TFLite's arithmetic; the others take it over.
  return differenceFactor(beta, scale) > 1
    ? []
    : says('needs more than 2^-26', 'check the scale of the input');
};

/** What masks ask of a row, and of the stream of a mask. */
export const maskProblems = (
  { causal, length }: Pick<SoftmaxParameters, 'causal' | 'length'>,
  [input, mask]: readonly [StreamType, StreamType | undefined],
  place: string,
): readonly Problem[] => {
  const row = input.shape.at(-1) ?? 1;
  const problems: Problem[] = [];
  if (causal && input.shape.at(-2) !== row) {
    problems.push({
      code: 'E_SHAPE',
      place: `${place}.in`,
      reason: `gives shape ${shapeText(input.shape)}, a causal mask needs as many rows as columns`,
    });
  }
  if (length !== undefined && length > row) {
    problems.push({
      code: 'E_PARAMETER',
      place: `${place}.length`,
      reason: `gives ${length}, there are only ${row} elements in a row`,
    });
  }
  if (!mask) return problems;
  if (mask.format.kind !== 'uint' || mask.format.bits !== 1) {
    problems.push({
      code: 'E_FORMAT',
      place: `${place}.mask`,
      reason: `gives ${formatName(mask.format)}, needs uint1: 1 for elements that count`,
    });
  }
  if (shapeText(mask.shape) !== shapeText(input.shape)) {
    problems.push({
      code: 'E_SHAPE',
      place: `${place}.mask`,
      reason: `gives shape ${shapeText(mask.shape)}, needs the scores' ${shapeText(input.shape)}`,
    });
  }
  return problems;
};

const laneProblems = (
  { lanes, method, group }: SoftmaxParameters,
  row: number,
  place: string,
): readonly Problem[] => {
  const node = place.slice(place.lastIndexOf('.') + 1);
  if (lanes > row) {
    return [
      {
        code: 'E_PARAMETER',
        place: `${place}.lanes`,
        reason: `gives ${lanes}, there are only ${row} elements in a row`,
        hint: `set ${node}.lanes between 1 and ${row}`,
      },
    ];
  }
  const online = method === 'ita' || method === 'online-base2';
  return !online || group >= row || group % lanes === 0
    ? []
    : [
        {
          code: 'E_PARAMETER',
          place: `${place}.lanes`,
          reason: `gives ${lanes}, which does not divide the group of ${group} elements`,
          hint: `set ${node}.lanes to a divisor of ${group}, or another ${node}.group`,
        },
      ];
};

/** All that is wrong with a softmax. */
export const softmaxProblems = (
  parameters: SoftmaxParameters,
  [input, mask]: readonly [StreamType, StreamType | undefined],
  output: StreamType,
  place: string,
): readonly Problem[] => {
  const { method } = parameters;
  const row = input.shape.at(-1) ?? 1;
  const problems: Problem[] = [];
  const wide = isInt16(parameters, input);
  if (input.format.bits > 8 && !wide) {
    problems.push({
      code: 'E_FORMAT',
      place: `${place}.in`,
      reason:
        method === 'tflite'
          ? `gives ${formatName(input.format)}, softmax is defined for at most 8 bits, or int of at most 16`
          : `gives ${formatName(input.format)}, ${method} is defined for at most 8 bits`,
      hint: 'requantize it first',
    });
  }
  const { format } = output;
  const longest = wide ? longestInt16Row : longestRow;
  const widths = outputBits[method];
  const given = parameters.output !== undefined;
  if (wide && given) {
    problems.push({
      code: 'E_PARAMETER',
      place: `${place}.output`,
      reason: 'is fixed for int16 codes: int16 of scale 1/32768',
    });
  } else if (wide) {
    // As TFLite fixes it.
  } else if (input.format.bits > 8) {
    // Said above.
  } else if (!widths.includes(format.bits) || (method === 'tflite' && format.kind !== 'int')) {
    problems.push({
      code: 'E_FORMAT',
      place: `${place}.output`,
      reason: `gives ${formatName(format)}, ${method} has ${method === 'tflite' ? 'int8' : `int or uint of ${widths.join(' or ')} bits`}`,
    });
  }
  if (row > longest) {
    problems.push({
      code: 'E_SHAPE',
      place: `${place}.in`,
      reason: `gives rows of ${row} elements, the sum in ${wide ? 'Q16.15' : 'Q12.19'} holds at most ${longest}`,
    });
  }
  return [
    ...problems,
    ...laneProblems(parameters, row, place),
    ...scaleProblems(parameters, input, place),
    ...maskProblems(parameters, [input, mask], place),
  ];
};
