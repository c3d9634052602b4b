import { unsignedBitsFor } from '../../ir/format.js';
import { shapeOfElement } from '../../ir/formats/microscaling.js';
import type { Stage } from '../../ir/module.js';
import { sourceBits, sourceStages } from '../microscaling/blocks.js';
import type { MxScaleSpec } from './spec.js';

/** Cycles from a block's last beat to its scale. */
const latencyCycles = 3;

const scaleStage = ({ row, format, inputs, output }: MxScaleSpec): Stage => {
  const { lanes, rowBeats, blockBeats, rows, blocks } = row;
  const source = inputs[0] ?? output;
  const bits = sourceBits(source);
  return {
    kind: 'stage',
    instance: 'scales',
    module: { kind: 'library', name: 'sinter_mx_scale' },
    parameters: {
      LANES: lanes,
      LANE_LEVELS: unsignedBitsFor(lanes - 1),
      IN_BITS: bits,
      FLOAT: source.format.kind === 'float32' ? 1 : 0,
      EMAX: shapeOfElement(format).emax,
      BLOCK_BEATS: blockBeats,
      ROW_BEATS: rowBeats,
      COUNT_BITS: unsignedBitsFor(rowBeats),
    },
    inputBits: lanes * bits,
    outputBits: 8,
    timing: {
      intervalCycles: rows * rowBeats,
      departures: (arrivals) =>
        Float64Array.from({ length: rows * blocks }, (_, i) => {
          const end = Math.min(((i % blocks) + 1) * blockBeats, rowBeats) - 1;
          return (arrivals[Math.floor(i / blocks) * rowBeats + end] as number) + latencyCycles;
        }),
    },
  };
};

export const elaborateMxScale = (spec: MxScaleSpec): readonly Stage[] => [
  ...sourceStages(spec.inputs[0] ?? spec.output, spec.row),
  scaleStage(spec),
];
