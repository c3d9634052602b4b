import { describe, expect, test } from 'vitest';
import { compile } from '../../../generator/compile.js';
import { importTflite } from '../../../generator/import/tflite/import-tflite.js';
import { type Codes, narrow } from '../../../generator/ir/codes.js';
import type { ConstantTensor } from '../../../generator/ir/tensor.js';
import { stimulusFor } from '../../../sim/stimulus.js';
import { goldenOutputs } from '../../../sim/verify.js';
import { calibratedNetwork, type Real } from '../../support/calibrated-network.js';
import { verifyFiles } from '../../support/sabotage.js';
import { evaluateElementwise } from '../../support/tflite-elementwise.js';
import {
  calibrationCodes,
  epsilon,
  gelu,
  layerNorm,
  type NormForm,
  norm,
  normForms,
  writtenGelu,
} from '../../support/tflite-transformer.js';
import { type WrittenModel, type WrittenTensor, writeModel } from '../../support/tflite-writer.js';

const shape = [1, 8, 16] as const;

const kindsOf = (model: WrittenModel, keepOperators = false): readonly string[] =>
  importTflite(writeModel(model), 'm', { keepOperators }).nodes.map(({ unit }) => unit);

/** Codes in and out: corners and random ones where none are given. */
const run = (model: WrittenModel, keepOperators: boolean, codes?: readonly Codes[]) => {
  const compiled = compile(importTflite(writeModel(model), 'm', { keepOperators }));
  const { inputs: streams } = compiled.bound.datapath;
  const stimulus = codes ? new Map([[streams[0]?.name ?? '', codes]]) : stimulusFor(streams, 12, 3);
  const list = (all: readonly Codes[] = []): readonly (readonly number[])[] =>
    all.map((one) => [...narrow(one)]);
  const inputs = list([...stimulus.values()][0]);
  const outputs = list([...goldenOutputs(compiled.bound, stimulus).values()][0]);
  return { compiled, stimulus, inputs, outputs };
};

const realOf = ({ scales = [1], zeroPoints = [0] }: WrittenTensor, code: number): number =>
  (scales[0] as number) * (code - (zeroPoints[0] as number));

/** Worst and mean distance from the real function, in steps of the output; codes at its ends do not count. */
const errorsOf = (
  model: WrittenModel,
  { inputs, outputs }: Pick<ReturnType<typeof run>, 'inputs' | 'outputs'>,
  f: (x: readonly number[]) => readonly number[],
) => {
  const x = model.tensors[model.inputs[0] as number] as WrittenTensor;
  const y = model.tensors[model.outputs[0] as number] as WrittenTensor;
  const [scale = 1] = y.scales ?? [];
  const errors = inputs.flatMap((codes, tensor) => {
    const exact = f(codes.map((code) => realOf(x, code)));
    return exact.flatMap((value, i) => {
      const steps = value / scale + (y.zeroPoints?.[0] ?? 0);
      return steps < -128 || steps > 127
        ? []
        : [Math.abs(steps - (outputs[tensor]?.[i] as number))];
    });
  });
  return {
    worst: errors.reduce((a, b) => Math.max(a, b), 0),
    mean: errors.reduce((a, b) => a + b, 0) / errors.length,
  };
};

/** The norm with the constants that the file has. */
const realNorm = (gamma: readonly number[], beta: readonly number[], small: number) => {
  const width = gamma.length;
  return (x: readonly number[]): readonly number[] =>
    x.map((value, i) => {
      const row = x.slice(i - (i % width), i - (i % width) + width);
      const mean = row.reduce((a, b) => a + b) / width;
      const variance = row.reduce((a, b) => a + (b - mean) ** 2, 0) / width;
      const normal = (value - mean) / Math.sqrt(variance + small);
      return normal * (gamma[i % width] as number) + (beta[i % width] as number);
    });
};

const valuesOf = (constant: unknown, width: number, otherwise: number): readonly number[] => {
  const tensor = constant as ConstantTensor | undefined;
  if (!tensor) return new Array<number>(width).fill(otherwise);
  return Array.from(narrow(tensor.data), (code) => (tensor.scale as number) * code);
};

describe('a norm written out in operators', () => {
  test.each(normForms)('%s: is one layer_norm', (form) => {
    const model = norm(form, shape).model;
    const { nodes } = importTflite(writeModel(model), 'm');
    expect(nodes.map(({ unit }) => unit)).toEqual(['layer_norm']);
    const { parameters } = nodes[0] as (typeof nodes)[number];
    expect(parameters['epsilon']).toBeCloseTo(epsilon, 8);
    // The model's constants: gamma, then beta, then epsilon.
    const constants = model.tensors.filter(({ data, type }) => data && type !== 2);
    const written = (index: number, otherwise: number): readonly number[] => {
      const tensor = constants[index] as WrittenTensor;
      return form === 'plain'
        ? new Array<number>(16).fill(otherwise)
        : (tensor.data ?? []).map((code) => Math.fround(realOf(tensor, code)));
    };
    const near = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 5));
    expect(valuesOf(parameters['gamma'], 16, 1)).toEqual(near(written(0, 1)));
    expect(valuesOf(parameters['beta'], 16, 0)).toEqual(near(written(1, 0)));
  });

  test.each(normForms)(
    '%s: kept, every operator equals the kernels, and the Verilog them',
    async (form) => {
      const model = norm(form, [1, 3, 6]).model;
      const { compiled, stimulus, inputs, outputs } = run(model, true);
      expect(outputs).toEqual(inputs.map((codes) => evaluateElementwise(model, codes)));
      expect(new Set(outputs.flat()).size).toBeGreaterThan(60);
      if (form !== 'keras' && form !== 'reshaped') return;
      const [verified] = await verifyFiles(compiled.package.files, compiled, stimulus, ['none']);
      expect(verified?.mismatch).toBeUndefined();
      const { intervalCycles, latencyCycles } = compiled.package.manifest;
      expect(verified?.measurement).toMatchObject({ intervalCycles, latencyCycles });
    },
  );

  test.each(normForms)('%s: what is recognised is nearer to the real norm', (form) => {
    const calibrated = norm(form, shape);
    const { model } = calibrated;
    const codes = calibrationCodes(calibrated);
    const recognised = run(model, false, codes);
    const kept = run(model, true, codes);
    const parameters = recognised.compiled.bound.datapath.nodes[0]?.parameters ?? {};
    const f = realNorm(
      valuesOf(parameters['gamma'], 16, 1),
      valuesOf(parameters['beta'], 16, 0),
      parameters['epsilon'] as number,
    );
    const [own, steps] = [errorsOf(model, recognised, f), errorsOf(model, kept, f)];
    expect(own.worst).toBeLessThan(0.55);
    expect(own.mean).toBeLessThan(0.26);
    expect(own.worst).toBeLessThan(steps.worst);
    expect(own.mean).toBeLessThan(steps.mean);
  });

  test('int16 as well', () => {
    const model = norm('centred', [1, 4, 8]).model;
    const tensors = model.tensors.map((tensor) =>
      tensor.type === 2 ? tensor : { ...tensor, type: 7, zeroPoints: [0] },
    );
    expect(kindsOf({ ...model, tensors })).toEqual(['layer_norm']);
  });

  test('its operators may stand among others, and several in a row', () => {
    const n = calibratedNetwork(2);
    const x = n.input([1, 4, 8]);
    const first = layerNorm(n, x, 'keras');
    const second = layerNorm(n, n.add(x, first), 'centred');
    const model = n.model([second]);
    expect(kindsOf(model)).toEqual(['layer_norm', 'add', 'layer_norm']);
  });
});

/** A norm with something beside it that reads `of`, an operator counted from the norm's first. */
const readTwice = (form: NormForm, at: number): WrittenModel => {
  const n = calibratedNetwork(4);
  const y = layerNorm(n, n.input([1, 4, 8]), form);
  const model = n.model([y]);
  const inner = model.operators[at]?.outputs[0] as number;
  return { ...model, outputs: [y.index, inner] };
};

describe('what is no norm stays as it is', () => {
  const parts = kindsOf(norm('keras', [1, 4, 8]).model, true);

  test.each(parts.slice(0, -1).map((kind, at) => [kind, at] as const))(
    'the result of %s (operator %i) is read by others',
    (_, at) => {
      const kinds = kindsOf(readTwice('keras', at));
      expect(kinds).toEqual(parts);
    },
  );

  const changed = (change: (model: WrittenModel) => WrittenModel, form: NormForm = 'keras') => {
    const model = change(norm(form, [1, 8, 8]).model);
    return kindsOf(model);
  };
  const withOperator = (at: number, more: object) => (model: WrittenModel) => ({
    ...model,
    operators: model.operators.map((operator, i) =>
      i === at ? { ...operator, ...more } : operator,
    ),
  });

  test('a clamp on the way', () => {
    const relu = { options: [[0, 'int8', 1]] };
    expect(changed(withOperator(3, relu))).not.toContain('layer_norm');
    expect(changed(withOperator(9, relu))).not.toContain('layer_norm');
  });

  test('means of another axis', () => {
    const model = norm('keras', [1, 8, 8]).model;
    const axes = model.operators.flatMap(({ builtin, inputs }) =>
      builtin === 40 ? [inputs[1] as number] : [],
    );
    for (const one of axes) {
      const tensors = model.tensors.map((tensor, i) =>
        i === one ? { ...tensor, data: [1] } : tensor,
      );
      // Read as such it would give another shape, which is told.
      expect(() => kindsOf({ ...model, tensors })).toThrow('operator');
    }
  });

  test('another factor of the mean than of the rows', () => {
    const n = calibratedNetwork(5);
    const x = n.input([1, 4, 8]);
    const gamma = (): Real => n.constant([8], n.random(8, 1, 0.2));
    const mean = n.mean(x);
    const root = n.rsqrt(n.add(n.mean(n.squaredDifference(x, mean)), n.constant([], [epsilon])));
    const rows = n.mul(x, n.mul(root, gamma()));
    const means = n.mul(mean, n.mul(root, gamma()));
    expect(kindsOf(n.model([n.sub(rows, means)]))).not.toContain('layer_norm');
  });

  test.each([
    ['an epsilon per channel', [8], 1],
    ['an epsilon below zero', [], -1],
  ])('%s', (_, shape, sign) => {
    const n = calibratedNetwork(5);
    const x = n.input([1, 8, 8]);
    const mean = n.mean(x);
    const variance = n.mean(n.squaredDifference(x, mean));
    const small = n.constant(shape, new Array<number>(shape[0] ?? 1).fill(sign * epsilon));
    const root = n.rsqrt(n.add(variance, small));
    const model = n.model([n.mul(n.sub(x, mean), root)]);
    const bytes = writeModel(model);
    expect(importTflite(bytes, 'm').nodes.map(({ unit }) => unit)).not.toContain('layer_norm');
  });

  test('a mean that is taken off twice', () => {
    const n = calibratedNetwork(5);
    const x = n.input([1, 4, 8]);
    const mean = n.mean(x);
    const variance = n.mean(n.squaredDifference(n.sub(x, mean), mean));
    const root = n.rsqrt(n.add(variance, n.constant([], [epsilon])));
    expect(kindsOf(n.model([n.mul(n.sub(x, mean), root)]))).not.toContain('layer_norm');
  });

  test('the norm up to where something else reads it', () => {
    const n = calibratedNetwork(6);
    const normal = layerNorm(n, n.input([1, 4, 8]), 'plain');
    const gamma = n.constant([8], n.random(8, 1, 0.2));
    const model = n.model([n.mul(normal, gamma), normal]);
    expect(kindsOf(model)).toEqual(['layer_norm', 'multiply']);
  });
});

const realGelu = (x: readonly number[]): readonly number[] =>
  x.map((v) => 0.5 * v * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (v + 0.044715 * v ** 3))));

describe('GELU written out in operators', () => {
  test.each(['plain', 'folded'] as const)('%s: is one gelu, nearer to the real one', (form) => {
    const calibrated = gelu(form);
    const { model } = calibrated;
    expect(kindsOf(model)).toEqual(['gelu']);
    expect(kindsOf(model, true)).not.toContain('gelu');
    const codes = calibrationCodes(calibrated);
    const own = errorsOf(model, run(model, false, codes), realGelu);
    const steps = errorsOf(model, run(model, true, codes), realGelu);
    expect(own.worst).toBeLessThanOrEqual(0.5 + 1e-9);
    expect(own.worst).toBeLessThan(steps.worst);
    expect(own.mean).toBeLessThan(steps.mean);
  });

  test.each([
    [0.044715, 0.6, 1],
    [0.03, 0.5, 1],
    [0.044715, 0.5, 1.1],
  ])('another function stays as it is: %f, %f, %f', (cubic, half, one) => {
    const n = calibratedNetwork(3);
    const x = n.input([1, 8], 1.5);
    const scalar = (value: number): Real => n.constant([], [value]);
    const cube = n.mul(n.mul(n.mul(x, x), x), scalar(cubic));
    const gate = n.tanh(n.mul(n.add(x, cube), scalar(Math.sqrt(2 / Math.PI))));
    const y = n.mul(n.mul(x, n.add(gate, scalar(one))), scalar(half));
    expect(kindsOf(n.model([y]))).not.toContain('gelu');
  });

  test('what is read by others stays as it is', () => {
    const n = calibratedNetwork(3);
    const y = writtenGelu(n, n.input([1, 8], 1.5), 'plain');
    const model = n.model([y]);
    const gate = model.operators.find(({ builtin }) => builtin === 28)?.outputs[0] as number;
    expect(kindsOf({ ...model, outputs: [y.index, gate] })).not.toContain('gelu');
  });
});
