import { z } from 'zod';
import { SinterError } from '../../error.js';
import type { MxFormat } from '../../ir/format.js';
import type { StreamType } from '../../ir/stream.js';
import {
  type BlockRow,
  blockLanesFor,
  blockRow,
  scaleProblems,
  sourceProblems,
} from '../microscaling/blocks.js';
import {
  blockLanesParameter,
  elementFormat,
  elementFormatOf,
  mxInputFifo,
} from '../microscaling/parameters.js';
import type { UnitSpec } from '../unit.js';

export const mxElementsParameters = z.strictObject({
  format: elementFormat,
  lanes: blockLanesParameter,
  inputFifo: mxInputFifo,
});

export type MxElementsParameters = z.output<typeof mxElementsParameters>;

export interface MxElementsSpec extends UnitSpec {
  readonly parameters: MxElementsParameters;
  readonly format: MxFormat;
  readonly row: BlockRow;
}

export const resolveMxElements = (
  parameters: MxElementsParameters,
  [input, scales]: readonly StreamType[],
  place: string,
): MxElementsSpec => {
  if (!input || !scales) throw new Error('mx_elements has two inputs');
  const problems = [
    ...sourceProblems(input, place),
    ...scaleProblems(input.shape, scales, `${place}.in1`),
  ];
  if (problems.length > 0) throw new SinterError(problems);
  const lanes = parameters.lanes ?? blockLanesFor(input.lanes);
  const format = elementFormatOf(parameters.format);
  return {
    parameters,
    inputs: [input, scales],
    output: {
      kind: 'stream',
      shape: input.shape,
      format,
      // What a stream's real scale says beside its codes goes on with the elements.
      scale: input.scale,
      zeroPoint: 0,
      lanes: Math.min(
        lanes,
        input.shape.reduce((a, b) => a * b, 1),
      ),
    },
    folding: { lanes },
    format,
    row: blockRow(input.shape, lanes),
  };
};
