import { describe, expect, it } from 'vitest';
import { int, uint } from '../../../generator/dsl/formats.js';
import { narrow } from '../../../generator/ir/codes.js';
import type { StreamType } from '../../../generator/ir/stream.js';
import { randomIntegers } from '../../../generator/numeric/random.js';
import { roundedQuotient } from '../../../generator/units/average_pool/golden.js';
import {
  exactReciprocals,
  isExactReciprocal,
} from '../../../generator/units/average_pool/reciprocal.js';
import { averagePool } from '../../../generator/units/average_pool/unit.js';
import { stream } from '../../support/streams.js';

const pool = (input: StreamType, parameters: object, codes: readonly number[]): number[] => [
  ...narrow(averagePool.bind(parameters, [input], 'net.pool').golden([Int32Array.from(codes)])),
];

const failure = (input: StreamType, parameters: object): string => {
  try {
    averagePool.bind(parameters, [input], 'net.pool');
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing is wrong';
};

describe('the golden model of average_pool', () => {
  it('rounds half away from zero, in both directions', () => {
    const pair = { size: [1, 2] };
    const row = stream([1, 2, 1]);
    expect(pool(row, pair, [0, 1])).toEqual([1]);
    expect(pool(row, pair, [0, -1])).toEqual([-1]);
    expect(pool(row, pair, [2, 1])).toEqual([2]);
    expect(pool(row, pair, [-2, -1])).toEqual([-2]);
    expect(pool(row, pair, [-128, -127])).toEqual([-128]);
    expect(pool(row, pair, [127, 127])).toEqual([127]);
  });

  it('divides by the cells in the image, and takes raw codes: the zero point does not matter', () => {
    const codes = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    const same = { size: [3, 3], stride: [1, 1], padding: 'same' };
    // By hand: corners have 4 cells, edges 6, the centre 9.
    const means = [3, 4, 4, 5, 5, 6, 6, 7, 7];
    expect(pool(stream([3, 3, 1]), same, codes)).toEqual(means);
    expect(pool(stream([3, 3, 1], { zeroPoint: 50 }), same, codes)).toEqual(means);
  });

  it('pools each channel alone and leaves pixels over that fill no window', () => {
    const codes = Array.from({ length: 3 * 3 * 2 }, (_, i) => i);
    expect(pool(stream([3, 3, 2]), { size: [2, 2] }, codes)).toEqual([4, 5]);
  });

  it('clamps to the activation', () => {
    const input = stream([1, 2, 1], { scale: 0.1, zeroPoint: -10 });
    expect(pool(input, { size: [1, 2], activation: 'relu' }, [-100, -50])).toEqual([-10]);
    expect(pool(input, { size: [1, 2], activation: 'relu6' }, [120, 110])).toEqual([50]);
  });

  it('is within half a code of the real-valued mean', () => {
    const input = stream([7, 6, 3], { scale: 0.05, zeroPoint: 7 });
    const unit = averagePool.bind(
      { size: [3, 2], stride: [2, 1], padding: 'same' },
      [input],
      'net.pool',
    );
    const next = randomIntegers(1);
    const codes = Int32Array.from({ length: 126 }, () => (next() % 256) - 128);
    const real = unit.reference([Float64Array.from(codes, (code) => 0.05 * (code - 7))]);
    narrow(unit.golden([codes])).forEach((code, i) => {
      expect(Math.abs(0.05 * (code - 7) - (real[i] as number))).toBeLessThanOrEqual(
        0.5 * 0.05 + 1e-12,
      );
    });
  });
});

describe('division by multiplication', () => {
  const largestOf = (cells: number): number => 128 * cells + Math.floor(cells / 2);

  it('is exact for every sum of every window of up to 150 cells', () => {
    for (let cells = 1; cells <= 150; cells++) {
      const { shift, multipliers } = exactReciprocals([
        { divisor: cells, largest: largestOf(cells) },
      ]);
      const [multiplier = 0] = multipliers;
      for (let sum = -128 * cells; sum <= 128 * cells; sum++) {
        const magnitude = Math.abs(sum) + Math.floor(cells / 2);
        const quotient = Math.floor((magnitude * multiplier) / 2 ** shift);
        if ((sum < 0 ? -quotient : quotient) !== roundedQuotient(sum, cells) + 0) {
          expect({ cells, sum }).toBe('exact');
        }
      }
    }
  });

  it('calls a multiplier exact if and only if it is', () => {
    for (let divisor = 1; divisor <= 24; divisor++) {
      for (const largest of [0, 1, divisor - 1, divisor, 5 * divisor + 3, 300]) {
        for (let shift = 0; shift < 14; shift++) {
          const multiplier = Math.ceil(2 ** shift / divisor);
          let exact = true;
          for (let v = 0; v <= largest; v++) {
            const quotient = Math.floor((v * multiplier) / 2 ** shift);
            if (quotient !== Math.floor(v / divisor)) exact = false;
          }
          expect(isExactReciprocal({ divisor, largest }, shift)).toBe(exact);
        }
      }
    }
  });

  it('finds the smallest: a shift for powers of two, 14 bits for 25 x 5 cells', () => {
    expect(exactReciprocals([{ divisor: 64, largest: largestOf(64) }])).toEqual({
      shift: 6,
      multipliers: [1],
    });
    expect(exactReciprocals([{ divisor: 125, largest: largestOf(125) }])).toEqual({
      shift: 20,
      multipliers: [8389],
    });
    expect(exactReciprocals([4, 6, 9].map((n) => ({ divisor: n, largest: largestOf(n) })))).toEqual(
      { shift: 13, multipliers: [2048, 1366, 911] },
    );
  });
});

describe('an average_pool that cannot be', () => {
  it.each([
    [
      'lanes that do not divide the channels',
      stream([4, 4, 6]),
      { size: [2, 2], lanes: 4 },
      'E_PARAMETER at net.pool.lanes: gives 4, which does not divide the 6 channels; set pool.lanes to a divisor of 6',
    ],
    [
      'tiles that overlap',
      stream([4, 4, 1]),
      { size: [2, 2], stride: [1, 2], dataflow: 'tile' },
      'E_PARAMETER at net.pool.dataflow: gives tile, but windows of 2 x 2 at a stride of 1 x 2 overlap; set pool.dataflow to window or auto',
    ],
    [
      'a window larger than the image',
      stream([4, 4, 1]),
      { size: [5, 2] },
      "E_SHAPE at net.pool.in: an image of 4 x 4 has no room for a window of 5 x 2; set padding 'same' or a smaller kernel or dilation",
    ],
    [
      'an input that is no image',
      stream([16]),
      { size: [2, 2] },
      'E_SHAPE at net.pool.in: gives shape [16], needs [height, width, channels]; reshape the stream first',
    ],
    [
      'wide codes, and a window too large, both at once',
      stream([4, 4, 1], { format: uint(17) }),
      { size: [300, 300], padding: 'same' },
      'E_FORMAT at net.pool.in: gives uint17, at most 16 bits are supported; requantize the stream first\nE_PARAMETER at net.pool.size: gives 300 x 300, at most 65536 cells are supported',
    ],
  ])('for %s says so', (_title, input, parameters, message) => {
    expect(failure(input, parameters)).toBe(message);
  });

  it('takes int16', () => {
    expect(failure(stream([4, 4, 1], { format: int(16) }), { size: [2, 2] })).toBe(
      'nothing is wrong',
    );
  });
});

describe('the dataflow of average_pool', () => {
  const dataflowOf = (parameters: object): unknown => {
    const { spec } = averagePool.bind(parameters, [stream([6, 6, 2])], 'net.pool');
    return Reflect.get(spec, 'dataflow');
  };

  it('needs no line buffer where windows do not overlap', () => {
    expect(dataflowOf({ size: [6, 6] })).toBe('tile');
    expect(dataflowOf({ size: [2, 2], stride: [3, 2], padding: 'same' })).toBe('tile');
    expect(dataflowOf({ size: [3, 3], stride: [2, 2] })).toBe('window');
    expect(dataflowOf({ size: [3, 3], stride: [3, 2] })).toBe('window');
    expect(dataflowOf({ size: [2, 2], dataflow: 'window' })).toBe('window');
  });

  it('keeps memory small: a sum per channel for a global pool', () => {
    const memoryBits = (dataflow: string): number =>
      averagePool.bind({ size: [25, 5], dataflow }, [stream([25, 5, 64])], 'net.pool').contract()
        .memoryBits;
    expect({ tile: memoryBits('tile'), window: memoryBits('window') }).toEqual({
      // The sums, and room for the burst of results with its last bit.
      tile: 64 * 15 + 64 * 9,
      window: 50 * 5 * 64 * 8,
    });
  });
});
