import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const find = (from: string): string =>
  existsSync(join(from, 'package.json')) ? from : find(dirname(from));

/** The folder of Sinter itself: templates/ and package.json, whether run from source or from dist/. */
export const packageRoot: string = find(dirname(fileURLToPath(import.meta.url)));

const { version: packageVersion } = JSON.parse(
  readFileSync(join(packageRoot, 'package.json'), 'utf8'),
) as { version: string };

export const version: string = packageVersion;
