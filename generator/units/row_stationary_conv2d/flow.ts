import type { Flow } from '../../schedule/flow.js';
import { storedRows } from '../../stream/window.js';
import { rowStationaryConv2dContract } from './contract.js';
import type { RowStationaryConv2dSpec } from './spec.js';

/** All rows of a strip before its first pixel; all of its own rows go with its last. */
export const rowStationaryConv2dFlow = (spec: RowStationaryConv2dSpec): Flow => {
  const { strips, stripWindow: g, convolution } = spec;
  const { height, width, outWidth } = convolution.geometry;
  const outputVectors = convolution.geometry.outHeight * outWidth;
  const stripOf = (output: number): number => Math.floor(output / outWidth / strips.width);
  const top = (strip: number): number => strip * g.stride[0] - g.padTop;
  const within = (row: number): number => Math.min(Math.max(row, 0), height);
  return {
    inputVectors: height * width,
    outputVectors,
    needs: (output) => within(top(stripOf(output)) + g.kernel[0]) * width,
    frees: (output) =>
      output + 1 === outputVectors ? height * width : within(top(stripOf(output + 1))) * width,
    capacity: storedRows(g) * width,
    cyclesPerVector: rowStationaryConv2dContract(spec).intervalCycles / outputVectors,
  };
};
