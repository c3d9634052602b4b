import { describe, expect, it } from 'vitest';
import { int } from '../../../generator/dsl/formats.js';
import { narrow } from '../../../generator/ir/codes.js';
import { randomIntegers } from '../../../generator/numeric/random.js';
import { distanceFromReference, problemsOf } from '../../support/golden.js';
import { randomTensor, stream } from '../../support/streams.js';
import { bindUnit } from '../../support/unit-golden.js';
import { cases } from './cases.js';

const roundHalfToEven = (value: number): number => {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 !== 0) ? floor + 1 : floor;
};

/** `IntLayerNorm` and `QuantAct` in doubles, which hold every number but the last product; that is a BigInt. */
const definition = (
  row: readonly number[],
  gamma: readonly number[],
  beta: readonly number[],
  outputScale: number,
): readonly number[] => {
  const n = row.length;
  const mean = roundHalfToEven(row.reduce((a, b) => a + b, 0) / n);
  const y = row.map((q) => q - mean);
  const variance = y.reduce((a, b) => a + b * b, 0);
  const deviation = Math.floor(Math.sqrt(variance));
  const factor = deviation === 0 ? 0 : Math.floor(2 ** 31 / deviation);
  const scale = Math.sqrt(n) / 2 ** 30;
  return y.map((d, i) => {
    const [g, b] = [gamma[i] as number, beta[i] as number];
    const code = Math.floor((d * factor) / 2) + Math.floor(b / g / scale);
    const real = Math.abs(g * scale) / outputScale;
    const exponent = Math.floor(Math.log2(real)) + 1;
    const mantissa =
      BigInt(Math.floor((real / 2 ** exponent) * 2 ** 31 + 0.5)) * BigInt(Math.sign(g));
    const one = 1n << BigInt(31 - exponent);
    const product = BigInt(code) * mantissa;
    const floor = product / one - (product % one < 0n ? 1n : 0n);
    const twice = 2n * (product - floor * one);
    const out = Number(twice > one || (twice === one && floor % 2n !== 0n) ? floor + 1n : floor);
    return Math.max(-128, Math.min(127, out));
  });
};

describe("I-BERT's layer_norm", () => {
  it.each([1, 2, 3, 8, 64, 77])('equals IntLayerNorm on rows of %d', (n) => {
    const next = randomIntegers(n);
    const rows = 60;
    const codes = Int32Array.from(
      { length: rows * n },
      (_, i) => ((next() >>> 24) - 128) >> (Math.floor(i / n) % 8),
    );
    const gammaCodes = Int32Array.from({ length: n }, () => ((next() >>> 24) - 128) | 1);
    const gamma = { ...randomTensor([n], int(8), 1, 0.015), data: gammaCodes };
    const beta = randomTensor([n], int(8), 2, 0.01);
    const unit = bindUnit('layer_norm', [stream([rows, n])], {
      method: 'i-bert',
      gamma,
      beta,
      output: { scale: 0.03 },
    });
    const y = narrow(unit.golden([codes]));
    for (let r = 0; r < rows; r++) {
      expect([...y.subarray(r * n, (r + 1) * n)]).toEqual(
        definition(
          [...codes.subarray(r * n, (r + 1) * n)],
          Array.from(gammaCodes, (code) => code * 0.015),
          Array.from(narrow(beta.data), (code) => code * 0.01),
          0.03,
        ),
      );
    }
  });

  it('rounds its mean and its root, which narrow rows show', () => {
    const wide = cases.filter(({ title }) => title.startsWith('i-bert: rows of 64'));
    expect(wide).toHaveLength(1);
    for (const unitCase of wide) {
      const error = distanceFromReference(unitCase, 60);
      expect(error).toBeGreaterThan(1);
      expect(error).toBeLessThan(6);
    }
  });

  it.each([
    [
      'a gamma of 0',
      stream([3]),
      { gamma: { ...randomTensor([3], int(8), 1, 0.1), data: Int32Array.of(1, 0, 2) } },
      "E_PARAMETER at m.unit.gamma: element 1 is 0, i-bert divides beta by it; set method = 'exact'",
    ],
    [
      'codes whose squares need a shift',
      stream([4], { format: int(16) }),
      {},
      'E_FORMAT at m.unit.in: gives rows of 4 codes of int16, whose squares may sum to 2^32; requantize the stream to int8 first',
    ],
  ])('for %s says so', (_title, input, more, message) => {
    expect(
      problemsOf(() =>
        bindUnit('layer_norm', [input], { method: 'i-bert', output: { scale: 0.1 }, ...more }),
      ),
    ).toEqual([message]);
  });
});
