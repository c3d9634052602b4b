import { describe, expect, it } from 'vitest';
import { assemble } from '../../generator/compile.js';
import { datapath } from '../../generator/dsl/datapath.js';
import { int, uint } from '../../generator/dsl/formats.js';
import type { NumberFormat } from '../../generator/ir/format.js';
import { verifyFiles } from '../support/sabotage.js';
import { everyCode, everyCodeStream } from '../support/unit-golden.js';

const byte = { format: int(8), scale: 1 / 256, zeroPoint: -128 };

/** Every way that the function compiler builds hardware, all fed by one input. */
const methods = (format: NumberFormat, scale: number, zeroPoint: number) =>
  datapath('functions', (d) => {
    const { shape } = everyCodeStream({ format });
    const x = d.input('x', { shape, format, scale, zeroPoint, lanes: 1 });
    const all = {
      table: d.sigmoid(x, { method: 'table', output: byte }),
      folded_table: d.tanh(x),
      lines: d.gelu(x, { method: 'pwl', segmentation: 'uniform', segments: 8 }),
      soft_lines: d.gelu(x, { name: 'soft', method: 'pwl', multiplier: 'lut' }),
      compared: d.silu(x, { method: 'pwl', segmentation: 'comparators' }),
      folded: d.silu(x, { name: 'halves', method: 'pwl', segments: 16, fold: true }),
      octaves: d.sqrt(x, {
        method: 'pwl',
        segmentation: 'octave',
        output: { format: uint(8), scale: 1 / 32 },
      }),
      quadratic: d.softplus(x, { method: 'polynomial', segments: 4 }),
      cubic: d.elu(x, { method: 'polynomial', degree: 3, segments: 2 }),
      interpolated: d.sigmoid(x, { name: 'chords', method: 'table', interpolate: 16 }),
    };
    for (const [name, y] of Object.entries(all)) d.output(`y_${name}`, y);
  }).build({ baseDirectory: '.' });

describe('hardware of the function compiler', () => {
  it('equals the golden model for every code, whatever the method', async () => {
    const compiled = assemble(methods(int(8), 1 / 16, -3));
    const inputs = new Map([['x', [everyCode(everyCodeStream()), everyCode(everyCodeStream())]]]);
    const results = await verifyFiles(compiled.package.files, compiled, inputs, ['none', 'both']);
    expect(results.map(({ mismatch }) => mismatch)).toEqual([undefined, undefined]);
  });
});
