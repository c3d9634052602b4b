import type { InputOptions, StreamHandle } from '../../generator/dsl/builder.js';
import { readModel } from '../../generator/import/tflite/model.js';
import { translate } from '../../generator/import/tflite/translate.js';

export interface Recorded {
  readonly inputs: (InputOptions & { readonly name: string })[];
  readonly units: {
    readonly kind: string;
    readonly inputs: readonly string[];
    readonly parameters: Readonly<Record<string, unknown>>;
  }[];
  readonly outputs: { readonly name: string; readonly from: string }[];
}

/** What an importer asks for, before any unit has looked at it. Units are called by number. */
export const recordTflite = (bytes: Uint8Array, name = 'm'): Recorded => {
  const recorded: Recorded = { inputs: [], units: [], outputs: [] };
  const handle = (of: string): StreamHandle => ({ kind: 'handle', name: of, stream: undefined });
  translate(readModel(bytes, `${name}.tflite`), {
    input(given, options) {
      recorded.inputs.push({ name: given, ...options });
      return handle(given);
    },
    output(given, stream) {
      recorded.outputs.push({ name: given, from: stream.name });
    },
    unit(kind, inputs, parameters) {
      recorded.units.push({ kind, inputs: inputs.map((stream) => stream.name), parameters });
      return handle(`unit ${recorded.units.length - 1}`);
    },
  });
  return recorded;
};
