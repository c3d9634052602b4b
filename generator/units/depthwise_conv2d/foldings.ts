import { bestFoldings } from '../foldings.js';
import type { FoldingChoice } from '../unit.js';
import { channelFolding, foldableWidths } from './folding.js';
import type { DepthwiseConv2dSpec } from './spec.js';

/** Channels side by side, each a tap or a column of taps a cycle. */
export const depthwiseConv2dFoldings = ({
  geometry,
  channels,
  multiplier,
  layer,
  parameters,
}: DepthwiseConv2dSpec): readonly FoldingChoice[] => {
  const { array } = parameters;
  const [height, width] = geometry.kernel;
  const widths = array.pe === undefined ? foldableWidths(layer.outputs, multiplier) : [array.pe];
  const taps = array.simd === undefined ? [1, height] : [array.simd];
  return bestFoldings(
    taps.flatMap((simd) =>
      widths.map((pe) => {
        const { words, repeat } = channelFolding(channels, multiplier, pe);
        return {
          parameters: { array: { pe, simd } },
          multipliers: pe * simd,
          intervalCycles: Math.max(
            layer.vectors * words * repeat * ((height * width) / simd),
            geometry.height * geometry.width * words,
          ),
        };
      }),
    ),
  );
};
