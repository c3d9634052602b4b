import { isSigned, unsignedBitsFor } from '../../ir/format.js';
import type { Stage } from '../../ir/module.js';
import { dataBitsOf, elementsOf, type StreamType } from '../../ir/stream.js';
import { flatLanes } from '../../stream/lanes.js';
import type { TopKSpec } from './spec.js';

/** Cycles of templates/lib/sinter_top_k.v from a row's last element to its first result. */
const latencyOf = ({ inOrder, k }: TopKSpec): number => (inOrder ? k + 3 : 2);

const cells = (spec: TopKSpec, { format }: StreamType): Stage => {
  const { k, row, rows, indices, inOrder, output } = spec;
  const latencyCycles = latencyOf(spec);
  return {
    kind: 'stage',
    instance: 'cells',
    module: { kind: 'library', name: 'sinter_top_k' },
    parameters: {
      BITS: format.bits,
      SIGNED: isSigned(format) ? 1 : 0,
      ROW: row,
      K: k,
      INDEX_BITS: unsignedBitsFor(row - 1),
      INDICES: indices ? 1 : 0,
      IN_ORDER: inOrder ? 1 : 0,
      OUT_BITS: output.format.bits,
    },
    inputBits: format.bits,
    outputBits: dataBitsOf(output),
    timing: {
      intervalCycles: rows * row,
      departures: (arrivals) =>
        Float64Array.from(
          { length: rows * k },
          (_, i) =>
            (arrivals[(Math.floor(i / k) + 1) * row - 1] as number) + latencyCycles + (i % k),
        ),
    },
  };
};

/** One element a cycle through the cells. */
export const elaborateTopK = (spec: TopKSpec): readonly Stage[] => {
  const [input] = spec.inputs;
  if (!input) throw new Error('top_k has one input');
  return [
    ...flatLanes('lanes', {
      elementBits: input.format.bits,
      inLanes: input.lanes,
      outLanes: 1,
      vector: elementsOf(input),
      vectors: 1,
    }),
    cells(spec, input),
  ];
};
