import { signedDecimal, unsignedDecimal } from '../../emit/literal.js';
import { isSigned, rangeOf, unsignedBitsFor } from '../../ir/format.js';
import type { Hardware, Stage } from '../../ir/module.js';
import { beatsOf } from '../../ir/stream.js';
import { tailMask } from '../../stream/tail-mask.js';
import { pipeline } from '../../stream/timing.js';
import { joined, joinedMemoryBits } from '../elementwise/heads.js';
import type { Operand } from '../elementwise/operands.js';
import type { UnitContract } from '../unit.js';
import type { DivideSpec } from './spec.js';

const largest = ({ format, zeroPoint }: Pick<Operand, 'format' | 'zeroPoint'>): number => {
  const { minimum, maximum } = rangeOf(format);
  return Math.max(maximum - zeroPoint, zeroPoint - minimum);
};

/** A pipelined divider a lane; templates/lib/sinter_signed_quotient.v. */
const quotientStage = (spec: DivideSpec): Stage => {
  const { operands, lanes, output, scale, parameters } = spec;
  const [a, b] = operands;
  const { minimum, maximum } = rangeOf(output.format);
  const { factor, shift } = scale;
  const numerator = largest(a) * factor + largest(b) * 2 ** (shift - 1);
  const factorBits = unsignedBitsFor(factor);
  const quotientBits = unsignedBitsFor(largest(parameters.output));
  const wide = output.format.bits + 1;
  const zero = ({ format, zeroPoint }: Operand): string =>
    signedDecimal(format.bits + 1, zeroPoint);
  return {
    kind: 'stage',
    instance: 'quotient',
    module: { kind: 'library', name: 'sinter_signed_quotient' },
    parameters: {
      LANES: lanes,
      A_BITS: a.format.bits,
      A_SIGNED: isSigned(a.format) ? 1 : 0,
      A_ZERO: zero(a),
      B_BITS: b.format.bits,
      B_SIGNED: isSigned(b.format) ? 1 : 0,
      B_ZERO: zero(b),
      A_MAGNITUDE_BITS: unsignedBitsFor(largest(a)),
      B_MAGNITUDE_BITS: unsignedBitsFor(largest(b)),
      FACTOR_BITS: factorBits,
      FACTOR: unsignedDecimal(factorBits, factor),
      SHIFT: shift,
      NUMERATOR_BITS: Math.max(unsignedBitsFor(numerator), shift + 1),
      QUOTIENT_BITS: quotientBits,
      OUT_BITS: output.format.bits,
      ZERO: signedDecimal(wide, output.zeroPoint),
      MINIMUM: signedDecimal(wide, minimum),
      MAXIMUM: signedDecimal(wide, maximum),
    },
    inputBits: lanes * (a.format.bits + b.format.bits),
    outputBits: lanes * output.format.bits,
    timing: pipeline(beatsOf(output), quotientBits + 4),
  };
};

export const elaborateDivide = (spec: DivideSpec): Hardware => ({
  ...joined(spec),
  body: [quotientStage(spec), ...tailMask(spec.output)],
});

export const divideContract = (spec: DivideSpec): UnitContract => ({
  intervalCycles: Math.max(beatsOf(spec.output), ...spec.inputs.map(beatsOf)),
  multipliers: 0,
  macs: 0,
  effectualMacs: 0,
  memoryBits: joinedMemoryBits(spec),
});
