import type { Problem } from '../../error.js';
import { formatName, isInteger, type NumberFormat } from '../../ir/format.js';
import { isPaired, zeroCodeOf } from '../../ir/values.js';

/**
 * Why weights or activations of a format cannot be left out one by one. `what`: the parameter that asks
 * for it.
 */
export const leaveOutProblems = (
  format: NumberFormat,
  side: 'weights' | 'in',
  what: string,
  place: string,
): readonly Problem[] => {
  if (isInteger(format) || (!isPaired(format) && zeroCodeOf(format) !== undefined)) return [];
  return [formatProblem(format, side, what, place)];
};

/** Why codes of a format cannot be taken one by one, zero or not. */
export const pairedProblems = (
  format: NumberFormat,
  side: 'weights' | 'in',
  what: string,
  place: string,
): readonly Problem[] => (isPaired(format) ? [formatProblem(format, side, what, place)] : []);

const formatProblem = (
  format: NumberFormat,
  side: 'weights' | 'in',
  what: string,
  place: string,
): Problem => ({
  code: 'E_FORMAT',
  place: `${place}.${side}`,
  reason: `${side === 'weights' ? 'are' : 'gives'} ${formatName(format)}, ${
    isPaired(format)
      ? `whose codes come in pairs that ${what} would part`
      : `which has no zero for ${what} to leave out`
  }`,
  hint: `leave ${what} away`,
});

/** Activations that are no integers, for what takes no other. */
export const integerProblems = (
  format: NumberFormat,
  what: string,
  place: string,
): readonly Problem[] =>
  isInteger(format)
    ? []
    : [
        {
          code: 'E_FORMAT',
          place: `${place}.in`,
          reason: `gives ${formatName(format)}, but ${what} goes with int and uint activations`,
          hint: `leave ${what} away`,
        },
      ];

/** Activations whose codes come in pairs: a beat holds whole ones. */
export const pairedBeatProblems = (
  format: NumberFormat,
  inputs: number,
  lanes: number,
  place: string,
): readonly Problem[] =>
  !isPaired(format) || (inputs % 2 === 0 && lanes % 2 === 0)
    ? []
    : [
        {
          code: 'E_PARAMETER',
          place: `${place}.array.simd`,
          reason: `gives beats of ${lanes} of ${inputs} inputs, but ${formatName(format)} codes come in pairs`,
          hint: 'set an even number of groups',
        },
      ];
