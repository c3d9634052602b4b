import { importTflite } from '../../generator/import/tflite/import-tflite.js';
import type { Codes } from '../../generator/ir/codes.js';
import type { Datapath } from '../../generator/ir/datapath.js';
import { parseNpy } from '../../generator/npy.js';
import { sharedModel } from './shared.js';

/** A published model with its reference inputs and outputs. */
export interface ReferenceModel {
  readonly datapath: Datapath;
  readonly inputs: ReadonlyMap<string, readonly Codes[]>;
  readonly outputs: ReadonlyMap<string, readonly Codes[]>;
}

const tensorsOf = (bytes: Uint8Array, place: string): readonly Codes[] => {
  const { data, shape } = parseNpy(bytes, place);
  const codes = Int32Array.from(data, Number);
  const samples = shape[0] ?? 1;
  const size = codes.length / samples;
  return Array.from({ length: samples }, (_, i) => codes.slice(i * size, (i + 1) * size));
};

export const referenceModel = (name: string): ReferenceModel => {
  const model = sharedModel(name);
  const datapath = importTflite(model.read(`${name}.tflite`), name);
  const [input] = datapath.inputs;
  const [output] = datapath.outputs;
  if (!input || !output) throw new Error(`${name} has no input or output`);
  return {
    datapath,
    inputs: new Map([[input.name, tensorsOf(model.read('input.npy'), 'input.npy')]]),
    outputs: new Map([[output.name, tensorsOf(model.read('output.npy'), 'output.npy')]]),
  };
};

/** Numbers of the samples of which any output differs from the reference. */
export const wrongSamples = (
  { outputs }: ReferenceModel,
  actual: ReadonlyMap<string, readonly Codes[]>,
): readonly number[] =>
  [...outputs].flatMap(([name, tensors]) =>
    tensors.flatMap((expected, i) => {
      const codes = actual.get(name)?.[i];
      const same = codes?.length === expected.length && codes.every((c, k) => c === expected[k]);
      return same ? [] : [i];
    }),
  );
