import { bitVector, unsignedDecimal } from '../../../emit/literal.js';
import { unsignedBitsFor } from '../../../ir/format.js';
import type { MemoryModule, Stage } from '../../../ir/module.js';
import { elementBitsOf, wordsOfRow } from '../../../stream/row-difference.js';
import { pipeline } from '../../../stream/timing.js';
import type { Part } from '../../rows/part.js';
import type { Naming } from '../../unit.js';
import { exponentialTable, reciprocalTable } from '../methods/exponential-table.js';
import type { Int16Softmax } from '../methods/int16.js';
import type { SoftmaxSpec } from '../spec.js';
import { rowOptions, rowView } from './row-shape.js';

/** Bits of an exponential and of a reciprocal, Q0.15 below 1. */
export const int16TermBits = 15;

/** Cycles of templates/units/softmax/reciprocal16.v.hbs, from a sum to its reciprocal and from sum to sum. */
const reciprocalCycles = 5;

/** Bits of the shift beside a reciprocal. */
export const int16ShiftBits = 5;

const exponentialLatencyCycles = 6;

const differenceBits = 16;

const slopesOf = (table: readonly number[]): readonly number[] =>
  table.slice(1).map((next, i) => Math.abs(next - (table[i] as number)));

const slopeBitsOf = (table: readonly number[]): number =>
  unsignedBitsFor(Math.max(...slopesOf(table)));

/** A word, and above it how far the next one is. */
const chordMemory = (name: string, table: readonly number[], what: string): MemoryModule => {
  const slopes = slopesOf(table);
  const slopeBits = slopeBitsOf(table);
  return {
    kind: 'memory',
    name,
    widthBits: int16TermBits + slopeBits,
    words: slopes.map(
      (slope, i) => (BigInt(slope) << BigInt(int16TermBits)) | BigInt(table[i] as number),
    ),
    description: `${what}, Q0.15, and above it ${slopeBits} bits to the next word`,
  };
};

const bitsOf = (table: readonly number[]): number =>
  (table.length - 1) * (int16TermBits + slopeBitsOf(table));

/** Bits of the tables of exponentials, one a lane. */
export const int16ExponentialBits = (lanes: number): number => lanes * bitsOf(exponentialTable);

/**
 * The magnitude of the scaled difference as (difference * multiplier + first) >> drop, then (.. + second) >> right: ties
 * of the negative number itself go upward, then away from zero.
 */
const scaling = ({ factor, rounding }: Int16Softmax, productBits: number) => {
  const { multiplier, shift } = factor;
  const double = rounding === 'double';
  const drop = double ? 31 - Math.max(shift, 0) : 31 - shift;
  const right = double ? Math.max(-shift, 0) : 0;
  // Shifts past all bits leave 0.
  if (drop + right > productBits) return { multiplier: 0, first: 0, drop: 0, second: 0, right: 0 };
  return {
    multiplier,
    first: 2 ** (drop - 1) - 1,
    drop,
    second: right > 0 ? 2 ** (right - 1) : 0,
    right,
  };
};

/** Differences to exponentials; templates/units/softmax/exponential.v.hbs. */
export const int16ExponentialStage = (
  spec: SoftmaxSpec,
  definition: Int16Softmax,
  naming: Naming,
): Stage => {
  const options = rowOptions(spec);
  const { lanes, rows } = options;
  const table = chordMemory(`${naming.module}_exponentials`, exponentialTable, 'exp from -10 to 0');
  const name = `${naming.module}_exponential`;
  const productBits = differenceBits + 32;
  const scale = scaling(definition, productBits);
  const latency = exponentialLatencyCycles;
  const inputBits = lanes * elementBitsOf(options);
  return {
    kind: 'stage',
    instance: 'exponential',
    module: {
      kind: 'generated',
      name,
      template: 'units/softmax/exponential',
      instances: Array.from({ length: lanes }, (_, lane) => ({
        name: `gen_lane[${lane}].rom`,
        module: table,
        dslName: `${naming.dslName}.exponentials`,
      })),
      view: {
        name,
        dslName: naming.dslName,
        latency,
        zeroValid: bitVector(latency, 0),
        ...rowView(spec),
        inputBits,
        outputBits: lanes * int16TermBits,
        termBits: int16TermBits,
        slopeBits: slopeBitsOf(exponentialTable),
        productBits,
        multiplier: unsignedDecimal(32, scale.multiplier),
        first: unsignedDecimal(productBits, scale.first),
        drop: scale.drop,
        second: unsignedDecimal(productBits, scale.second),
        right: scale.right,
        table: table.name,
      },
    },
    parameters: {},
    inputBits,
    outputBits: lanes * int16TermBits,
    timing: pipeline(rows * wordsOfRow(options), latency),
  };
};

/** Reciprocals of the rows' sums; templates/units/softmax/reciprocal16.v.hbs. */
export const int16Reciprocal = (naming: Naming, sumBits: number): Part => {
  const table = chordMemory(
    `${naming.module}_reciprocals`,
    reciprocalTable,
    '1 / (1 + x) from 0 to 1, falling',
  );
  const name = `${naming.module}_reciprocal`;
  return {
    module: {
      kind: 'generated',
      name,
      template: 'units/softmax/reciprocal16',
      instances: [{ name: 'rom', module: table, dslName: `${naming.dslName}.reciprocals` }],
      view: {
        name,
        dslName: naming.dslName,
        cycles: reciprocalCycles,
        sumBits,
        termBits: int16TermBits,
        shiftBits: int16ShiftBits,
        resultBits: int16TermBits + int16ShiftBits,
        slopeBits: slopeBitsOf(reciprocalTable),
        table: table.name,
      },
    },
    parameters: {},
    latencyCycles: reciprocalCycles,
    memoryBits: bitsOf(reciprocalTable),
  };
};
