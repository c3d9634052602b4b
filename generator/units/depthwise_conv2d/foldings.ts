import { bestFoldings } from '../foldings.js';
import type { FoldingChoice } from '../unit.js';
import { channelFolding, foldableWidths } from './folding.js';
import type { DepthwiseConv2dSpec } from './spec.js';

const widthsOf = (outputs: number, multiplier: number, pinned: number | undefined) =>
  pinned === undefined ? foldableWidths(outputs, multiplier) : [pinned];

export const depthwiseConv2dFoldings = ({
  geometry,
  channels,
  multiplier,
  layer,
  parameters,
}: DepthwiseConv2dSpec): readonly FoldingChoice[] =>
  bestFoldings(
    widthsOf(layer.outputs, multiplier, parameters.array.pe).map((pe) => {
      const { words, repeat } = channelFolding(channels, multiplier, pe);
      return {
        parameters: { array: { pe } },
        multipliers: pe,
        intervalCycles: Math.max(
          layer.vectors * words * repeat * layer.array.steps,
          geometry.height * geometry.width * words,
        ),
      };
    }),
  );
