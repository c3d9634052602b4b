import { describe, expect, test } from 'vitest';
import { compile } from '../../../generator/compile.js';
import { importTflite } from '../../../generator/import/tflite/import-tflite.js';
import { narrow } from '../../../generator/ir/codes.js';
import { stimulusFor } from '../../../sim/stimulus.js';
import { goldenOutputs } from '../../../sim/verify.js';
import { problemsOf } from '../../support/golden.js';
import { verifyFiles } from '../../support/sabotage.js';
import { calibrationCodes, encoder } from '../../support/tflite-transformer.js';
import {
  type WrittenModel,
  type WrittenOperator,
  type WrittenTensor,
  writeModel,
} from '../../support/tflite-writer.js';

const size = { tokens: 8, width: 16, heads: 2, hidden: 32 } as const;
const calibrated = encoder(size);
const { model, output } = calibrated;
const bytes = writeModel(model);

const compiledOf = (keepOperators: boolean) =>
  compile(importTflite(bytes, 'encoder', { keepOperators }), { kind: 'interval', cycles: 512 });

describe('a transformer encoder block of a .tflite file', () => {
  test('has a layer of each kind, norms recognised', () => {
    const { nodes } = importTflite(bytes, 'encoder');
    const kinds = nodes.map(({ unit }) => unit).filter((unit) => unit !== 'reshape');
    expect(kinds).toEqual([
      ...['dense', 'dense', 'dense', 'transpose', 'transpose', 'transpose'],
      ...['matmul', 'multiply', 'softmax', 'matmul', 'transpose', 'dense', 'add'],
      ...['layer_norm', 'dense', 'gelu', 'dense', 'add', 'layer_norm'],
    ]);
  });

  test.each([false, true])(
    'the Verilog equals its golden model, operators kept: %s',
    async (kept) => {
      const compiled = compiledOf(kept);
      const stimulus = stimulusFor(compiled.bound.datapath.inputs, 6, 11);
      const profiles = kept ? (['none'] as const) : (['none', 'both'] as const);
      const results = await verifyFiles(compiled.package.files, compiled, stimulus, profiles);
      expect(results.map(({ mismatch }) => mismatch)).toEqual(profiles.map(() => undefined));
      const [free] = results;
      expect(free?.measurement?.intervalCycles).toBe(compiled.package.manifest.intervalCycles);
      // Operators that wait for each other a few cycles take up to a hundredth more.
      const late =
        (free?.measurement?.latencyCycles ?? 0) / compiled.package.manifest.latencyCycles;
      expect(late).toBeGreaterThanOrEqual(1);
      expect(late).toBeLessThanOrEqual(kept ? 1.01 : 1);
    },
  );

  test('is near to what was calibrated, nearer with its norms recognised', () => {
    const { scales: [scale = 1] = [], zeroPoints: [zero = 0] = [] } =
      model.tensors[output.index] ?? {};
    const codes = calibrationCodes(calibrated);
    const errorOf = (keepOperators: boolean): number => {
      const { bound } = compiledOf(keepOperators);
      const given = new Map([[bound.datapath.inputs[0]?.name ?? '', codes]]);
      const [outputs = []] = [...goldenOutputs(bound, given).values()];
      const errors = outputs.flatMap((tensor, sample) =>
        [...narrow(tensor)].map((code, i) =>
          Math.abs(scale * (code - zero) - (output.values[sample]?.[i] as number)),
        ),
      );
      return errors.reduce((a, b) => a + b, 0) / errors.length;
    };
    const [recognised, kept] = [errorOf(false), errorOf(true)];
    // Of values of spread 1: 0.0160 and 0.0190.
    expect(recognised).toBeLessThan(0.017);
    expect(recognised).toBeLessThan(kept);
  });
});

describe('a block that is not sound', () => {
  const written = (at: number): WrittenOperator => model.operators[at] as WrittenOperator;
  const positionOf = (builtin: number): number =>
    model.operators.findIndex((operator) => operator.builtin === builtin);
  const withTensor = (index: number | undefined, change: Partial<WrittenTensor>): WrittenModel => ({
    ...model,
    tensors: model.tensors.map((tensor, i) => (i === index ? { ...tensor, ...change } : tensor)),
  });
  const resultOf = (builtin: number): number | undefined => written(positionOf(builtin)).outputs[0];

  test.each([
    [
      'a mean of another axis',
      writeModel(withTensor(written(positionOf(40)).inputs[1], { data: [1] })),
      'operator 17 (MEAN): gives shape [1, 1, 16], its output',
    ],
    [
      'a softmax with another output',
      writeModel(withTensor(resultOf(25), { scales: [0.5] })),
      'operator 11 (SOFTMAX): gives scale 0.5, zero point -128, needs scale 0.00390625',
    ],
    [
      'a product of another shape',
      writeModel(withTensor(resultOf(126), { shape: [1, 2, 8, 9] })),
      'operator 9 (BATCH_MATMUL): gives shape [1, 2, 8, 8], its output',
    ],
    [
      'a gamma of floating point',
      writeModel(withTensor(written(positionOf(76) + 1).inputs[1], { type: 0 })),
      'operator 22 (MUL)',
    ],
    ['a file that ends in the middle', bytes.subarray(0, bytes.length >> 1), 'the file is damaged'],
  ])('%s: one message', (_, broken, message) => {
    const problems = problemsOf(() => importTflite(broken, 'encoder'));
    expect(problems).toHaveLength(1);
    expect(String(problems[0])).toContain(message);
  });
});
