import { type Codes, narrow } from '../../ir/codes.js';
import { rangeOf } from '../../ir/format.js';
import { beatsOf, elementsOf, type StreamType } from '../../ir/stream.js';
import { realZeroOf } from '../../ir/values.js';
import { randomIntegers } from '../../numeric/random.js';
import type { UnitContract } from '../unit.js';
import { countNonZeros } from '../weights.js';
import { arrayCycles, arrayMemoryBits, dataDepartures } from './matrix-vector.js';
import type { DenseSpec } from './spec.js';

/** Seeded codes of which about this share are the zero point. */
const sparseTensor = (input: StreamType, share: number, seed: number): Codes => {
  const { minimum, maximum } = rangeOf(input.format);
  const zero = realZeroOf(input) ?? 0;
  const next = randomIntegers(seed);
  return Int32Array.from({ length: elementsOf(input) }, () =>
    next() % 1000 < share * 1000 ? zero : minimum + (next() % (maximum - minimum + 1)),
  );
};

/** When tensors are complete, where the data decide. */
const dataCycles = ({ matrixVector, inputs, output }: DenseSpec): Partial<UnitContract> => {
  if (!matrixVector.array.departuresOf) return {};
  const [input] = inputs;
  if (!input) throw new Error('dense has one input');
  const zero = realZeroOf(input);
  return {
    corners: () => [0.5, 0.8, 0.95].map((share, seed) => sparseTensor(input, share, seed)),
    completions(tensors: readonly Codes[]) {
      const isZero = Uint8Array.from(
        tensors.flatMap((codes) => Array.from(narrow(codes))),
        (code) => Number(code === zero),
      );
      const departures = dataDepartures(matrixVector, isZero, tensors.length);
      const beats = beatsOf(output);
      return tensors.map((_, i) => departures?.[(i + 1) * beats - 1] ?? 0);
    },
  };
};

export const denseContract = (spec: DenseSpec): UnitContract => {
  const { matrixVector, weights } = spec;
  const { vectors } = matrixVector;
  const [input] = spec.inputs;
  if (!input) throw new Error('dense has one input');
  return {
    intervalCycles: Math.ceil(
      Math.max(arrayCycles(matrixVector), beatsOf(input), beatsOf(spec.output)),
    ),
    multipliers: matrixVector.array.multipliers,
    macs: vectors * weights.length,
    effectualMacs: vectors * countNonZeros(weights),
    memoryBits: arrayMemoryBits(matrixVector),
    ...dataCycles(spec),
  };
};
