import { bitVector, unsignedDecimal } from '../../emit/literal.js';
import { unsignedBitsFor } from '../../ir/format.js';
import type { GeneratedModule, MemoryModule, Stage } from '../../ir/module.js';
import { tailOfRow, wordsOfRow } from '../../stream/row-difference.js';
import { pipeline } from '../../stream/timing.js';
import type { Naming } from '../unit.js';
import { exponentialTable, reciprocalTable } from './exponential-table.js';
import type { Int16Softmax } from './int16.js';
import { isTailed, rowOptions } from './rows.js';
import type { SoftmaxSpec } from './spec.js';

/** Bits of an exponential and of a reciprocal, Q0.15 below 1. */
export const int16TermBits = 15;

/** Cycles of templates/units/softmax/reciprocal.v.hbs, from a sum to its reciprocal and from sum to sum. */
export const int16ReciprocalCycles = 5;

/** Bits of the shift beside a reciprocal. */
export const int16ShiftBits = 5;

const exponentialLatencyCycles = 6;
const normaliseLatencyCycles = 3;

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

/** Bits of the tables: one of exponentials a lane, one of reciprocals. */
export const int16TableBits = (lanes: number): number =>
  lanes * bitsOf(exponentialTable) + bitsOf(reciprocalTable);

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
        lanes,
        latency,
        zeroValid: bitVector(latency, 0),
        bits: options.format.bits,
        inputBits: lanes * options.format.bits,
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
    inputBits: lanes * options.format.bits,
    outputBits: lanes * int16TermBits,
    timing: pipeline(rows * wordsOfRow(options), latency),
  };
};

/** What inverts a sum of `sumBits`; on the ports of templates/lib/sinter_reciprocal.v. */
export const int16Reciprocal = (naming: Naming, sumBits: number): GeneratedModule => {
  const table = chordMemory(
    `${naming.module}_reciprocals`,
    reciprocalTable,
    '1 / (1 + x) from 0 to 1, falling',
  );
  const name = `${naming.module}_reciprocal`;
  return {
    kind: 'generated',
    name,
    template: 'units/softmax/reciprocal',
    instances: [{ name: 'rom', module: table, dslName: `${naming.dslName}.reciprocals` }],
    view: {
      name,
      dslName: naming.dslName,
      cycles: int16ReciprocalCycles,
      sumBits,
      termBits: int16TermBits,
      shiftBits: int16ShiftBits,
      slopeBits: slopeBitsOf(reciprocalTable),
      table: table.name,
    },
  };
};

/** Exponentials and reciprocals to output codes; templates/units/softmax/normalise16.v.hbs. */
export const int16NormaliseStage = (spec: SoftmaxSpec, naming: Naming): Stage => {
  const options = rowOptions(spec);
  const { lanes, rows } = options;
  const tailed = isTailed(options);
  const latency = normaliseLatencyCycles;
  const name = `${naming.module}_normalise`;
  const inputBits = lanes * int16TermBits + int16TermBits + int16ShiftBits + (tailed ? 1 : 0);
  return {
    kind: 'stage',
    instance: 'normalise',
    module: {
      kind: 'generated',
      name,
      template: 'units/softmax/normalise16',
      instances: [],
      view: {
        name,
        dslName: naming.dslName,
        lanes,
        latency,
        zeroValid: bitVector(latency, 0),
        termBits: int16TermBits,
        shiftBits: int16ShiftBits,
        inputBits,
        outputBits: lanes * 16,
        tailed,
        tail: tailOfRow(options),
      },
    },
    parameters: {},
    inputBits,
    outputBits: lanes * 16,
    timing: pipeline(rows * wordsOfRow(options), latency),
  };
};
