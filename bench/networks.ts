import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Codes } from '../generator/ir/codes.js';
import type { Datapath } from '../generator/ir/datapath.js';
import { sizeOf } from '../generator/ir/tensor.js';
import { loadDesign } from '../generator/load.js';
import { parseNpy } from '../generator/npy.js';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** A network with data to run it on. */
export interface Network {
  readonly name: string;
  readonly datapath: Datapath;
  readonly samples: readonly Codes[];
}

const publishedNames: readonly string[] = [
  ...['hello_world', 'micro_speech', 'ad01', 'kws', 'resnet8', 'vww'],
];

/** File of a network and of its input samples, below the project. */
const filesOf = (name: string): { readonly design: string; readonly samples: string } =>
  name === 'glyphs'
    ? {
        design: `${root}examples/glyphs/design.ts`,
        samples: `${root}examples/glyphs/weights/test-input.npy`,
      }
    : {
        design: `${root}../shared/models/${name}/${name}.tflite`,
        samples: `${root}../shared/models/${name}/input.npy`,
      };

const samplesOf = (file: string, size: number): readonly Codes[] => {
  const codes = Int32Array.from(parseNpy(readFileSync(file), file).data, Number);
  return Array.from({ length: codes.length / size }, (_, i) =>
    codes.slice(i * size, (i + 1) * size),
  );
};

export const networkNames: readonly string[] = [...publishedNames, 'glyphs'];

export const isAvailable = (name: string): boolean => existsSync(filesOf(name).design);

/** What a section says of networks that it leaves out. */
export const skippedText = (names: readonly string[]): string =>
  names.length === 0 ? '' : `Skipped, for want of ../shared/models: ${names.join(', ')}.`;

export const loadNetwork = async (name: string): Promise<Network> => {
  const { design, samples } = filesOf(name);
  const datapath = await loadDesign(design);
  const size = sizeOf(datapath.inputs[0]?.stream.shape ?? []);
  return { name, datapath, samples: samplesOf(samples, size) };
};
