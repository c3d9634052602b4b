import { bitVector, signedDecimal, unsignedDecimal } from '../../emit/literal.js';
import { unsignedBitsFor } from '../../ir/format.js';
import type { MemoryModule, Stage } from '../../ir/module.js';
import { pipeline } from '../../stream/timing.js';
import type { Naming } from '../unit.js';
import type { Interpolation } from './interpolation.js';

/** Of templates/units/lookup/interpolation.v.hbs. */
const latencyCycles = 6;

const baseBits = 16;
const outputBits = 16;

export interface InterpolationOptions {
  readonly naming: Naming;
  readonly description: string;
  readonly lanes: number;
  readonly beats: number;
  readonly inputBits: number;
  readonly interpolation: Interpolation;
}

const slopeBits = ({ slopes }: Interpolation): number => unsignedBitsFor(Math.max(...slopes));

/** A word: its distance to the next above it. */
const memoryOf = (naming: Naming, interpolation: Interpolation): MemoryModule => ({
  kind: 'memory',
  name: `${naming.module}_table`,
  widthBits: baseBits + slopeBits(interpolation),
  words: interpolation.bases.map(
    (base, i) => (BigInt(interpolation.slopes[i] as number) << BigInt(baseBits)) | BigInt(base),
  ),
  description: `the sigmoid in Q0.16 in steps of 1/24, and above it ${slopeBits(interpolation)} bits to the next word`,
});

export const interpolationMemoryBits = (interpolation: Interpolation, lanes: number): number =>
  lanes * interpolation.bases.length * (baseBits + slopeBits(interpolation));

/** Each lane's code scaled, its magnitude looked up and interpolated. */
export const interpolationStage = (options: InterpolationOptions): Stage => {
  const { naming, lanes, inputBits: codeBits, interpolation } = options;
  const { multiplier, shift, fractionBits, above, below, drop } = interpolation;
  const memory = memoryOf(naming, interpolation);
  const name = `${naming.module}_interpolation`;
  const resultBits = baseBits + fractionBits + 2;
  const productBits = codeBits + 17;
  const last = interpolation.bases.length - 1;
  const indexBits = unsignedBitsFor(last);
  const argumentBits = Math.max(productBits - shift, fractionBits + indexBits + 1);
  return {
    kind: 'stage',
    instance: 'interpolation',
    module: {
      kind: 'generated',
      name,
      template: 'units/lookup/interpolation',
      instances: Array.from({ length: lanes }, (_, lane) => ({
        name: `gen_lane[${lane}].rom`,
        module: memory,
        dslName: `${naming.dslName}.table`,
      })),
      view: {
        name,
        dslName: naming.dslName,
        description: options.description,
        lanes,
        codeBits,
        inputBits: lanes * codeBits,
        outputBits: lanes * outputBits,
        resultCodeBits: outputBits,
        latency: latencyCycles,
        zeroValid: bitVector(latencyCycles, 0),
        table: memory.name,
        tableBits: memory.widthBits,
        baseBits,
        slopeBits: slopeBits(interpolation),
        multiplier: signedDecimal(17, multiplier),
        half: signedDecimal(productBits, shift > 0 ? 2 ** (shift - 1) : 0),
        shift,
        productBits,
        argumentBits,
        fractionBits,
        indexBits,
        lastIndex: unsignedDecimal(argumentBits - fractionBits, last),
        topIndex: unsignedDecimal(indexBits, last),
        resultBits,
        above: signedDecimal(resultBits, above),
        below: signedDecimal(resultBits, below),
        drop,
      },
    },
    parameters: {},
    inputBits: lanes * codeBits,
    outputBits: lanes * outputBits,
    timing: pipeline(options.beats, latencyCycles),
  };
};
