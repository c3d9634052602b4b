import type { Stage } from '../../ir/module.js';
import { flatLanes } from '../../stream/lanes.js';
import { type RowsOptions, rowsBits, rowsStage } from '../../stream/rows.js';
import { sliceStage } from '../../stream/slice.js';
import { isDrained, tileDrain } from '../../stream/tile-drain.js';
import { tilesOf } from '../../stream/tiles.js';
import { type TransposeOptions, transposeBits, transposeStage } from '../../stream/transpose.js';
import { slidingWindow, type WindowOptions, windowMemoryBits } from '../../stream/window.js';
import { requantizeMemoryBits, requantizeStage } from '../requantize/stage.js';
import type { Naming } from '../unit.js';
import { rowStationaryArray, weightMemoryBits } from './array.js';
import type { RowStationaryConv2dSpec } from './spec.js';

/** The rows of a strip, one after the other, with the zero point around the image. */
export const stripWindow = (spec: RowStationaryConv2dSpec): WindowOptions => ({
  instance: 'strips',
  geometry: spec.stripWindow,
  elementBits: spec.convolution.matrixVector.array.inputFormat.bits,
  lanes: 1,
  words: spec.convolution.channels,
  beat: 'word',
  order: 'pixel-major',
  repeat: 1,
  padCode: spec.inputs[0]?.zeroPoint ?? 0,
  flag: false,
});

/** Each row slides under its kernel rows: channels, kernel columns, results, and again for every output. */
const rowsOf = ({ convolution, stripWindow: g, strips }: RowStationaryConv2dSpec): RowsOptions => {
  const { channels, geometry, matrixVector } = convolution;
  const axes = [
    { size: channels, distance: 1 },
    { size: geometry.kernel[1], distance: geometry.dilation[1] * channels },
    { size: geometry.outWidth, distance: geometry.stride[1] * channels },
    { size: matrixVector.outputs, distance: 0 },
  ];
  const turning = axes.filter(({ size }) => size > 1);
  return {
    instance: 'rows',
    widthBits: matrixVector.array.inputFormat.bits,
    rows: g.kernel[0],
    words: g.kernel[1] * channels,
    axes: turning.length > 0 ? turning : [{ size: 1, distance: 0 }],
    blocks: strips.count,
  };
};

/** Sums come as output, column, row of the strip and leave as row, column, output. */
const turnOf = ({
  convolution,
  strips,
  accBits,
}: RowStationaryConv2dSpec): TransposeOptions | undefined => {
  const { outWidth } = convolution.geometry;
  const { outputs } = convolution.matrixVector;
  const axes = [
    { size: outputs, distance: outWidth * strips.width },
    { size: outWidth, distance: strips.width },
    { size: strips.width, distance: 1 },
  ].filter(({ size }) => size > 1);
  if (axes.length < 2) return undefined;
  return { instance: 'turn', widthBits: accBits, axes, blocks: strips.count };
};

/** Rows below the result, of which the last strip has some. */
const cut = ({ convolution, strips, accBits }: RowStationaryConv2dSpec): readonly Stage[] => {
  if (strips.tail === strips.width) return [];
  const rowWords = convolution.geometry.outWidth * convolution.matrixVector.outputs;
  const size = strips.count * strips.width;
  return [
    sliceStage({
      instance: 'cut',
      widthBits: accBits,
      axes: [
        { size: rowWords, first: 0, stride: 1, count: rowWords },
        { size, first: 0, stride: 1, count: strips.size },
      ],
    }),
  ];
};

const requantizeOptions = (spec: RowStationaryConv2dSpec, naming: Naming) => {
  const { matrixVector, geometry } = spec.convolution;
  return {
    naming,
    rescale: matrixVector.rescale,
    bias: matrixVector.bias,
    ranges: matrixVector.ranges,
    lanes: 1,
    beats: geometry.outHeight * geometry.outWidth * matrixVector.outputs,
    accBits: spec.accBits,
    sumBits: matrixVector.sumBits,
    outBits: matrixVector.outBits,
  };
};

/** Strips of rows to the array, its sums in the result's order; see README.md. */
export const elaborateRowStationaryConv2d = (
  spec: RowStationaryConv2dSpec,
  naming: Naming,
): readonly Stage[] => {
  const { convolution, strips, accBits, inputs } = spec;
  const { geometry, channels, matrixVector } = convolution;
  const lanes = flatLanes('lanes', {
    elementBits: matrixVector.array.inputFormat.bits,
    inLanes: inputs[0]?.lanes ?? 1,
    outLanes: 1,
    vector: channels,
    vectors: geometry.height * geometry.width,
  });
  const beats = strips.count * geometry.outWidth * matrixVector.outputs;
  const drained = { rows: tilesOf(beats, 1), words: tilesOf(strips.width, strips.width) };
  const drain = isDrained(drained)
    ? []
    : [
        tileDrain({
          ...{ instance: 'drain', widthBits: accBits, alongRows: false, matrices: 1 },
          ...drained,
        }),
      ];
  const turn = turnOf(spec);
  return [
    ...lanes,
    slidingWindow(stripWindow(spec)),
    rowsStage(rowsOf(spec)),
    rowStationaryArray(spec, naming),
    ...drain,
    ...(turn ? [transposeStage(turn)] : []),
    ...cut(spec),
    requantizeStage(requantizeOptions(spec, naming)),
  ];
};

export const rowStationaryMemoryBits = (spec: RowStationaryConv2dSpec): number => {
  const turn = turnOf(spec);
  return (
    windowMemoryBits(stripWindow(spec)) +
    rowsBits(rowsOf(spec)) +
    weightMemoryBits(spec) +
    (turn ? transposeBits(turn) : 0) +
    requantizeMemoryBits(requantizeOptions(spec, { module: '', dslName: '' }))
  );
};
