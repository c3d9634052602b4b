import { unsignedDecimal } from '../../emit/literal.js';
import { isSigned, unsignedBitsFor } from '../../ir/format.js';
import type { MemoryModule, Stage } from '../../ir/module.js';
import { operandBits } from '../dense/mac-array.js';
import { weightBitsOf } from '../dense/product/weight-bits.js';
import type { Naming } from '../unit.js';
import type { RowStationaryConv2dSpec } from './spec.js';

/** Steps of a result of a column: kernel columns x channels. */
export const stepsOf = ({ convolution }: RowStationaryConv2dSpec): number =>
  convolution.geometry.kernel[1] * convolution.channels;

/** Beats of the array in a strip: results of a row, for each output channel. */
export const beatsOfStrip = ({ convolution }: RowStationaryConv2dSpec): number =>
  convolution.geometry.outWidth * convolution.matrixVector.outputs;

export const weightMemoryBits = (spec: RowStationaryConv2dSpec): number =>
  spec.convolution.weights.length * weightBitsOf(spec.convolution.weights);

/** Word by word: output, kernel column, channel; a weight of every kernel row. */
const weightMemory = (spec: RowStationaryConv2dSpec, name: string): MemoryModule => {
  const { weights, geometry, channels, matrixVector } = spec.convolution;
  const bits = weightBitsOf(weights);
  const [rows, columns] = geometry.kernel;
  const words: bigint[] = [];
  for (let output = 0; output < matrixVector.outputs; output++) {
    for (let kx = 0; kx < columns; kx++) {
      for (let c = 0; c < channels; c++) {
        let word = 0n;
        for (let ky = 0; ky < rows; ky++) {
          const weight = weights[((output * rows + ky) * columns + kx) * channels + c] as number;
          word |= BigInt.asUintN(bits, BigInt(weight)) << BigInt(ky * bits);
        }
        words.push(word);
      }
    }
  }
  return {
    kind: 'memory',
    name,
    widthBits: rows * bits,
    words,
    description: `weights; per word ${rows} kernel row(s) of ${bits} bits`,
  };
};

/** A word of every image row of a strip in, a sum of each row of results out; see the template. */
export const rowStationaryArray = (spec: RowStationaryConv2dSpec, naming: Naming): Stage => {
  const { convolution, strips, stripWindow, accBits } = spec;
  const { geometry, weights } = convolution;
  const { inputFormat } = convolution.matrixVector.array;
  const [kernelRows] = geometry.kernel;
  const name = `${naming.module}_array`;
  const memory = weightMemory(spec, `${naming.module}_weights`);
  const steps = stepsOf(spec);
  const beats = strips.count * beatsOfStrip(spec);
  const latency = kernelRows + 3;
  const stepBits = unsignedBitsFor(steps - 1);
  const xBits = unsignedBitsFor(geometry.outWidth - 1);
  const addressBits = unsignedBitsFor(memory.words.length - 1);
  const code = 'image_q[IMAGE_ROW*IN_BITS+:IN_BITS]';
  const imageRows = stripWindow.kernel[0];
  return {
    kind: 'stage',
    instance: 'array',
    module: {
      kind: 'generated',
      name,
      template: 'units/row_stationary_conv2d/array',
      instances: [{ name: 'weights', module: memory, dslName: `${naming.dslName}.weights` }],
      view: {
        name,
        dslName: naming.dslName,
        kernelRows,
        columns: strips.width,
        rowStep: geometry.stride[0],
        tapStep: geometry.dilation[0],
        imageRows,
        steps,
        outWidth: geometry.outWidth,
        latency,
        inputBits: imageRows * inputFormat.bits,
        outputBits: strips.width * accBits,
        inBits: inputFormat.bits,
        dataBits: operandBits(inputFormat),
        weightBits: weightBitsOf(weights),
        accBits,
        stepBits,
        firstStep: unsignedDecimal(stepBits, 0),
        lastStep: unsignedDecimal(stepBits, steps - 1),
        xBits,
        firstX: unsignedDecimal(xBits, 0),
        lastX: unsignedDecimal(xBits, geometry.outWidth - 1),
        addressBits,
        firstAddress: unsignedDecimal(addressBits, 0),
        lastAddress: unsignedDecimal(addressBits, memory.words.length - 1),
        weights: memory.name,
        operand: isSigned(inputFormat) ? code : `{1'b0, ${code}}`,
      },
    },
    parameters: {},
    inputBits: imageRows * inputFormat.bits,
    outputBits: strips.width * accBits,
    timing: {
      intervalCycles: beats * steps,
      departures: (arrivals) =>
        Float64Array.from(
          { length: beats },
          (_, beat) => (arrivals[(beat + 1) * steps - 1] as number) + latency,
        ),
    },
  };
};
