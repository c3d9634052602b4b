import type { Stage } from '../../ir/module.js';
import { elementsOf } from '../../ir/stream.js';
import { widthConverter } from '../../stream/width-converter.js';
import type { Naming } from '../unit.js';
import { matrixVectorStages } from './matrix-vector.js';
import type { DenseSpec } from './spec.js';

const greatestCommonDivisor = (a: number, b: number): number =>
  b === 0 ? a : greatestCommonDivisor(b, a % b);

/**
 * Several vectors whose length the lanes do not divide come with beats that hold the end of one and
 * the start of the next: such a stream is first cut to lanes that do.
 */
export const elaborateDense = (spec: DenseSpec, naming: Naming): readonly Stage[] => {
  const { matrixVector } = spec;
  const { inputs, inputFormat } = matrixVector.array;
  const { vectors, inLanes } = matrixVector;
  if (vectors === 1 || inputs % inLanes === 0) return matrixVectorStages(matrixVector, naming);
  const aligned = greatestCommonDivisor(inputs, inLanes);
  const cut = widthConverter({
    instance: 'align',
    elementBits: inputFormat.bits,
    inLanes,
    outLanes: aligned,
    group: elementsOf(spec.inputs[0] ?? spec.output),
    groups: 1,
  });
  return [cut, ...matrixVectorStages({ ...matrixVector, inLanes: aligned }, naming)];
};
