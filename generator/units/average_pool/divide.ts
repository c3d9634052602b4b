import { bitVector, signedDecimal, unsignedDecimal } from '../../emit/literal.js';
import { unsignedBitsFor } from '../../ir/format.js';
import type { Stage } from '../../ir/module.js';
import { beatsOf } from '../../ir/stream.js';
import { tileCountBits } from '../../stream/tile-reduce.js';
import { pipeline } from '../../stream/timing.js';
import { windowCountBits } from '../../stream/window-reduce.js';
import { windowExtents } from '../max_pool/pooling.js';
import type { Naming } from '../unit.js';
import type { AveragePoolSpec } from './spec.js';

export const divideLatencyCycles = 3;

/** A number of cells as it stands above the sums, and what the division by it needs. */
interface Divisor {
  readonly key: number;
  readonly cells: number;
}

/** Tiles come with rows and columns side by side, windows with their product. */
const divisorsOf = (spec: AveragePoolSpec): { bits: number; divisors: readonly Divisor[] } => {
  const extents = windowExtents(spec);
  if (spec.dataflow === 'tile') {
    const { rows, columns } = tileCountBits(spec.geometry);
    const divisors = extents.map(([height, width]) => ({
      key: height * 2 ** columns + width,
      cells: height * width,
    }));
    return { bits: rows + columns, divisors };
  }
  const divisors = spec.divisions.map(({ divisor }) => ({ key: divisor, cells: divisor }));
  return { bits: windowCountBits(spec.geometry), divisors };
};

/** Sums and counts to averages. */
export const divideStage = (spec: AveragePoolSpec, naming: Naming): Stage => {
  const { sumBits, clamp, reciprocals, divisions, output } = spec;
  const { lanes, format } = output;
  const counted = divisions.length > 1;
  const { bits: countBits, divisors } = divisorsOf(spec);
  const magnitudeBits = unsignedBitsFor(Math.max(...divisions.map(({ largest }) => largest)));
  const reciprocalBits = unsignedBitsFor(Math.max(...reciprocals.multipliers));
  const name = `${naming.module}_divide`;
  const constants = (cells: number) => ({
    half: bitVector(magnitudeBits, Math.floor(cells / 2)),
    reciprocal: bitVector(
      reciprocalBits,
      reciprocals.multipliers[divisions.findIndex(({ divisor }) => divisor === cells)] as number,
    ),
  });
  const largest = divisions.at(-1)?.divisor ?? 1;
  return {
    kind: 'stage',
    instance: 'divide',
    module: {
      kind: 'generated',
      name,
      template: 'units/average_pool/divide',
      instances: [],
      view: {
        name,
        dslName: naming.dslName,
        counts: divisions.map(({ divisor }) => divisor).join(', '),
        latency: divideLatencyCycles,
        zeroValid: bitVector(divideLatencyCycles, 0),
        lanes,
        sumBits,
        outBits: format.bits,
        inputBits: lanes * sumBits + (counted ? countBits : 0),
        outputBits: lanes * format.bits,
        magnitudeBits,
        reciprocalBits,
        shift: reciprocals.shift,
        minimum: signedDecimal(format.bits + 1, clamp.minimum),
        maximum: signedDecimal(format.bits + 1, clamp.maximum),
        counted,
        countBits,
        divisors: divisors
          .filter(({ cells }) => cells !== largest)
          .map(({ key, cells }) => ({ key: unsignedDecimal(countBits, key), ...constants(cells) })),
        most: constants(largest),
      },
    },
    parameters: {},
    inputBits: lanes * sumBits + (counted ? countBits : 0),
    outputBits: lanes * format.bits,
    timing: pipeline(beatsOf(output), divideLatencyCycles),
  };
};
