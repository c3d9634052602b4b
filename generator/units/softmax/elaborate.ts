import type { Stage } from '../../ir/module.js';
import { elementsOf } from '../../ir/stream.js';
import { flatLanes } from '../../stream/lanes.js';
import { regroup } from '../../stream/regroup.js';
import { rowDifference } from '../../stream/row-difference.js';
import type { Naming } from '../unit.js';
import type { SoftmaxSpec } from './spec.js';
import { normaliseStage, rowOptions, sumStage } from './stages.js';

/** Whether beats of one side are whole parts of the other's: a shift register does. */
const divides = (a: number, b: number): boolean => a % b === 0 || b % a === 0;

/** From the flat stream that comes to rows that start a beat each, and back. */
const rowLanes = (spec: SoftmaxSpec): { into: readonly Stage[]; back: readonly Stage[] } => {
  const { row, rows, parameters, inputs, output } = spec;
  const { lanes } = parameters;
  const [input] = inputs;
  const elements = elementsOf(output);
  const inLanes = input?.lanes ?? 1;
  const elementBits = input?.format.bits ?? 8;
  const flat = (of: number) => ({ lanes: of, group: elements });
  const byRow = { lanes, group: row };
  const aligned = rows === 1 || row % lanes === 0;
  const shape = { elementBits, inLanes, outLanes: lanes, vector: row, vectors: rows };
  return {
    into:
      aligned && divides(inLanes, lanes)
        ? flatLanes('lanes', shape)
        : [
            regroup({
              instance: 'rows',
              elementBits,
              input: flat(inLanes),
              output: byRow,
              elements,
            }),
          ],
    back: aligned
      ? []
      : [
          regroup({
            instance: 'flat',
            elementBits: output.format.bits,
            input: byRow,
            output: flat(lanes),
            elements,
          }),
        ],
  };
};

/** Differences from the row's maximum; their exponentials' sum; each exponential over the sum. */
export const elaborateSoftmax = (spec: SoftmaxSpec, naming: Naming): readonly Stage[] => {
  const { into, back } = rowLanes(spec);
  return [
    ...into,
    rowDifference(rowOptions(spec)),
    sumStage(spec, naming),
    normaliseStage(spec, naming),
    ...back,
  ];
};
