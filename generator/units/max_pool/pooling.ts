import { z } from 'zod';
import { type Problem, SinterError } from '../../error.js';
import { formatName, type NumberFormat } from '../../ir/format.js';
import type { Stage } from '../../ir/module.js';
import { beatsOf, type StreamType } from '../../ir/stream.js';
import { burstBits, burstBuffer } from '../../stream/burst.js';
import { flatLanes } from '../../stream/lanes.js';
import { isTiled, tileMemoryBits, tileReduce } from '../../stream/tile-reduce.js';
import {
  slidingWindow,
  type WindowGeometry,
  type WindowOptions,
  windowMemoryBits,
} from '../../stream/window.js';
import { type Reduction, windowReduce } from '../../stream/window-reduce.js';
import { windowGeometry } from '../conv2d/geometry.js';
import { activation, pair } from '../parameters.js';
import type { UnitContract, UnitSpec } from '../unit.js';

/** What maximum and average pooling share: parameters, windows, both dataflows and their cycles. */

export const poolParameters = z.strictObject({
  size: pair('rows and columns of a window', 1),
  stride: pair('rows and columns between windows', 1).optional(),
  padding: z
    .enum(['same', 'valid'])
    .default('valid')
    .describe('valid: whole windows only; same: out = ceil(in / stride)'),
  activation,
  lanes: z.int().min(1).default(1).describe('channels a cycle; divides the channels'),
  dataflow: z
    .enum(['auto', 'tile', 'window'])
    .default('auto')
    .describe(
      'tile: windows that do not overlap, reduced as pixels come; window: a line buffer; auto: tile where possible',
    ),
});

export type PoolParameters = z.output<typeof poolParameters>;

export interface PoolSpec extends UnitSpec {
  readonly parameters: PoolParameters;
  readonly geometry: WindowGeometry;
  readonly channels: number;
  readonly dataflow: 'tile' | 'window';
}

/** Largest window, in cells: keeps sums in 32 bits and reciprocals small. */
const largestWindow = 2 ** 16;

export interface PoolLimits {
  readonly formatBits: number;
}

const parameterProblems = (
  parameters: PoolParameters,
  geometry: WindowGeometry,
  input: StreamType,
  limits: PoolLimits,
  place: string,
): readonly Problem[] => {
  const { lanes, dataflow, size } = parameters;
  const channels = input.shape[2] ?? 1;
  const node = place.slice(place.lastIndexOf('.') + 1);
  const problems: Problem[] = [];
  if (input.format.bits > limits.formatBits) {
    problems.push({
      code: 'E_FORMAT',
      place: `${place}.in`,
      reason: `gives ${formatName(input.format)}, at most ${limits.formatBits} bits are supported`,
      hint: 'requantize the stream first',
    });
  }
  if (size[0] * size[1] > largestWindow) {
    problems.push({
      code: 'E_PARAMETER',
      place: `${place}.size`,
      reason: `gives ${size[0]} x ${size[1]}, at most ${largestWindow} cells are supported`,
    });
  }
  if (channels % lanes !== 0) {
    problems.push({
      code: 'E_PARAMETER',
      place: `${place}.lanes`,
      reason: `gives ${lanes}, which does not divide the ${channels} channels`,
      hint: `set ${node}.lanes to a divisor of ${channels}`,
    });
  }
  if (dataflow === 'tile' && !isTiled(geometry)) {
    const { kernel, stride } = geometry;
    problems.push({
      code: 'E_PARAMETER',
      place: `${place}.dataflow`,
      reason: `gives tile, but windows of ${kernel[0]} x ${kernel[1]} at a stride of ${stride[0]} x ${stride[1]} overlap`,
      hint: `set ${node}.dataflow to window or auto`,
    });
  }
  return problems;
};

export const resolvePool = (
  parameters: PoolParameters,
  input: StreamType | undefined,
  limits: PoolLimits,
  place: string,
): PoolSpec => {
  if (!input) throw new Error('pooling has one input');
  const { size, padding, lanes } = parameters;
  const geometry = windowGeometry({
    image: input.shape,
    kernel: size,
    stride: parameters.stride ?? size,
    dilation: [1, 1],
    padding,
    place,
  });
  const problems = parameterProblems(parameters, geometry, input, limits, place);
  if (problems.length > 0) throw new SinterError(problems);
  const channels = input.shape[2] ?? 1;
  const tiled = parameters.dataflow !== 'window' && isTiled(geometry);
  return {
    parameters,
    inputs: [input],
    output: { ...input, shape: [geometry.outHeight, geometry.outWidth, channels], lanes },
    folding: { lanes },
    geometry,
    channels,
    dataflow: tiled ? 'tile' : 'window',
  };
};

export const formatOf = (spec: PoolSpec): NumberFormat => spec.output.format;

/** Cells of a window in the image, along an axis: one number per output position. */
const extents = (spec: PoolSpec, axis: 0 | 1): readonly number[] => {
  const { geometry: g } = spec;
  const before = axis === 0 ? g.padTop : g.padLeft;
  const size = axis === 0 ? g.height : g.width;
  return Array.from({ length: axis === 0 ? g.outHeight : g.outWidth }, (_, out) => {
    const start = out * g.stride[axis] - before;
    return Math.min(size, start + g.kernel[axis]) - Math.max(0, start);
  });
};

/** Every [rows, columns] of the image that some window has. */
export const windowExtents = (spec: PoolSpec): readonly (readonly [number, number])[] => {
  const rows = [...new Set(extents(spec, 0))];
  const columns = [...new Set(extents(spec, 1))];
  return rows.flatMap((height) => columns.map((width) => [height, width] as const));
};

/**
 * Calls `visit` for each window with the codes of one channel that lie in it, in the order of the
 * output. The same array is filled anew each time.
 */
export const forEachWindow = <Values extends Int32Array | Float64Array>(
  { geometry: g, channels }: PoolSpec,
  image: Values,
  visit: (cells: readonly number[], index: number) => void,
): void => {
  let index = 0;
  const cells: number[] = [];
  for (let oy = 0; oy < g.outHeight; oy++) {
    const top = oy * g.stride[0] - g.padTop;
    for (let ox = 0; ox < g.outWidth; ox++) {
      const left = ox * g.stride[1] - g.padLeft;
      for (let channel = 0; channel < channels; channel++) {
        cells.length = 0;
        for (let y = Math.max(0, top); y < Math.min(g.height, top + g.kernel[0]); y++) {
          for (let x = Math.max(0, left); x < Math.min(g.width, left + g.kernel[1]); x++) {
            cells.push(image[(y * g.width + x) * channels + channel] as number);
          }
        }
        visit(cells, index++);
      }
    }
  }
};

const wordsOf = ({ channels, parameters }: PoolSpec): number => channels / parameters.lanes;

const windowOptions = (spec: PoolSpec, padCode: number, flag: boolean): WindowOptions => ({
  instance: 'window',
  geometry: spec.geometry,
  elementBits: formatOf(spec).bits,
  lanes: spec.parameters.lanes,
  words: wordsOf(spec),
  order: 'channel-major',
  repeat: 1,
  padCode,
  beat: 'word',
  flag,
});

export interface PoolReduction {
  readonly operation: Reduction['operation'];
  readonly resultBits: number;
  readonly count: boolean;
  /** Code that changes no result. */
  readonly padCode: number;
}

const reductionOf = (spec: PoolSpec, options: PoolReduction): Reduction => ({
  operation: options.operation,
  format: formatOf(spec),
  resultBits: options.resultBits,
  lanes: spec.parameters.lanes,
  words: wordsOf(spec),
  count: options.count,
});

/** From the input stream to one result per window and channel. */
export const poolStages = (spec: PoolSpec, options: PoolReduction): readonly Stage[] => {
  const { geometry, channels, parameters } = spec;
  const lanes = flatLanes('lanes', {
    elementBits: formatOf(spec).bits,
    inLanes: spec.inputs[0]?.lanes ?? 1,
    outLanes: parameters.lanes,
    vector: channels,
    vectors: geometry.height * geometry.width,
  });
  const reduction = reductionOf(spec, options);
  if (spec.dataflow === 'tile') return [...lanes, tileReduce('reduce', geometry, reduction)];
  return [
    ...lanes,
    slidingWindow(windowOptions(spec, options.padCode, options.count)),
    windowReduce('reduce', geometry, reduction),
  ];
};

/** Results of a row of windows, which without a line buffer come while one row of pixels does. */
const burstBeats = (spec: PoolSpec): number =>
  spec.dataflow === 'tile' ? spec.geometry.outWidth * wordsOf(spec) : 0;

/** What a pool ends with. */
export const poolBurst = (spec: PoolSpec): readonly Stage[] =>
  burstBuffer(spec.output, burstBeats(spec));

/**
 * A word of the image a cycle; with a line buffer also a word of a window a cycle, where that is more.
 */
export const poolCycles = (spec: PoolSpec): number => {
  const { geometry: g, dataflow } = spec;
  const image = g.height * g.width;
  const windows = g.outHeight * g.outWidth * g.kernel[0] * g.kernel[1];
  return wordsOf(spec) * (dataflow === 'tile' ? image : Math.max(image, windows));
};

export const poolContract = (spec: PoolSpec, options: PoolReduction): UnitContract => {
  const [input] = spec.inputs;
  return {
    intervalCycles: Math.max(input ? beatsOf(input) : 0, poolCycles(spec)),
    multipliers: 0,
    macs: 0,
    effectualMacs: 0,
    memoryBits:
      burstBits(spec.output, burstBeats(spec)) +
      (spec.dataflow === 'tile'
        ? tileMemoryBits(spec.geometry, reductionOf(spec, options))
        : windowMemoryBits(windowOptions(spec, options.padCode, options.count))),
  };
};
