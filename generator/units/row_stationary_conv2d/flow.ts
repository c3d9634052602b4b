import type { Flow } from '../../schedule/flow.js';
import { storedRows, windowBeats } from '../../stream/window.js';
import { beatsOfStrip, stepsOf } from './array.js';
import { rowStationaryConv2dContract } from './contract.js';
import { stripWindow } from './elaborate.js';
import type { RowStationaryConv2dSpec } from './spec.js';

/** A store of two strips: one is filled while the other is worked on. */
const otherStrip = 1;

/** All rows of a strip before its first pixel; all of its own rows go with its last. */
export const rowStationaryConv2dFlow = (spec: RowStationaryConv2dSpec): Flow => {
  const { strips, stripWindow: g, convolution } = spec;
  const { height, width, outWidth } = convolution.geometry;
  const { outputs } = convolution.matrixVector;
  const outputVectors = convolution.geometry.outHeight * outWidth;
  const stripOf = (output: number): number => Math.floor(output / outWidth / strips.width);
  const top = (strip: number): number => strip * g.stride[0] - g.padTop;
  const within = (row: number): number => Math.min(Math.max(row, 0), height);
  const rowsUntil = (strip: number): number => within(top(strip) + g.kernel[0]) * width;
  const rowsBefore = (strip: number): number =>
    strip === strips.count ? height * width : within(top(strip)) * width;
  const lastOf = (strip: number): number =>
    Math.min((strip + 1) * strips.width * outWidth, outputVectors);
  const { intervalCycles } = rowStationaryConv2dContract(spec);
  const pixels = {
    inputVectors: height * width,
    capacity: storedRows(g) * width,
  };
  const rows: Flow = {
    ...pixels,
    outputVectors: strips.count,
    needs: rowsUntil,
    frees: (strip) => rowsBefore(strip + 1),
    outputRoom: otherStrip,
    cyclesPerVector: windowBeats(stripWindow(spec)) / strips.count,
  };
  const array: Flow = {
    inputVectors: strips.count,
    outputVectors: strips.count,
    needs: (strip) => strip + 1,
    frees: (strip) => strip + 1,
    capacity: otherStrip,
    outputRoom: otherStrip,
    cyclesPerVector: beatsOfStrip(spec) * Math.max(stepsOf(spec), strips.width),
  };
  const turn: Flow = {
    inputVectors: strips.count,
    outputVectors,
    needs: (output) => stripOf(output) + 1,
    frees: (output) => stripOf(output) + (output + 1 === lastOf(stripOf(output)) ? 1 : 0),
    capacity: otherStrip,
    outputRoom: 1,
    cyclesPerVector: outputs,
  };
  return {
    ...pixels,
    outputVectors,
    needs: (output) => rowsUntil(stripOf(output)),
    frees: (output) =>
      rowsBefore(output + 1 === outputVectors ? strips.count : stripOf(output + 1)),
    cyclesPerVector: intervalCycles / outputVectors,
    stages: [rows, array, turn],
  };
};
