import { expect } from 'vitest';
import { compile } from '../../generator/compile.js';
import { importTflite } from '../../generator/import/tflite/import-tflite.js';
import { stimulusFor } from '../../sim/stimulus.js';
import { goldenOutputs } from '../../sim/verify.js';
import { verifyFiles } from './sabotage.js';
import { type WrittenModel, type WrittenTensor, writeModel } from './tflite-writer.js';

/** `model` with some facts of some tensors replaced. */
export const changed = (
  model: WrittenModel,
  changes: Readonly<Record<number, Partial<WrittenTensor>>>,
): WrittenModel => ({
  ...model,
  tensors: model.tensors.map((tensor, i) => ({ ...tensor, ...changes[i] })),
});

/** `model` (one layer) without activation and with an output that its results fill. */
export const linear = (model: WrittenModel, outputScale: number): WrittenModel => ({
  ...changed(model, {
    1: { scales: [outputScale] },
    3: { data: [-100, 5, 70, 9].slice(0, model.tensors[3]?.shape[0] ?? 0) },
  }),
  operators: model.operators.map((operator) => ({
    ...operator,
    options: (operator.options ?? []).filter(
      ([slot]) => operator.union === 2 || slot !== (operator.union === 8 ? 0 : 3),
    ),
  })),
});

/** Codes out for codes in, by a definition written down a second time. */
export type Evaluate = (model: WrittenModel, input: readonly number[]) => number[];

/**
 * Golden against the definition, for corners and random inputs; results that are all at the output's ends
 * would prove little. The Verilog against golden, for the same.
 */
export const proveModel = async (model: WrittenModel, evaluate: Evaluate): Promise<void> => {
  const compiled = compile(importTflite(writeModel(model), 'm'));
  const { inputs } = compiled.bound.datapath;
  const stimulus = stimulusFor(inputs, 40, 5);
  const golden = [...goldenOutputs(compiled.bound, stimulus).values()][0] ?? [];
  const given = [...stimulus.values()][0] ?? [];
  const expected = given.map((codes) => evaluate(model, Array.from(codes, Number)));
  expect(golden.map((codes) => Array.from(codes, Number))).toEqual(expected);
  expect(new Set(expected.flat()).size).toBeGreaterThan(20);
  const [verified] = await verifyFiles(compiled.package.files, compiled, stimulus, ['none']);
  expect(verified?.mismatch).toBeUndefined();
};
