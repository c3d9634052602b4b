import { describe, expect, test } from 'vitest';
import { readModel } from '../../../generator/import/tflite/model.js';
import { mappers } from '../../../generator/import/tflite/operators/table.js';
import type { Codes } from '../../../generator/ir/codes.js';
import type { StreamType } from '../../../generator/ir/stream.js';
import { parseNpy } from '../../../generator/npy.js';
import { isUnitKind, units } from '../../../generator/units/index.js';
import { type Recorded, recordTflite } from '../../support/recording-sink.js';
import { needsShared, type SharedModel, sharedModel, sharedModels } from '../../support/shared.js';

/** Units that the published models become, in short. */
const chains: Readonly<Record<string, string>> = {
  ad01: 'dense*10',
  hello_world: 'dense*3',
  kws: 'conv2d (depthwise_conv2d conv2d)*4 average_pool reshape dense softmax',
  micro_speech: 'reshape depthwise_conv2d reshape dense softmax',
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

/** Goes through a chain of units as far as there are units; gives how many layers were right. */
const layersRight = (model: SharedModel, { inputs, units: chain }: Recorded): number => {
  const [input] = inputs;
  if (!input) throw new Error('a model has an input');
  let stream: StreamType = {
    kind: 'stream',
    shape: input.shape,
    format: input.format,
    scale: input.scale ?? 1,
    zeroPoint: input.zeroPoint ?? 0,
    lanes: 1,
  };
  let codes: Codes = codesOf(model, 'input.npy').slice(
    0,
    input.shape.reduce((a, b) => a * b, 1),
  );
  for (const [layer, { kind, parameters }] of chain.entries()) {
    if (!isUnitKind(kind)) return layer;
    const bound = units[kind].bind(parameters, [stream], `m.layer${layer}`);
    codes = bound.golden([codes]);
    stream = bound.spec.output;
    const file = model.layers[layer] as string;
    const wrong = codesOf(model, file).findIndex((code, i) => code !== codes[i]);
    expect(wrong, `first wrong element of ${file}`).toBe(-1);
  }
  return chain.length;
};

describe.skipIf(sharedModels.length === 0)(`published models ${needsShared}`, () => {
  test.each(Object.entries(chains))('%s becomes %s', (name, chain) => {
    const model = sharedModel(name);
    const { inputs, units: imported } = recordTflite(model.read(`${name}.tflite`), name);
    expect(imported.map(({ kind }) => kind)).toEqual(expand(chain));
    const [samples, ...shape] = parseNpy(model.read('input.npy'), 'input.npy').shape;
    expect(samples).toBeGreaterThan(0);
    expect(shape.length > 1 && shape[0] === 1 ? shape.slice(1) : shape).toEqual(inputs[0]?.shape);
  });

  test.each(Object.keys(chains))('%s: every layer gives the published codes', (name) => {
    const model = sharedModel(name);
    const recorded = recordTflite(model.read(`${name}.tflite`), name);
    const right = layersRight(model, recorded);
    const missing = recorded.units.findIndex(({ kind }) => !isUnitKind(kind));
    expect(right).toBe(missing === -1 ? recorded.units.length : missing);
  });

  test('resnet8 needs ADD, which is told with its places', () => {
    const bytes = sharedModel('resnet8').read('resnet8.tflite');
    const { operators } = readModel(bytes, 'resnet8.tflite');
    expect(operators.filter(({ name }) => name === 'ADD').map(({ index }) => index)).toEqual([
      3, 7, 11,
    ]);
    if (mappers.has(0)) return;
    expect(() => recordTflite(bytes, 'resnet8')).toThrow(
      'E_OPERATOR at resnet8.tflite: subgraph 0, operator 3 (ADD), operator 7 (ADD), operator 11 (ADD): ADD is not supported',
    );
  });
});
