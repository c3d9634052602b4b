import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { SinterError } from '../generator/error.js';
import { sizeOf } from '../generator/ir/tensor.js';

const identifier = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'is not a Verilog identifier');
const count = z.int().positive();

const streamSchema = z
  .object({
    name: z.string().min(1),
    port: identifier,
    direction: z.enum(['input', 'output']),
    shape: z.array(count),
    lanes: count,
    elementBits: count.max(64),
    signed: z.boolean(),
    tdataBits: count,
    scale: z.number(),
    zeroPoint: z.number(),
  })
  .refine((s) => s.tdataBits === 8 * Math.ceil((s.lanes * s.elementBits) / 8), {
    message: 'is not lanes x elementBits, padded to bytes',
    path: ['tdataBits'],
  });

const manifestSchema = z.object({
  name: identifier,
  top: identifier,
  reset: z
    .object({ port: identifier, active: z.enum(['high', 'low']) })
    .default({ port: 'rst', active: 'high' }),
  streams: z.array(streamSchema),
  intervalCycles: z.number().nonnegative().optional(),
  latencyCycles: z.number().nonnegative().optional(),
});

/** What the simulation knows of one AXI4-Stream of the top module, from the manifest. */
export interface StreamFacts {
  /** The user's name for it. */
  readonly name: string;
  /** Prefix of the ports: `<port>_tdata` and so on. */
  readonly port: string;
  readonly direction: 'input' | 'output';
  readonly shape: readonly number[];
  readonly lanes: number;
  readonly elementBits: number;
  readonly signed: boolean;
  /** Bits of tdata, a multiple of 8. */
  readonly tdataBits: number;
  readonly scale: number;
  readonly zeroPoint: number;
}

/** A generated package, as far as its simulation needs it. */
export interface Package {
  readonly directory: string;
  readonly name: string;
  readonly top: string;
  /** The reset's port, and the level that resets. */
  readonly reset: { readonly port: string; readonly active: 'high' | 'low' };
  readonly streams: readonly StreamFacts[];
  /** As the generator promises; undefined when the manifest does not say. */
  readonly intervalCycles: number | undefined;
  readonly latencyCycles: number | undefined;
}

export const elementsPerTensor = (stream: StreamFacts): number => sizeOf(stream.shape);

export const beatsPerTensor = (stream: StreamFacts): number =>
  Math.ceil(elementsPerTensor(stream) / stream.lanes);

export const beatBytes = (stream: StreamFacts): number => stream.tdataBits / 8;

const wrong = (place: string, reason: string, cause?: unknown): SinterError =>
  new SinterError({ code: 'E_FILE', place, reason }, { cause });

/** Reads and checks `manifest.json`; throws SinterError with all that is wrong in it. */
export const readPackage = async (packageDir: string): Promise<Package> => {
  const directory = resolve(packageDir);
  const file = join(directory, 'manifest.json');
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw wrong(file, 'cannot be read; is this a folder that `sinter compile` wrote?', cause);
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw wrong(file, `is not JSON: ${(cause as Error).message}`, cause);
  }
  const parsed = manifestSchema.safeParse(json);
  if (!parsed.success) {
    throw new SinterError(
      parsed.error.issues.map(({ path, message }) => ({
        code: 'E_FILE',
        place: `${file}: ${path.join('.')}`,
        reason: message,
      })),
    );
  }
  const { intervalCycles, latencyCycles, ...rest } = parsed.data;
  for (const direction of ['input', 'output']) {
    if (!rest.streams.some((stream) => stream.direction === direction)) {
      throw wrong(`${file}: streams`, `has no ${direction} stream`);
    }
  }
  return { directory, ...rest, intervalCycles, latencyCycles };
};
