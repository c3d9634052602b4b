import { describe, expect, it } from 'vitest';
import { assemble } from '../../generator/compile.js';
import { datapath } from '../../generator/dsl/datapath.js';
import { int, uint } from '../../generator/dsl/formats.js';
import { verifyFiles } from '../support/sabotage.js';
import { everyCode, everyCodeStream } from '../support/unit-golden.js';

/** Functions of int16, every code of them. */
const wide = datapath('wide', (d) => {
  const { shape } = everyCodeStream({ format: int(16) });
  const x = d.input('x', { shape, format: int(16), scale: 8 / 32768 });
  const positive = { format: uint(16), scale: 1 / 4096 };
  const all = {
    sigmoid: d.sigmoid(x, { method: 'pwl', output: { format: int(16), scale: 1 / 32768 } }),
    tanh: d.tanh(x, { method: 'polynomial', segments: 128 }),
    gelu: d.gelu(x, { method: 'pwl', multiplier: 'lut', fold: true }),
    gelu_i_bert: d.gelu(x, { name: 'i_gelu', method: 'i-bert' }),
    exp_i_bert: d.exp(x, { method: 'i-bert', output: { format: uint(16), scale: 1 / 65536 } }),
    sqrt: d.sqrt(x, { method: 'pwl', segmentation: 'octave', output: positive }),
    rsqrt: d.rsqrt(x, { method: 'pwl', segmentation: 'octave', output: positive }),
    log2: d.log2(x, { method: 'polynomial', output: { format: int(16), scale: 1 / 2048 } }),
  };
  for (const [name, y] of Object.entries(all)) d.output(`y_${name}`, y);
});

describe('functions of int16', () => {
  it('equal their golden models for every code', async () => {
    const compiled = assemble(wide.build({ baseDirectory: '.' }));
    const codes = everyCode(everyCodeStream({ format: int(16) }));
    const inputs = new Map([['x', [codes, codes]]]);
    const results = await verifyFiles(compiled.package.files, compiled, inputs, ['none', 'both']);
    expect(results.map(({ mismatch }) => mismatch)).toEqual([undefined, undefined]);
  });
});
