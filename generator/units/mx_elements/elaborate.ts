import { signedDecimal } from '../../emit/literal.js';
import { signedBitsFor, unsignedBitsFor } from '../../ir/format.js';
import { blockSize, shapeOfElement } from '../../ir/formats/microscaling.js';
import type { Hardware, Stage } from '../../ir/module.js';
import { beatsOf, dataBitsOf, elementsOf, type StreamType } from '../../ir/stream.js';
import { fifo } from '../../stream/fifo.js';
import { convertLanes } from '../../stream/lanes.js';
import { pipeline } from '../../stream/timing.js';
import { sourceBits, sourceStages } from '../microscaling/blocks.js';
import { blockJoin } from '../microscaling/join.js';
import type { MxElementsSpec } from './spec.js';

/** Cycles from a number to its element. */
const latencyCycles = 4;

const elementStage = ({ row, format, inputs, output }: MxElementsSpec): Stage => {
  const { lanes, rowBeats, rows } = row;
  const source = inputs[0] ?? output;
  const bits = sourceBits(source);
  const shape = shapeOfElement(format);
  const isFloat = source.format.kind === 'float32';
  // A magnitude takes as many bits as the number: the most negative one has its leading one there.
  const magnitudeBits = isFloat ? 24 : bits;
  // Exponents of numbers over their scale.
  const largest = 150 + magnitudeBits + 255;
  const exponentBits = signedBitsFor(-largest, largest);
  return {
    kind: 'stage',
    instance: 'elements',
    module: { kind: 'library', name: 'sinter_mx_elements' },
    parameters: {
      LANES: lanes,
      IN_BITS: bits,
      FLOAT: isFloat ? 1 : 0,
      MAGNITUDE_BITS: magnitudeBits,
      PLACE_BITS: unsignedBitsFor(magnitudeBits),
      EXPONENT_BITS: exponentBits,
      OUT_BITS: shape.bits,
      MANTISSA_BITS: shape.mantissaBits,
      EMIN: signedDecimal(exponentBits, shape.emin),
      EMAX: signedDecimal(exponentBits, shape.emax),
      LARGEST: shape.largest,
      NAN: shape.nan ?? shape.largest,
      TWOS_COMPLEMENT: shape.twosComplement ? 1 : 0,
    },
    inputBits: lanes * bits + 8,
    outputBits: lanes * shape.bits,
    timing: pipeline(rows * rowBeats, latencyCycles),
  };
};

/** Cycles from a block's last beat to its scale here, on the way through `mx_scale`: registers. */
const scaleCycles = 16;

/** Beats of a source that come before the scale of their block can be there. */
export const blockRoom = ({ lanes }: StreamType): number =>
  Math.ceil(blockSize / lanes) + scaleCycles;

const buffered = (input: StreamType, index: number, depth: number): readonly Stage[] =>
  depth === 0
    ? []
    : [
        fifo(`buffer${index}`, {
          widthBits: dataBitsOf(input),
          depth,
          beats: beatsOf(input),
        }),
      ];

export const elaborateMxElements = (spec: MxElementsSpec): Hardware => {
  const { row, parameters, output, format } = spec;
  const [source = output, scales = output] = spec.inputs;
  const elements = elementsOf(output);
  const scaleCount = elementsOf(scales);
  return {
    heads: [
      [
        ...buffered(source, 0, blockRoom(source) + parameters.inputFifo[0]),
        ...sourceStages(source, row),
      ],
      [
        ...buffered(scales, 1, parameters.inputFifo[1]),
        ...convertLanes(
          'scales_align',
          8,
          { lanes: scales.lanes, group: scaleCount },
          { lanes: 1, group: scaleCount },
          scaleCount,
        ),
      ],
    ],
    merge: blockJoin({ ...row, widthBits: row.lanes * sourceBits(source) }),
    body: [
      elementStage(spec),
      ...convertLanes(
        'pack',
        format.bits,
        { lanes: row.lanes, group: row.length },
        { lanes: output.lanes, group: elements },
        elements,
      ),
    ],
  };
};
