import { describe, expect, test } from 'vitest';
import { binary, int, mxfp4, olive } from '../../../generator/dsl/formats.js';
import { realValues } from '../../../generator/ir/values.js';
import { cornerTensors } from '../../../sim/stimulus.js';
import { problemsOf } from '../../support/golden.js';
import { randomTensor, stream } from '../../support/streams.js';
import { bindCase, bindUnit, runUnit } from '../../support/units.js';
import { cases } from './cases.js';

describe('patches', () => {
  test('are the pixels under a window, row by row, the zero point beside the image', () => {
    const unit = bindUnit('patches', [stream([2, 2, 2], { zeroPoint: 9 })], { kernel: [2, 3] });
    expect(unit.spec.output.shape).toEqual([2, 2, 12]);
    expect(runUnit(unit, [1, 2, 3, 4, 5, 6, 7, 8])).toEqual(
      [
        [9, 9, 1, 2, 3, 4, 9, 9, 5, 6, 7, 8],
        [1, 2, 3, 4, 9, 9, 5, 6, 7, 8, 9, 9],
        [9, 9, 5, 6, 7, 8, 9, 9, 9, 9, 9, 9],
        [5, 6, 7, 8, 9, 9, 9, 9, 9, 9, 9, 9],
      ].flat(),
    );
  });

  test('have another code beside the image when told so, and taps apart', () => {
    const unit = bindUnit('patches', [stream([3, 1, 1])], {
      kernel: [2, 1],
      dilation: [2, 1],
      padding: { top: 1, bottom: 0, left: 0, right: 0 },
      code: -128,
    });
    expect(runUnit(unit, [4, 5, 6])).toEqual([-128, 5, 4, 6]);
  });

  test.each([
    { stride: [1, 1], dilation: [1, 1], padding: 'same' },
    { stride: [2, 1], dilation: [1, 2], padding: 'valid' },
    { stride: [3, 2], dilation: [2, 1], padding: { top: 1, bottom: 2, left: 0, right: 1 } },
  ])('in a dense layer are a convolution: %j', (window) => {
    const input = stream([6, 7, 3], { zeroPoint: -4 });
    const weights = randomTensor([4, 3, 2, 3], int(8), 5, 0.01);
    const output = { format: int(8), scale: 0.3, zeroPoint: 3 };
    const x = randomTensor([6, 7, 3], int(8), 6).data as Int32Array;
    const convolution = bindUnit('conv2d', [input], { weights, output, ...window });
    const patches = bindUnit('patches', [input], { kernel: [3, 2], ...window });
    const dense = bindUnit('dense', [patches.spec.output], {
      weights: { ...weights, shape: [4, 18] },
      output,
    });
    const y = dense.golden([patches.golden([x])]);
    expect(dense.spec.output.shape).toEqual(convolution.spec.output.shape);
    expect([...y]).toEqual([...convolution.golden([x])]);
  });

  test.each(cases.map((unitCase) => [unitCase.title, unitCase] as const))(
    'are exact in real numbers: %s',
    (_, unitCase) => {
      const unit = bindCase(unitCase);
      const [input = stream([1])] = unitCase.inputs;
      for (const codes of cornerTensors(input)) {
        expect(unit.reference([realValues(input, codes)])).toEqual(
          realValues(unit.spec.output, unit.golden([codes])),
        );
      }
    },
  );

  test('take more channels a cycle where a network is to be faster, for no multiplier', () => {
    const unit = bindUnit('patches', [stream([4, 4, 6])], { kernel: [3, 3] });
    expect(unit.foldings()).toEqual(
      [1, 2, 3, 6].map((lanes) => ({
        parameters: { lanes },
        multipliers: 0,
        intervalCycles: (16 * 9 * 6) / lanes,
      })),
    );
  });

  test.each([
    [{ kernel: [3, 3] }, stream([4, 4]), /^E_SHAPE at .*: gives shape \[4, 4\], needs \[height/],
    [
      { kernel: [5, 1], padding: 'valid' },
      stream([4, 4, 1]),
      /^E_SHAPE at .*: an image of 4 x 4 has no room for a window of 5 x 1/,
    ],
    [
      { kernel: [2, 2], lanes: 2 },
      stream([4, 4, 3]),
      /^E_PARAMETER at .*lanes: gives 2, which does not divide the 3 channels; set patches0\.lanes/,
    ],
    [
      { kernel: [2, 2], code: 200 },
      stream([4, 4, 3]),
      /^E_PARAMETER at .*code: gives 200, no code of int8 \(-128 \.\. 127\)/,
    ],
    [
      { kernel: [2, 2] },
      stream([4, 4, 3], { format: binary() }),
      /^E_PARAMETER at .*code: is missing, and binary has no zero to take for it; give the code/,
    ],
    [
      { kernel: [1, 1] },
      stream([4, 4, 2], { format: olive() }),
      /^E_FORMAT at .*in: gives olive, which patches does not take/,
    ],
    [
      { kernel: [1, 1] },
      stream([4, 4, 32], { format: mxfp4() }),
      /^E_FORMAT at .*in: gives mxfp4e2m1, which patches does not take/,
    ],
    [
      { kernel: [512, 512] },
      stream([64, 64, 1]),
      /^E_SHAPE at .*: gives shape \[64, 64, 262144\], more than 268435456 elements/,
    ],
  ])('refuse %j', (parameters, input, message) => {
    expect(problemsOf(() => bindUnit('patches', [input], parameters))).toEqual([
      expect.stringMatching(message),
    ]);
  });
});
