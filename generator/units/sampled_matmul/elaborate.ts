import { unsignedBitsFor } from '../../ir/format.js';
import type { Hardware, Merge, Stage } from '../../ir/module.js';
import { beatsOf, dataBitsOf, elementsOf, type StreamType } from '../../ir/stream.js';
import { centreStage } from '../../stream/centre.js';
import { fifo, fifoBits } from '../../stream/fifo.js';
import { convertLanes } from '../../stream/lanes.js';
import { sumBits, sumRange } from '../matmul/plan.js';
import { requantizeStage } from '../requantize/stage.js';
import type { Naming } from '../unit.js';
import { everyBit, sampledBeats, treeLevels } from './model.js';
import type { SampledMatmulSpec } from './spec.js';

type Position = 0 | 1 | 2;

/** An input's buffer, an operand's zero point taken off, elements in the words of the array; of so many tensors. */
export const sampledHead = (
  spec: SampledMatmulSpec,
  index: Position,
  tensors = 1,
): readonly Stage[] => {
  const { inputs, product, simd, lanes, parameters } = spec;
  const input = inputs[index] as StreamType;
  const depth = parameters.inputFifo[index];
  const elements = elementsOf(input);
  const operand = index === 0 ? undefined : product.operands[index - 1];
  const buffer = { widthBits: dataBitsOf(input), depth, beats: tensors * beatsOf(input) };
  return [
    ...(depth === 0 ? [] : [fifo(`buffer${index}`, buffer)]),
    ...(operand?.centred ? [centreStage(`centre${index}`, input)] : []),
    ...convertLanes(
      `gather${index}`,
      operand?.bits ?? 1,
      { lanes: input.lanes, group: elements },
      operand
        ? { lanes: simd, group: product.shape.depth }
        : { lanes, group: product.shape.columns },
      tensors * elements,
    ),
  ];
};

const accBitsOf = ({ product }: SampledMatmulSpec): number =>
  sumBits(product.operands, product.shape.depth);

/** Both operands' stores and the array. */
export const sampledCore = (spec: SampledMatmulSpec): Merge => {
  const { product, simd, lanes, timing, intervalCycles } = spec;
  const [a, b] = product.operands;
  const { rows, columns } = product.shape;
  const { steps } = timing;
  const beats = columns / lanes;
  const accBits = accBitsOf(spec);
  return {
    kind: 'merge',
    instance: 'array',
    module: { kind: 'library', name: 'sinter_sampled' },
    parameters: {
      LANES: lanes,
      BEATS: beats,
      BEAT_BITS: unsignedBitsFor(beats - 1),
      ROWS: rows,
      ROW_BITS: unsignedBitsFor(rows - 1),
      SIMD: simd,
      STEPS: steps,
      STEP_BITS: unsignedBitsFor(steps - 1),
      LEFT_BITS: unsignedBitsFor(2 * steps - 1),
      RIGHT_BITS: unsignedBitsFor(2 * columns * steps - 1),
      A_BITS: a.bits,
      A_SIGNED: a.signed ? 1 : 0,
      B_BITS: b.bits,
      B_SIGNED: b.signed ? 1 : 0,
      LEVELS: treeLevels(simd),
      ACC_BITS: accBits,
    },
    inputBits: [lanes, simd * a.bits, simd * b.bits],
    outputBits: lanes * accBits,
    timing: {
      intervalCycles,
      departures: (_, supplies) => sampledBeats(timing, supplies, everyBit(timing)),
    },
  };
};

export const sampledRescale = (spec: SampledMatmulSpec, naming: Naming, tensors = 1): Stage => {
  const { product, lanes, output } = spec;
  const accBits = accBitsOf(spec);
  const { low, high } = sumRange(product.operands, product.shape.depth);
  return requantizeStage({
    naming,
    rescale: product.rescale,
    bias: [0],
    // Sums that nobody asked for are 0.
    ranges: [{ low: Math.min(low, 0), high: Math.max(high, 0) }],
    lanes,
    beats: tensors * beatsOf(output),
    accBits,
    sumBits: accBits,
    outBits: output.format.bits,
  });
};

/** Mask and operands to the array, its sums to the result; see README.md. */
export const elaborateSampledMatmul = (spec: SampledMatmulSpec, naming: Naming): Hardware => ({
  heads: [sampledHead(spec, 0), sampledHead(spec, 1), sampledHead(spec, 2)],
  merge: sampledCore(spec),
  body: [sampledRescale(spec, naming)],
});

/** Bits of all buffers: two rows of the left operand, two matrices of the right one. */
export const sampledMemoryBits = ({
  inputs,
  product,
  simd,
  timing,
  parameters,
}: SampledMatmulSpec): number => {
  const [a, b] = product.operands;
  const words = 2 * timing.steps * simd;
  return (
    words * (a.bits + product.shape.columns * b.bits) +
    inputs.reduce(
      (sum, input, i) => sum + fifoBits(dataBitsOf(input), parameters.inputFifo[i as Position]),
      0,
    )
  );
};
