import { bitVector } from '../../emit/literal.js';
import type { MultiplierKind } from '../../functions/area.js';
import { expParts, type IntegerExp, integerExp, mostHalvings } from '../../functions/i-bert.js';
import { isSigned, rangeOf, signedBitsFor, unsignedBitsFor } from '../../ir/format.js';
import type { StreamType } from '../../ir/stream.js';
import { quantizeMultiplier } from '../../numeric/multiplier.js';
import { reducedMultiplier } from '../../numeric/rounding.js';
import { fitted, multiplication, Pipeline, slice, wire } from '../lookup/pipeline.js';
import type { OutputQuantization } from '../parameters.js';

/**
 * i-exp of a stream, e * 2^(30 - z), brought to the output's scale by a 15-bit factor and one rounding:
 *   code = min(maximum, zero + (e * factor + 2^(right - 1 + z) >> right + z))
 */
export interface ExpPolynomial {
  readonly input: StreamType;
  readonly output: OutputQuantization;
  readonly exp: IntegerExp;
  readonly factor: number;
  readonly right: number;
}

export const expPolynomial = (input: StreamType, output: OutputQuantization): ExpPolynomial => {
  const exp = integerExp(input.scale);
  const { multiplier, shift } = quantizeMultiplier(
    (exp.outputScale * 2 ** mostHalvings) / output.scale,
  );
  return { input, output, exp, factor: reducedMultiplier(multiplier), right: 15 - shift };
};

/** Arguments above zero count as zero. */
const argumentOf = ({ input }: ExpPolynomial, code: number): number =>
  Math.min(0, code - input.zeroPoint);

/** Bit-exact: the output code of an input code. */
export const expCode =
  (polynomial: ExpPolynomial) =>
  (code: number): number => {
    const { exp, factor, right, output } = polynomial;
    const { z, e } = expParts(exp, argumentOf(polynomial, code));
    const down = 2 ** (right + z);
    const scaled = Math.floor((Math.max(0, e) * factor + down / 2) / down);
    return Math.min(rangeOf(output.format).maximum, scaled + output.zeroPoint);
  };

/** Distances from zero, limited to 30 halvings. */
const farthest = ({ input, exp }: ExpPolynomial): number =>
  Math.min(input.zeroPoint - rangeOf(input.format).minimum, -mostHalvings * exp.x0);

/** floor(p / x) = p * multiplier >> shift for every p to `most`. */
const quotientOf = (x: number, most: number): { multiplier: number; shift: number } => {
  for (let shift = 0; ; shift++) {
    const multiplier = Math.ceil(2 ** shift / x);
    let exact = true;
    for (let p = 0; p <= most && exact; p++) {
      exact = Math.floor((p * multiplier) / 2 ** shift) === Math.floor(p / x);
    }
    if (exact) return { multiplier, shift };
  }
};

/** What the datapath cannot do, as the reason of an error. */
export const expRefusal = (polynomial: ExpPolynomial): string | undefined => {
  const { input, exp, right } = polynomial;
  if (input.zeroPoint <= rangeOf(input.format).minimum) return 'the input has no negative values';
  if (-exp.x0 * input.scale > 1) return 'the input scale is above a halving';
  if (right < 1 || right > 60) return 'the output scale is out of reach';
  return undefined;
};

/** Distance, halvings, the polynomial of the rest, the factor, the shift. */
export const expLane = (polynomial: ExpPolynomial, multiplier: MultiplierKind): Pipeline => {
  const { input, output, exp, factor, right } = polynomial;
  const { bits } = input.format;
  const lane = new Pipeline();
  const most = farthest(polynomial);
  const wide = bits + 1;
  const code = fitted({ name: 'code', bits, signed: isSigned(input.format) }, wide);
  const distanceBits = unsignedBitsFor(most) + 1;
  const limit = most < input.zeroPoint - rangeOf(input.format).minimum;
  const near = fitted({ name: 'below', bits: wide, signed: true }, distanceBits);
  const limited = limit
    ? `(below > ${bitVector(wide, most)}) ? ${bitVector(distanceBits, most)} :\n              ${near}`
    : near;
  lane.step(
    'distance below zero',
    [
      {
        name: 'distance',
        bits: distanceBits,
        value: `below[${wide - 1}] ? ${distanceBits}'d0 : ${limited}`,
        signed: true,
      },
    ],
    [],
    { wires: [wire('below', wide, `${bitVector(wide, input.zeroPoint)} - ${code}`)] },
  );
  if (distanceBits < wide) lane.unused.push('below');
  const x = -exp.x0;
  const quotient = quotientOf(x, most);
  const reciprocalBits = unsignedBitsFor(quotient.multiplier) + 1;
  const halvings = Math.floor(most / x);
  const halvingBits = unsignedBitsFor(halvings) + 1;
  const tenfold = distanceBits + reciprocalBits;
  lane.step(
    'halvings: the distance over ln 2',
    [
      {
        name: 'halvings',
        bits: halvingBits,
        value: fitted({ name: 'whole', bits: tenfold - quotient.shift, signed: true }, halvingBits),
        signed: true,
      },
    ],
    ['distance'],
    {
      wires: [
        wire('reciprocal', reciprocalBits, bitVector(reciprocalBits, quotient.multiplier)),
        wire('quotient', tenfold),
        wire('whole', tenfold - quotient.shift, slice('quotient', tenfold - 1, quotient.shift)),
      ],
      instances: [
        multiplication(
          multiplier,
          'divide',
          [lane.get('distance'), { name: 'reciprocal', bits: reciprocalBits }],
          'quotient',
        ),
      ],
    },
  );
  lane.unused.push('quotient', 'whole');
  const lnBits = unsignedBitsFor(x) + 1;
  const restBits = unsignedBitsFor(x) + 1;
  const backBits = halvingBits + lnBits;
  lane.step(
    'what the halvings take',
    [{ name: 'taken', bits: backBits, value: 'taking', signed: true }],
    ['distance', 'halvings'],
    {
      wires: [wire('ln2', lnBits, bitVector(lnBits, x)), wire('taking', backBits)],
      instances: [
        multiplication(
          multiplier,
          'multiply_back',
          [lane.get('halvings'), { name: 'ln2', bits: lnBits }],
          'taking',
        ),
      ],
    },
  );
  const differenceBits = Math.max(distanceBits, backBits);
  const bBits = signedBitsFor(-Math.abs(exp.b) - x, Math.abs(exp.b));
  lane.step(
    'the rest r, and b - r',
    [
      {
        name: 'rest',
        bits: restBits,
        value: fitted({ name: 'left', bits: differenceBits, signed: true }, restBits),
        signed: true,
      },
      {
        name: 'slope',
        bits: bBits,
        value: `${bitVector(bBits, exp.b)} - ${fitted({ name: 'left', bits: differenceBits, signed: true }, bBits)}`,
        signed: true,
      },
    ],
    ['halvings'],
    {
      wires: [
        wire(
          'left',
          differenceBits,
          `${fitted(lane.get('distance'), differenceBits)} - ${fitted(lane.get('taken'), differenceBits)}`,
        ),
      ],
    },
  );
  lane.unused.push('left');
  const curveBits = restBits + bBits;
  lane.step(
    'r (b - r)',
    [{ name: 'curve', bits: curveBits, value: 'curving', signed: true }],
    ['halvings'],
    {
      wires: [wire('curving', curveBits)],
      instances: [
        multiplication(multiplier, 'multiply', [lane.get('rest'), lane.get('slope')], 'curving'),
      ],
    },
  );
  const valueBits = Math.max(signedBitsFor(0, exp.c), curveBits) + 1;
  lane.step(
    'c less that, not below zero',
    [
      {
        name: 'value',
        bits: valueBits,
        value: `curved[${valueBits - 1}] ? ${valueBits}'d0 : curved`,
        signed: true,
      },
    ],
    ['halvings'],
    {
      wires: [
        wire(
          'curved',
          valueBits,
          `${bitVector(valueBits, exp.c)} - ${fitted(lane.get('curve'), valueBits)}`,
        ),
      ],
    },
  );
  const factorBits = unsignedBitsFor(factor) + 1;
  // The half is shifted as far as the value will be.
  const scaledBits = Math.max(valueBits + factorBits, right + halvings + 1) + 1;
  lane.step(
    'times the output factor',
    [
      {
        name: 'scaled',
        bits: scaledBits,
        value: fitted({ name: 'scaling', bits: valueBits + factorBits, signed: true }, scaledBits),
      },
    ],
    ['halvings'],
    {
      wires: [
        wire('factor', factorBits, bitVector(factorBits, factor)),
        wire('scaling', valueBits + factorBits),
      ],
      instances: [
        multiplication(
          multiplier,
          'rescale',
          [lane.get('value'), { name: 'factor', bits: factorBits }],
          'scaling',
        ),
      ],
    },
  );
  const half = bitVector(scaledBits, 2n ** BigInt(right - 1));
  lane.step(
    'plus a half',
    [
      {
        name: 'rounded',
        bits: scaledBits,
        value: `${lane.get('scaled').name} + (${half} << ${lane.get('halvings').name})`,
      },
    ],
    ['halvings'],
  );
  const wholeBits = scaledBits - right;
  lane.step(
    'halved',
    [{ name: 'halved', bits: wholeBits, value: `units >> ${lane.get('halvings').name}` }],
    [],
    {
      wires: [wire('units', wholeBits, slice(lane.get('rounded').name, scaledBits - 1, right))],
    },
  );
  lane.unused.push(lane.steps.at(-1)?.wires[0]?.name ?? '');
  const { maximum } = rangeOf(output.format);
  const resultBits = Math.max(wholeBits, output.format.bits) + 1;
  const above = maximum - output.zeroPoint;
  lane.step(
    'zero point, limit',
    [
      {
        name: 'result',
        bits: output.format.bits,
        value: `(held > ${bitVector(resultBits, above)}) ? ${bitVector(output.format.bits, maximum)} :\n              moved${slice('', output.format.bits - 1, 0)}`,
      },
    ],
    [],
    {
      wires: [
        wire(
          'held',
          resultBits,
          fitted({ name: lane.get('halved').name, bits: wholeBits, signed: false }, resultBits),
        ),
        wire('moved', resultBits, `held + ${bitVector(resultBits, output.zeroPoint)}`),
      ],
    },
  );
  lane.unused.push('moved', `rounded_q${lane.cycle - 3}`);
  return lane;
};
