import type { Problem } from '../../error.js';
import { formatName } from '../../ir/format.js';
import { powerOfTwoExponent } from '../../numeric/power-of-two.js';
import type { OutputQuantization } from '../parameters.js';
import type { Operand } from './operands.js';

/** What TFLite's sums of powers of two take: int16 everywhere, zero points of 0. */
const int16Problems = (
  what: readonly { readonly name: string; readonly of: Omit<OutputQuantization, never> }[],
  place: string,
): readonly Problem[] =>
  what.flatMap(({ name, of: { format, zeroPoint, scale } }): readonly Problem[] => {
    const reasons = [
      ...(format.kind === 'int' && format.bits === 16
        ? []
        : [`gives ${formatName(format)}, powersOfTwo is defined for int16`]),
      ...(zeroPoint === 0 ? [] : [`gives zero point ${zeroPoint}, powersOfTwo needs 0`]),
      ...(powerOfTwoExponent(scale) === undefined
        ? [`gives scale ${scale}, powersOfTwo needs a power of two`]
        : []),
    ];
    return reasons.map((reason) => ({ code: 'E_PARAMETER', place: `${place}.${name}`, reason }));
  });

/**
 * The right shifts that bring both operands to the output's scale: one of them is 0 (TFLite `ADD` and `SUB` with
 * pot_scale_int16, lite/kernels/add.cc and sub.cc).
 */
export const powerShifts = (
  operands: readonly [Operand, Operand],
  output: OutputQuantization,
  place: string,
): { readonly shifts: readonly [number, number]; readonly problems: readonly Problem[] } => {
  const named = operands.map((of, i) => ({ name: `operand ${i}`, of }));
  const problems = int16Problems([...named, { name: 'output', of: output }], place);
  if (problems.length > 0) return { shifts: [0, 0], problems };
  const exponent = (scale: number): number => powerOfTwoExponent(scale) as number;
  const [a, b] = operands.map(({ scale }) => exponent(output.scale) - exponent(scale));
  const shifts = [a as number, b as number] as const;
  const isDefined = Math.min(...shifts) === 0 && Math.max(...shifts) <= 15;
  return {
    shifts,
    problems: isDefined
      ? []
      : [
          {
            code: 'E_PARAMETER',
            place: `${place}.output.scale`,
            reason: `shifts the operands by ${shifts.join(' and ')} bits, powersOfTwo needs 0 for one and 0 to 15 for the other`,
            hint: 'give the output the larger scale of both operands',
          },
        ],
  };
};
