import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const path = fileURLToPath(new URL('../../../shared', import.meta.url));

/** The folder of published models and references beside the project; undefined where there is none. */
export const sharedFolder: string | undefined = existsSync(`${path}/models`) ? path : undefined;

/** What a test's title says when it is skipped for the lack of `sharedFolder`. */
export const needsShared = '(needs ../shared/models, skipped without)';

/** Names of the published models; none where there is no `sharedFolder`. */
export const sharedModels: readonly string[] = sharedFolder
  ? readdirSync(`${sharedFolder}/models`, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort()
  : [];

export interface SharedModel {
  readonly folder: string;
  /** Path of the `.tflite` file. */
  readonly path: string;
  /** Bytes of a file in the model's folder: `output.npy`, `layers/03.npy`. */
  read(file: string): Uint8Array;
  /** Files of `layers/`, one per operator, in order. */
  readonly layers: readonly string[];
}

/** A published model by name: `sharedModel('kws')`. Throws where there is no `sharedFolder`. */
export const sharedModel = (name: string): SharedModel => {
  if (!sharedFolder) throw new Error(`the model ${name} ${needsShared}`);
  const folder = `${sharedFolder}/models/${name}`;
  return {
    folder,
    path: `${folder}/${name}.tflite`,
    read: (file) => readFileSync(`${folder}/${file}`),
    layers: readdirSync(`${folder}/layers`)
      .sort()
      .map((file) => `layers/${file}`),
  };
};
