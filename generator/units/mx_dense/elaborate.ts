import type { Hardware, Stage } from '../../ir/module.js';
import { beatsOf, dataBitsOf, elementsOf, type StreamType } from '../../ir/stream.js';
import { fifo, fifoBits } from '../../stream/fifo.js';
import { vectorLanes } from '../../stream/lanes.js';
import { vectorBuffer, vectorBufferBits } from '../../stream/vector-buffer.js';
import { blockJoin } from '../microscaling/join.js';
import type { Naming } from '../unit.js';
import { arrayStage } from './array-stage.js';
import { resultStages } from './result-stages.js';
import type { MxDenseSpec } from './spec.js';

/** An input as it meets the other: buffered, in the array's lanes, given once a pass. */
const head = (
  { array, parameters }: MxDenseSpec,
  input: StreamType,
  index: 0 | 1,
): readonly Stage[] => {
  const { folds, row, simd, vectors } = array;
  const depth = parameters.inputFifo[index];
  const [lanes, words] = index === 0 ? [simd, row.rowBeats] : [1, row.blocks];
  const name = index === 0 ? 'elements' : 'scales';
  const widthBits = lanes * input.format.bits;
  return [
    ...(depth === 0
      ? []
      : [
          fifo(`${name}_buffer`, {
            widthBits: dataBitsOf(input),
            depth,
            beats: beatsOf(input),
          }),
        ]),
    ...vectorLanes(`${name}_align`, {
      elementBits: input.format.bits,
      inLanes: input.lanes,
      outLanes: lanes,
      vector: elementsOf(input) / vectors,
      vectors,
    }),
    ...(folds === 1
      ? []
      : [
          vectorBuffer({
            instance: `${name}_vectors`,
            ...{ widthBits, words, passes: folds, vectors },
          }),
        ]),
  ];
};

export const elaborateMxDense = (spec: MxDenseSpec, naming: Naming): Hardware => {
  const { array, formats, inputs, output } = spec;
  const { folds, row, simd, vectors } = array;
  const [elements = output, scales = output] = inputs;
  return {
    heads: [head(spec, elements, 0), head(spec, scales, 1)],
    merge: blockJoin({ ...row, widthBits: simd * formats[0].bits, rows: vectors * folds }),
    body: [arrayStage(spec, naming), ...resultStages(spec)],
  };
};

/** Bits of the buffers in front of the array. */
export const inputMemoryBits = ({ array, formats, inputs, parameters }: MxDenseSpec): number => {
  const { folds, row, simd } = array;
  const fifos = inputs.reduce(
    (sum, input, i) => sum + fifoBits(dataBitsOf(input), parameters.inputFifo[i] ?? 0),
    0,
  );
  if (folds === 1) return fifos;
  return (
    fifos + vectorBufferBits(simd * formats[0].bits, row.rowBeats) + vectorBufferBits(8, row.blocks)
  );
};
