import { bitVector } from '../../emit/literal.js';
import type { MultiplierKind } from '../../functions/area.js';
import { geluFactor, geluOf, type IntegerGelu, integerGelu } from '../../functions/i-bert.js';
import { isSigned, rangeOf, signedBitsFor, unsignedBitsFor } from '../../ir/format.js';
import type { StreamType } from '../../ir/stream.js';
import type { AccumulatorRange } from '../../numeric/reach.js';
import { fitted, multiplication, Pipeline, slice, wire } from '../lookup/pipeline.js';
import { rescaleSteps } from '../lookup/rescale-steps.js';
import type { OutputQuantization } from '../parameters.js';
import { type Rescale, rescaleCode, rescaleOf } from '../requantize/rescale.js';

/** i-GELU of a stream, then its requantization. */
export interface GeluPolynomial {
  readonly input: StreamType;
  readonly output: OutputQuantization;
  readonly gelu: IntegerGelu;
  readonly rescale: Rescale;
}

export const geluPolynomial = (
  input: StreamType,
  output: OutputQuantization,
  shift: number,
): GeluPolynomial => {
  const gelu = integerGelu(input.scale, shift);
  // The result's scale is negative: its negative is rescaled.
  const factors = [-gelu.outputScale / output.scale];
  const rescale = rescaleOf({ factors, rounding: 'single', activation: 'none', output });
  return { input, output, gelu, rescale };
};

/** Bit-exact: the output code of an input code. */
export const geluCode =
  ({ input, gelu, rescale }: GeluPolynomial) =>
  (code: number): number =>
    rescaleCode(rescale, -geluOf(gelu, code - input.zeroPoint), 0);

/** Of -q * factor and of -factor, over every code. */
const rangesOf = ({ input, gelu }: GeluPolynomial) => {
  const { minimum, maximum } = rangeOf(input.format);
  let product: AccumulatorRange = { low: 0, high: 0 };
  let factor: AccumulatorRange = { low: 0, high: 0 };
  const wider = ({ low, high }: AccumulatorRange, value: number): AccumulatorRange => ({
    low: Math.min(low, value),
    high: Math.max(high, value),
  });
  for (let q = minimum - input.zeroPoint; q <= maximum - input.zeroPoint; q++) {
    factor = wider(factor, -geluFactor(gelu, q));
    product = wider(product, -geluOf(gelu, q));
  }
  return { product, factor };
};

const bitsOf = ({ low, high }: AccumulatorRange): number => signedBitsFor(low, high);

/** (min(|q|, -b) + b)^2 + c, its sign, the cut, + one; times q; rescaled. */
export const geluLane = (polynomial: GeluPolynomial, multiplier: MultiplierKind): Pipeline => {
  const { input, output, gelu, rescale } = polynomial;
  const { bits } = input.format;
  const lane = new Pipeline();
  const wide = bits + 1;
  const code = fitted({ name: 'code', bits, signed: isSigned(input.format) }, wide);
  const zero = input.zeroPoint === 0 ? '' : ` - ${bitVector(wide, input.zeroPoint)}`;
  lane.step(
    'distance from the zero point',
    [{ name: 'centred', bits: wide, value: `${code}${zero}`, signed: true }],
    [],
  );
  const centred = lane.get('centred');
  const sign = `${centred.name}[${bits}]`;
  const limitBits = Math.max(wide, unsignedBitsFor(-gelu.b)) + 1;
  const magnitude = fitted({ name: 'magnitude', bits: wide, signed: false }, limitBits);
  const distanceBits = signedBitsFor(0, -gelu.b);
  const kept = fitted({ name: 'gap', bits: limitBits, signed: true }, distanceBits);
  lane.step(
    'min(|q|, -b) + b',
    [
      {
        name: 'distance',
        bits: distanceBits,
        value: `gap[${limitBits - 1}] ? ${distanceBits}'d0 : ${kept}`,
        signed: true,
      },
    ],
    ['centred'],
    {
      wires: [
        wire('magnitude', wide, `${sign} ? ${wide}'d0 - ${centred.name} : ${centred.name}`),
        wire('gap', limitBits, `${bitVector(limitBits, -gelu.b)} - ${magnitude}`),
      ],
    },
  );
  lane.unused.push('gap');
  const distance = lane.get('distance');
  const squareBits = 2 * distanceBits;
  lane.step(
    'squared',
    [{ name: 'square', bits: squareBits, value: 'squaring', signed: true }],
    ['centred'],
    {
      wires: [wire('squaring', squareBits)],
      instances: [multiplication(multiplier, 'multiply_square', [distance, distance], 'squaring')],
    },
  );
  const most = Math.max(-gelu.c, gelu.b * gelu.b + gelu.c);
  const sumBits = signedBitsFor(-most, most);
  const square = fitted(lane.get('square'), sumBits);
  const c = bitVector(sumBits, gelu.c);
  const negative = `${lane.get('centred').name}[${bits}]`;
  if (squareBits > sumBits) lane.unused.push(lane.get('square').name);
  lane.step(
    'plus c, with the sign of q',
    [
      {
        name: 'error',
        bits: sumBits,
        value: `${negative} ? ${bitVector(sumBits, -gelu.c)} - ${square} : ${square} + ${c}`,
        signed: true,
      },
    ],
    ['centred'],
  );
  const { product, factor } = rangesOf(polynomial);
  const factorBits = bitsOf(factor);
  const error = lane.get('error');
  const cut = { name: 'kept', bits: sumBits - gelu.shift, signed: true };
  lane.step(
    'less one, negated',
    [
      {
        name: 'factor_of_q',
        bits: factorBits,
        value: `${bitVector(factorBits, -gelu.one)} - ${fitted(cut, factorBits)}`,
        signed: true,
      },
    ],
    ['centred'],
    { wires: [wire('kept', cut.bits, slice(error.name, sumBits - 1, gelu.shift))] },
  );
  lane.unused.push('kept');
  if (gelu.shift > 0) lane.unused.push(error.name);
  const productBits = bitsOf(product);
  const fullBits = wide + factorBits;
  lane.step(
    'times q',
    [
      {
        name: 'product',
        bits: productBits,
        value: fitted({ name: 'multiplied', bits: fullBits, signed: true }, productBits),
        signed: true,
      },
    ],
    [],
    {
      wires: [wire('multiplied', fullBits)],
      instances: [
        multiplication(
          multiplier,
          'multiply_q',
          [lane.get('centred'), lane.get('factor_of_q')],
          'multiplied',
        ),
      ],
    },
  );
  lane.unused.push('multiplied');
  rescaleSteps(lane, 'product', product, rescale, output.format, multiplier);
  return lane;
};
