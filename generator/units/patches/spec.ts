import { z } from 'zod';
import { type Problem, SinterError } from '../../error.js';
import { formatName, wideRangeOf } from '../../ir/format.js';
import type { StreamType } from '../../ir/stream.js';
import { sizeOf } from '../../ir/tensor.js';
import { realZeroOf } from '../../ir/values.js';
import type { WindowGeometry } from '../../stream/window.js';
import { isPadded, windowGeometry, windowParameters } from '../conv2d/geometry.js';
import { pair } from '../parameters.js';
import type { UnitSpec } from '../unit.js';
import { shapeText } from '../weights.js';

export const patchesParameters = z.strictObject({
  kernel: pair('rows and columns of a patch', 1),
  ...windowParameters,
  code: z.int().optional().describe('code outside the image; default the code of zero'),
  lanes: z.int().min(1).default(1).describe('channels a cycle; divides the channels'),
});

export type PatchesParameters = z.output<typeof patchesParameters>;

export interface PatchesSpec extends UnitSpec {
  readonly parameters: PatchesParameters;
  readonly geometry: WindowGeometry;
  readonly channels: number;
  /** Code of what lies outside the image. */
  readonly code: number;
}

/** Largest tensor a stream may carry, in elements. */
const largestTensor = 2 ** 28;

const codeProblems = (
  code: number | undefined,
  { format }: StreamType,
  geometry: WindowGeometry,
  place: string,
): readonly Problem[] => {
  const at = `${place}.code`;
  if (code === undefined) {
    if (!isPadded(geometry)) return [];
    const reason = `is missing, and ${formatName(format)} has no zero to take for it`;
    return [{ code: 'E_PARAMETER', place: at, reason, hint: 'give the code outside the image' }];
  }
  const { minimum, maximum } = wideRangeOf(format);
  if (code >= minimum && code <= maximum) return [];
  const reason = `gives ${code}, no code of ${formatName(format)} (${minimum} .. ${maximum})`;
  return [{ code: 'E_PARAMETER', place: at, reason }];
};

export const resolvePatches = (
  parameters: PatchesParameters,
  [input]: readonly StreamType[],
  place: string,
): PatchesSpec => {
  if (!input) throw new Error('patches has one input');
  const { kernel, stride, dilation, padding, lanes } = parameters;
  const geometry = windowGeometry({
    image: input.shape,
    ...{ kernel, stride, dilation, padding, place },
  });
  const channels = input.shape[2] ?? 1;
  const code = parameters.code ?? realZeroOf(input);
  const problems = [...codeProblems(code, input, geometry, place)];
  if (channels % lanes !== 0) {
    problems.push({
      code: 'E_PARAMETER',
      place: `${place}.lanes`,
      reason: `gives ${lanes}, which does not divide the ${channels} channels`,
      hint: `set ${place.slice(place.lastIndexOf('.') + 1)}.lanes to a divisor of ${channels}`,
    });
  }
  const shape = [geometry.outHeight, geometry.outWidth, kernel[0] * kernel[1] * channels];
  if (sizeOf(shape) > largestTensor) {
    const reason = `gives shape ${shapeText(shape)}, more than ${largestTensor} elements`;
    problems.push({ code: 'E_SHAPE', place, reason });
  }
  if (problems.length > 0) throw new SinterError(problems);
  return {
    parameters,
    inputs: [input],
    output: { ...input, shape, lanes },
    folding: { lanes },
    geometry,
    channels,
    code: code ?? 0,
  };
};
