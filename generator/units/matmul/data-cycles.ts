import { type Codes, narrow } from '../../ir/codes.js';
import { rangeOf } from '../../ir/format.js';
import { beatsOf, elementsOf, type StreamType } from '../../ir/stream.js';
import { randomIntegers } from '../../numeric/random.js';
import { departuresOf } from '../../stream/hardware.js';
import { everyCycle } from '../../stream/timing.js';
import { matmulCore } from './core.js';
import { matmulBody, matmulHead } from './elaborate.js';
import type { MatmulSpec } from './spec.js';

/** What a product's cycles are where elements of the left operand that are 0 take none. */

/** Elements of each beat of the left operand that are not its zero point, rows starting a beat each. */
export const nonzerosOf = (
  { shape, plan, inputs, output }: MatmulSpec,
  tensors: readonly Codes[],
): Uint32Array => {
  const { zeroPoint } = inputs[0] ?? output;
  const { depth } = shape;
  const { lanes } = plan.feeds[0];
  const beats = Math.ceil(depth / lanes);
  const rows = shape.matrices * shape.rows;
  const counts = new Uint32Array(tensors.length * rows * beats);
  tensors.forEach((codes, tensor) => {
    narrow(codes).forEach((code, i) => {
      const row = tensor * rows + Math.floor(i / depth);
      const at = row * beats + Math.floor((i % depth) / lanes);
      if (code !== zeroPoint) counts[at] = (counts[at] as number) + 1;
    });
  });
  return counts;
};

/** When the last result of each tensor leaves, tensors of the left operand one after another. */
export const dataCompletions = (spec: MatmulSpec, tensors: readonly Codes[]): readonly number[] => {
  const naming = { module: '', dslName: '' };
  const count = tensors.length;
  const core = matmulCore(spec, naming);
  const nonzeros = nonzerosOf(spec, tensors);
  const arrivals = spec.inputs.map((input) => everyCycle(count * beatsOf(input)));
  const departures = departuresOf(
    {
      heads: [matmulHead(spec, 0, count), matmulHead(spec, 1, count)],
      merge: {
        ...core,
        timing: {
          ...core.timing,
          departures: (_, supplies) =>
            spec.plan.departuresOf?.(supplies, nonzeros, count) ?? new Float64Array(),
        },
      },
      body: matmulBody(spec, naming, count),
    },
    arrivals,
  );
  const beats = beatsOf(spec.output);
  return tensors.map((_, i) => departures[(i + 1) * beats - 1] as number);
};

/** Seeded codes of which about this share are the zero point. */
const sparseTensor = (input: StreamType, share: number, seed: number): Codes => {
  const { minimum, maximum } = rangeOf(input.format);
  const next = randomIntegers(seed);
  return Int32Array.from({ length: elementsOf(input) }, () =>
    next() % 1000 < share * 1000 ? input.zeroPoint : minimum + (next() % (maximum - minimum + 1)),
  );
};

/** Some zeros, many, nearly nothing else. */
export const sparseCorners = ({ inputs }: MatmulSpec, input: number): readonly Codes[] => {
  const stream = inputs[input];
  return stream ? [0.5, 0.8, 0.95].map((share, seed) => sparseTensor(stream, share, seed)) : [];
};
