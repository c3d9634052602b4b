import { z } from 'zod';
import { type Problem, SinterError } from '../../error.js';
import { formatName } from '../../ir/format.js';
import type { StreamType } from '../../ir/stream.js';
import {
  mostTableBits,
  type Operands,
  operandParameters,
  resolveOperands,
} from '../elementwise/operands.js';
import { type Rescale, rescaleOf, rescaleProblems } from '../requantize/rescale.js';
import type { UnitSpec } from '../unit.js';

export const multiplyParameters = z.strictObject(operandParameters);

export type MultiplyParameters = z.output<typeof multiplyParameters>;

export interface MultiplySpec extends UnitSpec, Operands {
  readonly parameters: MultiplyParameters;
  readonly rescale: Rescale;
}

/** Products of 16-bit codes fit an int32 only where no zero point is taken off (TFLite's kernel checks it). */
const symmetryProblems = ({ operands }: Operands, place: string): readonly Problem[] =>
  operands.flatMap(({ format, zeroPoint, input }, i) =>
    format.bits <= mostTableBits || zeroPoint === 0
      ? []
      : [
          {
            code: 'E_PARAMETER',
            place: `${place}.${input === undefined ? 'constant' : `in${i}`}`,
            reason: `gives ${formatName(format)} with zero point ${zeroPoint}, a factor of more than ${mostTableBits} bits needs 0`,
            hint: 'quantize it symmetrically',
          },
        ],
  );

export const resolveMultiply = (
  parameters: MultiplyParameters,
  inputs: readonly StreamType[],
  place: string,
): MultiplySpec => {
  const { output, rounding, activation, constant } = parameters;
  const resolved = resolveOperands({ constant }, inputs, place, 'multiply');
  const [a, b] = resolved.operands;
  // All in double (lite/micro/kernels/mul_common.cc, `CalculateOpDataMul`).
  const factor = (a.scale * b.scale) / output.scale;
  const rescale = rescaleOf({ factors: [factor], rounding, activation, output });
  const problems = [...rescaleProblems(rescale, place), ...symmetryProblems(resolved, place)];
  if (problems.length > 0) throw new SinterError(problems);
  return {
    ...resolved,
    parameters,
    inputs,
    output: {
      kind: 'stream',
      shape: resolved.shape,
      format: output.format,
      scale: output.scale,
      zeroPoint: output.zeroPoint,
      lanes: resolved.lanes,
    },
    folding: { lanes: resolved.lanes },
    rescale,
  };
};
