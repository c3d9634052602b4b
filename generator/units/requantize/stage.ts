import { bitVector, signedDecimal, unsignedDecimal } from '../../emit/literal.js';
import { signedBitsFor, unsignedBitsFor } from '../../ir/format.js';
import type { Instance, MemoryModule, Stage } from '../../ir/module.js';
import { reducedMultiplier } from '../../numeric/rounding.js';
import { pipeline } from '../../stream/timing.js';
import type { Naming } from '../unit.js';
import { multiplierOf, type Rescale } from './rescale.js';

export const requantizeLatencyCycles = 6;

export interface RequantizeStageOptions {
  readonly naming: Naming;
  readonly rescale: Rescale;
  /** Added to the accumulator, per channel; all zero for none. */
  readonly bias: readonly number[];
  /** Lanes a beat; divides the number of channels, unless there is one set of constants for all. */
  readonly lanes: number;
  /** Beats of a tensor. */
  readonly beats: number;
  readonly accBits: number;
  /** Bits that hold every accumulator + bias, at most 32, or 48 of an int64. */
  readonly sumBits: number;
  readonly outBits: number;
}

/** A constant of each channel, as the hardware holds it. */
interface Field {
  readonly name: 'bias' | 'multiplier' | 'left' | 'right';
  readonly bits: number;
  readonly values: readonly number[];
}

/** Two roundings: of the product, and of a right shift behind it. */
const isDouble = ({ accumulator, rounding }: Rescale): boolean =>
  accumulator !== 'int64' && rounding === 'double';

const multiplierBitsOf = ({ accumulator }: Rescale): number => (accumulator === 'int64' ? 15 : 31);

/** Bits of (accumulator + bias) << left. */
const shiftedBitsOf = ({ rescale, bias, sumBits }: RequantizeStageOptions): number =>
  isDouble(rescale) && bias.some((_, i) => multiplierOf(rescale, i).shift > 0) ? 32 : sumBits;

/**
 * A channel's factor as the hardware holds it. A right shift past every bit of the product leaves 0
 * whatever the accumulator: that is a multiplier of 0, so that no shift exceeds the shifter.
 */
const factorOf = (options: RequantizeStageOptions, channel: number) => {
  const { rescale } = options;
  const given = multiplierOf(rescale, channel);
  const { shift } = given;
  const bits = multiplierBitsOf(rescale);
  const multiplier =
    rescale.accumulator === 'int64' ? reducedMultiplier(given.multiplier) : given.multiplier;
  const double = isDouble(rescale);
  const right = double ? Math.max(-shift, 0) : bits - shift;
  return right > shiftedBitsOf(options) + (double ? 0 : bits)
    ? { multiplier: 0, left: 0, right: 0 }
    : { multiplier, left: double ? Math.max(shift, 0) : 0, right };
};

/** The constants of every channel, each at the narrowest width. */
const fieldsOf = (options: RequantizeStageOptions): readonly Field[] => {
  const { bias, sumBits } = options;
  const factors = bias.map((_, channel) => factorOf(options, channel));
  const left = factors.map((factor) => factor.left);
  const right = factors.map((factor) => factor.right);
  return [
    {
      name: 'bias',
      bits: Math.min(sumBits, signedBitsFor(Math.min(...bias), Math.max(...bias))),
      values: bias,
    },
    {
      name: 'multiplier',
      bits: multiplierBitsOf(options.rescale),
      values: factors.map(({ multiplier }) => multiplier),
    },
    { name: 'left', bits: unsignedBitsFor(Math.max(...left)), values: left },
    { name: 'right', bits: unsignedBitsFor(Math.max(...right)), values: right },
  ];
};

const isConstant = (field: Field): boolean => new Set(field.values).size === 1;

/** One word a beat of channels: each field's lanes side by side, the first field lowest. */
const memoryOf = (
  name: string,
  fields: readonly Field[],
  channels: number,
  lanes: number,
): MemoryModule => {
  const words: bigint[] = [];
  for (let first = 0; first < channels; first += lanes) {
    let word = 0n;
    let at = 0n;
    for (const { bits, values } of fields) {
      for (let lane = 0; lane < lanes; lane++) {
        word |= BigInt.asUintN(bits, BigInt(values[first + lane] as number)) << at;
        at += BigInt(bits);
      }
    }
    words.push(word);
  }
  const widthBits = lanes * fields.reduce((sum, { bits }) => sum + bits, 0);
  const contents = fields.map((f) => `${f.name} ${f.bits}`).join(', ');
  return {
    kind: 'memory',
    name,
    widthBits,
    words,
    description: `requantization constants; per word ${lanes} lane(s) of ${contents} bits`,
  };
};

/** Memory bits of the stage's per-channel constants. */
export const requantizeMemoryBits = (options: RequantizeStageOptions): number =>
  fieldsOf(options)
    .filter((field) => !isConstant(field))
    .reduce((sum, { bits }) => sum + bits * options.bias.length, 0);

/** Bias, multiplication, rounding, zero point and clamp, `lanes` a cycle. */
export const requantizeStage = (options: RequantizeStageOptions): Stage => {
  const { naming, rescale, lanes, accBits, sumBits, outBits, bias } = options;
  const fields = fieldsOf(options);
  const stored = fields.filter((field) => !isConstant(field));
  const widths = Object.fromEntries(fields.map(({ name, bits }) => [name, bits]));
  const instances: Instance[] = [];
  const memory =
    stored.length > 0
      ? memoryOf(`${naming.module}_constants`, stored, bias.length, lanes)
      : undefined;
  if (memory) {
    instances.push({
      name: 'constants',
      module: memory,
      dslName: `${naming.dslName}.constants`,
    });
  }
  let offset = 0;
  const fieldViews = fields.map((field) => {
    const { name, bits, values } = field;
    if (isConstant(field)) {
      return { name, bits, value: `{LANES{${bitVector(bits, values[0] as number)}}}` };
    }
    const value = `constants_q[${offset}+:LANES*${bits}]`;
    offset += lanes * bits;
    return { name, bits, value };
  });
  const double = isDouble(rescale);
  const multiplierBits = multiplierBitsOf(rescale);
  const { minimum, maximum } = rescale.clamp;
  const limitBits = signedBitsFor(
    Math.min(minimum, rescale.zeroPoint),
    Math.max(maximum, rescale.zeroPoint),
  );
  const addressBits = memory ? unsignedBitsFor(memory.words.length - 1) : 1;
  return {
    kind: 'stage',
    instance: 'requantize',
    module: {
      kind: 'generated',
      name: `${naming.module}_requantize`,
      template: 'units/requantize/requantize',
      instances,
      view: {
        name: `${naming.module}_requantize`,
        dslName: naming.dslName,
        lanes,
        channels: bias.length,
        rounding: multiplierBits === 31 ? rescale.rounding : 'int64 single',
        latency: requantizeLatencyCycles,
        zeroValid: bitVector(requantizeLatencyCycles, 0),
        inputBits: lanes * accBits,
        outputBits: lanes * outBits,
        accBits,
        biasBits: widths['bias'],
        multiplierBits,
        reduced: multiplierBits !== 31,
        leftBits: widths['left'],
        rightBits: widths['right'],
        outBits,
        sumBits,
        shiftedBits: shiftedBitsOf(options),
        double: double ? 1 : 0,
        limitBits,
        zeroPoint: signedDecimal(limitBits, rescale.zeroPoint),
        minimum: signedDecimal(limitBits, minimum),
        maximum: signedDecimal(limitBits, maximum),
        memory: memory
          ? {
              module: memory.name,
              widthBits: memory.widthBits,
              addressBits,
              first: unsignedDecimal(addressBits, 0),
              last: unsignedDecimal(addressBits, memory.words.length - 1),
            }
          : false,
        fields: fieldViews,
      },
    },
    parameters: {},
    inputBits: lanes * accBits,
    outputBits: lanes * outBits,
    timing: pipeline(options.beats, requantizeLatencyCycles),
  };
};
