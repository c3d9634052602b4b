import { type Codes, narrow } from '../../ir/codes.js';
import { beatsOf, elementsOf } from '../../ir/stream.js';
import { randomIntegers } from '../../numeric/random.js';
import { departuresOf } from '../../stream/hardware.js';
import { everyCycle } from '../../stream/timing.js';
import type { UnitContract } from '../unit.js';
import { sampledCore, sampledHead, sampledMemoryBits, sampledRescale } from './elaborate.js';
import { sampledBeats } from './model.js';
import type { SampledMatmulSpec } from './spec.js';

/** Bits that are set in each beat of the mask, tensors one after another. */
const bitsOf = ({ lanes }: SampledMatmulSpec, tensors: readonly Codes[]): Uint32Array => {
  const beats = (tensors[0]?.length ?? 0) / lanes;
  const counts = new Uint32Array(tensors.length * beats);
  tensors.forEach((codes, tensor) => {
    narrow(codes).forEach((bit, i) => {
      const at = tensor * beats + Math.floor(i / lanes);
      counts[at] = (counts[at] as number) + bit;
    });
  });
  return counts;
};

/** When the last result of each mask's tensor leaves. */
const completions = (spec: SampledMatmulSpec, tensors: readonly Codes[]): readonly number[] => {
  const count = tensors.length;
  const core = sampledCore(spec);
  const shape = { ...spec.timing, matrices: count * spec.timing.matrices };
  const bits = bitsOf(spec, tensors);
  const departures = departuresOf(
    {
      heads: [
        sampledHead(spec, 0, count),
        sampledHead(spec, 1, count),
        sampledHead(spec, 2, count),
      ],
      merge: {
        ...core,
        timing: {
          ...core.timing,
          departures: (_, supplies) => sampledBeats(shape, supplies, bits),
        },
      },
      body: [sampledRescale(spec, { module: '', dslName: '' }, count)],
    },
    spec.inputs.map((input) => everyCycle(count * beatsOf(input))),
  );
  const beats = beatsOf(spec.output);
  return tensors.map((_, i) => departures[(i + 1) * beats - 1] as number);
};

/** Masks of which about these shares are set. */
const corners = ({ output }: SampledMatmulSpec): readonly Codes[] =>
  [0.5, 0.2, 0.05].map((share, seed) => {
    const next = randomIntegers(seed);
    return Int32Array.from({ length: elementsOf(output) }, () =>
      Number(next() % 1000 < share * 1000),
    );
  });

export const sampledMatmulContract = (spec: SampledMatmulSpec): UnitContract => {
  const { inputs, output, product, simd, intervalCycles } = spec;
  const { matrices, rows, depth, columns } = product.shape;
  const macs = matrices * rows * depth * columns;
  return {
    intervalCycles: Math.max(intervalCycles, beatsOf(output), ...inputs.map(beatsOf)),
    multipliers: simd,
    macs,
    effectualMacs: macs,
    memoryBits: sampledMemoryBits(spec),
    corners: (input) => (input === 0 ? corners(spec) : []),
    completions: (tensors) => completions(spec, tensors),
  };
};
