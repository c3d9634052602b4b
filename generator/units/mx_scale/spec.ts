import { z } from 'zod';
import { SinterError } from '../../error.js';
import type { MxFormat } from '../../ir/format.js';
import type { StreamType } from '../../ir/stream.js';
import { type BlockRow, blockLanesFor, blockRow, sourceProblems } from '../microscaling/blocks.js';
import { blockLanesParameter, elementFormat, elementFormatOf } from '../microscaling/parameters.js';
import type { UnitSpec } from '../unit.js';

export const mxScaleParameters = z.strictObject({
  format: elementFormat,
  lanes: blockLanesParameter,
});

export type MxScaleParameters = z.output<typeof mxScaleParameters>;

export interface MxScaleSpec extends UnitSpec {
  readonly format: MxFormat;
  readonly row: BlockRow;
}

export const resolveMxScale = (
  parameters: MxScaleParameters,
  [input]: readonly StreamType[],
  place: string,
): MxScaleSpec => {
  if (!input) throw new Error('mx_scale has one input');
  const problems = sourceProblems(input, place);
  if (problems.length > 0) throw new SinterError(problems);
  const lanes = parameters.lanes ?? blockLanesFor(input.lanes);
  const row = blockRow(input.shape, lanes);
  return {
    inputs: [input],
    output: {
      kind: 'stream',
      shape: [...input.shape.slice(0, -1), row.blocks],
      format: { kind: 'e8m0', bits: 8 },
      scale: 1,
      zeroPoint: 0,
      lanes: 1,
    },
    folding: { lanes },
    format: elementFormatOf(parameters.format),
    row,
  };
};
