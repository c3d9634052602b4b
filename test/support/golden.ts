import { isSinterError } from '../../generator/error.js';
import type { Codes } from '../../generator/ir/codes.js';
import { rangeOf } from '../../generator/ir/format.js';
import type { StreamType } from '../../generator/ir/stream.js';
import { stimulusFor } from '../../sim/stimulus.js';
import type { UnitCase } from './unit-case.js';
import { bindCase, realOf } from './units.js';

/** The messages of everything that is wrong; none where `make` succeeds. */
export const problemsOf = (make: () => unknown): readonly string[] => {
  try {
    make();
    return [];
  } catch (error) {
    if (!isSinterError(error)) throw error;
    return error.message.split('\n');
  }
};

/**
 * Largest distance between golden codes and the real-valued reference, in output codes, over `count`
 * tensors (corners and seeded random); the reference is cut to the output's range first.
 */
export const distanceFromReference = (unitCase: UnitCase, count: number): number => {
  const { inputs } = unitCase;
  const unit = bindCase(unitCase);
  const { output } = unit.spec;
  const { minimum, maximum } = rangeOf(output.format);
  const named = inputs.map((stream, i) => ({ name: `x${i}`, stream }));
  const stimulus = stimulusFor(named, count, 7);
  let largest = 0;
  for (let tensor = 0; tensor < count; tensor++) {
    const codes = named.map(({ name }) => stimulus.get(name)?.[tensor] as Codes);
    const golden = unit.golden(codes);
    const real = unit.reference(codes.map((c, i) => realOf(inputs[i] as StreamType, c)));
    for (const [i, value] of real.entries()) {
      const code = value / output.scale + output.zeroPoint;
      const cut = Math.min(maximum, Math.max(minimum, code));
      largest = Math.max(largest, Math.abs(cut - Number(golden[i])));
    }
  }
  return largest;
};
