import { describe, expect, test } from 'vitest';
import { DatapathBuilder, type StreamHandle } from '../../../generator/dsl/builder.js';
import { outputsOf, runGolden } from '../../../generator/golden.js';
import { readModel } from '../../../generator/import/tflite/model.js';
import { translate } from '../../../generator/import/tflite/translate.js';
import { elementsOf } from '../../../generator/ir/stream.js';
import { parseNpy } from '../../../generator/npy.js';
import { type BoundDatapath, bindDatapath } from '../../../generator/passes/bind.js';
import type { UnitKind } from '../../../generator/units/index.js';
import { recordTflite } from '../../support/recording-sink.js';
import { needsShared, type SharedModel, sharedModel, sharedModels } from '../../support/shared.js';

type Rest = readonly [readonly StreamHandle[], Readonly<Record<string, unknown>>];

/** Units that the published models become, in short. */
const chains: Readonly<Record<string, string>> = {
  ad01: 'dense*10',
  hello_world: 'dense*3',
  kws: 'conv2d (depthwise_conv2d conv2d)*4 average_pool reshape dense softmax',
  micro_speech: 'reshape depthwise_conv2d reshape dense softmax',
  resnet8: 'conv2d*3 add conv2d*3 add conv2d*3 add average_pool reshape dense softmax',
  vww: 'conv2d (depthwise_conv2d conv2d)*13 average_pool reshape dense softmax',
};

const expand = (chain: string): readonly string[] =>
  chain
    .replace(/\(([^)]*)\)\*(\d+)|(\w+)\*(\d+)/g, (_, group, many, one, count) =>
      `${group ?? one} `.repeat(Number(many ?? count)),
    )
    .split(/\s+/)
    .filter((word) => word !== '');

const codesOf = (model: SharedModel, file: string): Int32Array =>
  Int32Array.from(parseNpy(model.read(file), file).data as Int8Array);

/** A model as it is imported, and the unit that gives each operator's result. */
const imported = (model: SharedModel, name: string) => {
  const builder = new DatapathBuilder(name, { baseDirectory: '.' });
  const results = new Map<number, string>();
  const sink = {
    input: builder.input.bind(builder),
    output: builder.output.bind(builder),
    unit: (kind: string, ...rest: Rest) => builder.unit(kind as UnitKind, ...rest),
  };
  const file = readModel(model.read(`${name}.tflite`), `${name}.tflite`);
  translate(file, sink, (unit, { index }) => results.set(index, unit.name));
  return { bound: bindDatapath(builder.finish()), results };
};

/** The codes of every stream for one sample of the published inputs. */
const sampleOf = (model: SharedModel, bound: BoundDatapath, sample: number) => {
  const [input] = bound.datapath.inputs;
  if (!input) throw new Error('a model has an input');
  const size = elementsOf(input.stream);
  const codes = codesOf(model, 'input.npy').slice(sample * size, (sample + 1) * size);
  return runGolden(bound, new Map([[input.name, codes]]));
};

describe.skipIf(sharedModels.length === 0)(`published models ${needsShared}`, () => {
  test.each(Object.entries(chains))('%s becomes %s', (name, chain) => {
    const model = sharedModel(name);
    const { inputs, units } = recordTflite(model.read(`${name}.tflite`), name);
    expect(units.map(({ kind }) => kind)).toEqual(expand(chain));
    const [samples, ...shape] = parseNpy(model.read('input.npy'), 'input.npy').shape;
    expect(samples).toBeGreaterThan(0);
    expect(shape.length > 1 && shape[0] === 1 ? shape.slice(1) : shape).toEqual(inputs[0]?.shape);
  });

  test.each(Object.keys(chains))('%s: every layer gives the published codes', (name) => {
    const model = sharedModel(name);
    const { bound, results } = imported(model, name);
    const values = sampleOf(model, bound, 0);
    expect(results.size).toBe(model.layers.length);
    for (const [operator, unit] of results) {
      const published = codesOf(model, model.layers[operator] as string);
      const wrong = published.findIndex((code, i) => code !== values.get(unit)?.[i]);
      expect({ operator, unit, wrong }).toEqual({ operator, unit, wrong: -1 });
    }
  });

  test('resnet8, whose paths meet in ADD: every sample gives the published output', () => {
    const model = sharedModel('resnet8');
    const { bound } = imported(model, 'resnet8');
    const published = parseNpy(model.read('output.npy'), 'output.npy');
    const [samples = 0] = published.shape;
    const codes = Int32Array.from(published.data as Int8Array);
    const size = codes.length / samples;
    for (let sample = 0; sample < samples; sample++) {
      const [output] = outputsOf(bound, sampleOf(model, bound, sample)).values();
      expect({ sample, output }).toEqual({
        sample,
        output: codes.slice(sample * size, (sample + 1) * size),
      });
    }
  });
});
