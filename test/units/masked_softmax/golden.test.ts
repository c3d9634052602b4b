import { describe, expect, it } from 'vitest';
import { int, uint } from '../../../generator/dsl/formats.js';
import { narrow } from '../../../generator/ir/codes.js';
import { randomIntegers } from '../../../generator/numeric/random.js';
import { problemsOf } from '../../support/golden.js';
import { stream } from '../../support/streams.js';
import { bindUnit } from '../../support/unit-golden.js';
import { itaScale } from '../softmax/method-cases.js';
import { itaDefinition } from '../softmax/method-definitions.js';

const bits = (shape: readonly number[]) => stream(shape, { format: uint(1), scale: 1 });

const randomCodes = (length: number, seed: number): Int32Array => {
  const next = randomIntegers(seed);
  return Int32Array.from({ length }, () => (next() >>> 24) - 128);
};

const methods = ['tflite', 'i-bert', 'online-base2', 'ita', 'log-domain'] as const;

describe.each(methods)('masked softmax by %s', (method) => {
  const options = { method, group: 1, output: { format: int(8) } };

  it('gives what counts as if the rest were not there, and 0 to the rest', () => {
    const input = stream([50, 9], { scale: itaScale });
    const codes = randomCodes(450, 1);
    const mask = randomCodes(450, 2).map((code) => code & 1);
    const y = narrow(
      bindUnit('masked_softmax', [input, bits([50, 9])], options).golden([codes, mask]),
    );
    for (let r = 0; r < 50; r++) {
      const shown = [...codes.subarray(9 * r, 9 * r + 9)].filter((_, i) => mask[9 * r + i] === 1);
      const alone =
        shown.length === 0
          ? []
          : [
              ...narrow(
                bindUnit('softmax', [stream([shown.length], { scale: itaScale })], options).golden([
                  Int32Array.from(shown),
                ]),
              ),
            ];
      let next = 0;
      const expected = Array.from({ length: 9 }, (_, i) =>
        mask[9 * r + i] === 1 ? alone[next++] : -128,
      );
      expect([...y.subarray(9 * r, 9 * r + 9)]).toEqual(expected);
    }
  });

  it('sees a causal mask and padding as the stream of the same bits', () => {
    const input = stream([2, 6, 6], { scale: itaScale });
    const codes = randomCodes(72, 3);
    const mask = Int32Array.from({ length: 72 }, (_, i) =>
      i % 6 <= Math.floor(i / 6) % 6 && i % 6 < 5 ? 1 : 0,
    );
    expect(
      bindUnit('softmax', [input], { ...options, causal: true, length: 5 }).golden([codes]),
    ).toEqual(bindUnit('masked_softmax', [input, bits([2, 6, 6])], options).golden([codes, mask]));
  });
});

describe('masked softmax', () => {
  it('by ita equals streamingPartialSoftmax with its mask', () => {
    const codes = randomCodes(40 * 37, 5);
    const mask = randomCodes(40 * 37, 6).map((code) => code & 1);
    const unit = bindUnit(
      'masked_softmax',
      [stream([40, 37], { scale: itaScale }), bits([40, 37])],
      { method: 'ita', output: { format: uint(8) } },
    );
    const y = narrow(unit.golden([codes, mask]));
    for (let r = 0; r < 40; r++) {
      const [from, to] = [37 * r, 37 * r + 37];
      expect([...y.subarray(from, to)]).toEqual(
        itaDefinition(
          [...codes.subarray(from, to)],
          [...mask.subarray(from, to)].map((bit) => bit === 1),
          16,
        ),
      );
    }
  });

  it.each([
    [
      'a mask of another shape and format',
      () => bindUnit('masked_softmax', [stream([2, 4]), stream([4])], {}),
      [
        'E_FORMAT at m.unit.mask: gives int8, needs uint1: 1 for elements that count',
        "E_SHAPE at m.unit.mask: gives shape [4], needs the scores' [2, 4]",
      ],
    ],
    [
      'a causal mask of a matrix that is not square, a length beyond the row',
      () => bindUnit('softmax', [stream([2, 4])], { causal: true, length: 9 }),
      [
        'E_SHAPE at m.unit.in: gives shape [2, 4], a causal mask needs as many rows as columns',
        'E_PARAMETER at m.unit.length: gives 9, there are only 4 elements in a row',
      ],
    ],
    [
      'an output that the method has not',
      () => bindUnit('softmax', [stream([4])], { output: { format: uint(8) } }),
      ['E_FORMAT at m.unit.output: gives uint8, tflite has int8'],
    ],
    [
      'lanes that do not divide a group',
      () => bindUnit('softmax', [stream([40], { scale: itaScale })], { method: 'ita', lanes: 3 }),
      [
        'E_PARAMETER at m.unit.lanes: gives 3, which does not divide the group of 16 elements; set unit.lanes to a divisor of 16, or another unit.group',
      ],
    ],
    [
      "a scale that is not the method's",
      () => bindUnit('softmax', [stream([4])], { method: 'ita' }),
      [
        'E_PARAMETER at m.unit.in: beta x scale is 0.05, ita needs ln 2 / 32 = 0.02166084939249829; requantize the stream to that scale, or set beta',
      ],
    ],
    [
      'a scale too coarse for I-BERT',
      () => bindUnit('softmax', [stream([4], { scale: 1 })], { method: 'i-bert' }),
      [
        'E_PARAMETER at m.unit.in: beta x scale is 1, i-bert needs at most ln 2; check the scale of the input',
      ],
    ],
  ])('for %s says so', (_title, make, messages) => {
    expect(problemsOf(make)).toEqual(messages);
  });
});
