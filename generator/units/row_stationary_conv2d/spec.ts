import { z } from 'zod';
import { SinterError } from '../../error.js';
import { rangeOf } from '../../ir/format.js';
import type { StreamType } from '../../ir/stream.js';
import { reachOf } from '../../numeric/reach.js';
import { type Tiles, tilesOf } from '../../stream/tiles.js';
import type { WindowGeometry } from '../../stream/window.js';
import { type Conv2dSpec, conv2dParameters, resolveConv2d } from '../conv2d/spec.js';
import { foldingProblems } from '../folding.js';
import type { UnitSpec } from '../unit.js';

export const rowStationaryConv2dParameters = conv2dParameters.extend({
  array: z
    .strictObject({
      columns: z
        .int()
        .min(1)
        .optional()
        .describe('rows of the result that are worked on together, 1 .. height of the result'),
    })
    .default({})
    .describe('the PE array: a row of elements for each row of the kernel'),
});

export type RowStationaryConv2dParameters = z.output<typeof rowStationaryConv2dParameters>;

export interface RowStationaryConv2dSpec extends UnitSpec {
  readonly parameters: RowStationaryConv2dParameters;
  /** The same convolution, for its golden model, its weights and its bias. */
  readonly convolution: Conv2dSpec;
  /** Rows of the result in strips. */
  readonly strips: Tiles;
  /** The image's rows that each strip needs, as one window over all of their columns. */
  readonly stripWindow: WindowGeometry;
  readonly accBits: number;
}

const stripWindowOf = (g: WindowGeometry, strips: Tiles): WindowGeometry => ({
  height: g.height,
  width: g.width,
  kernel: [
    (strips.width - 1) * g.stride[0] + (g.kernel[0] - 1) * g.dilation[0] + 1,
    (g.outWidth - 1) * g.stride[1] + (g.kernel[1] - 1) * g.dilation[1] + 1,
  ],
  stride: [strips.width * g.stride[0], 1],
  dilation: [1, 1],
  padTop: g.padTop,
  padLeft: g.padLeft,
  outHeight: strips.count,
  outWidth: 1,
});

export const resolveRowStationaryConv2d = (
  parameters: RowStationaryConv2dParameters,
  inputs: readonly StreamType[],
  place: string,
): RowStationaryConv2dSpec => {
  const convolution = resolveConv2d({ ...parameters, array: {} }, inputs, place);
  const { geometry, weights, bias, output } = convolution;
  const [input] = inputs;
  if (!input) throw new Error('row_stationary_conv2d has one input');
  const columns = parameters.array.columns ?? 1;
  const problems = foldingProblems(
    { columns },
    { columns: { limit: geometry.outHeight, of: 'rows of the result' } },
    place,
  );
  if (problems.length > 0) throw new SinterError(problems);
  const strips = tilesOf(geometry.outHeight, columns);
  const { accBits } = reachOf({
    weights,
    channels: convolution.matrixVector.outputs,
    range: rangeOf(input.format),
    zeroPoint: input.zeroPoint,
    bias,
    accumulatorBits: convolution.matrixVector.rescale.accumulator === 'int64' ? 64 : 32,
  });
  return {
    parameters,
    inputs,
    output: { ...output, lanes: 1 },
    folding: { columns },
    convolution,
    strips,
    stripWindow: stripWindowOf(geometry, strips),
    accBits,
  };
};
