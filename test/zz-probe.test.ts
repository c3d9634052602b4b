import { it } from 'vitest';
import { compile } from '../generator/compile.js';
import { singleUnit } from './support/unit-suite.js';
import { stream, randomTensor } from './support/streams.js';
import { int, uint } from '../generator/dsl/formats.js';
import { datapath } from '../generator/dsl/datapath.js';
import { stimulusFor } from '../sim/stimulus.js';
import { verifyFiles } from './support/sabotage.js';
const go = async (title: string, c: any) => {
  try {
    const compiled = compile('kind' in c ? c : singleUnit(c));
    const inputs = stimulusFor(compiled.bound.datapath.inputs, 8, 1);
    const [r] = await verifyFiles(compiled.package.files, compiled, inputs, ['none']);
    console.log(title, '=>', r?.mismatch ?? 'ok');
  } catch (e) { console.log(title, '=>', (e as Error).name, (e as Error).message.slice(0, 200)); }
};
it('x', async () => {
  const o = { format: int(8), scale: 0.1 };
  const dense = (x: object, more: object = {}) => ({ title: '', unit: 'dense', inputs: [stream([4], x)], parameters: { weights: randomTensor([2, 4], int(8), 1, 0.01), output: o, ...more } });
  await go('dense int40 in', dense({ format: int(40) }));
  await go('dense int32 in', dense({ format: int(32) }));
  await go('dense uint32 in', dense({ format: uint(32) }));
  await go('dense out int40', dense({}, { output: { format: int(40), scale: 0.1 } }));
  await go('dense out uint32', dense({}, { output: { format: uint(32), scale: 0.001 } }));
  await go('dense in zp 500', dense({ zeroPoint: 500 }));
  await go('dense in zp 0.5', dense({ zeroPoint: 0.5 }));
  await go('dense out zp 500', dense({}, { output: { ...o, zeroPoint: 500 } }));
  const conv = (x: object) => ({ title: '', unit: 'conv2d', inputs: [stream([4, 4, 1], x)], parameters: { weights: randomTensor([2, 3, 3, 1], int(8), 1, 0.01), output: o } });
  await go('conv in zp 500 (padding)', conv({ zeroPoint: 500 }));
  await go('passthrough', datapath('p', (d) => { d.output('y', d.input('x', { shape: [4], format: int(8) })); }).build({ baseDirectory: '.' }));
  await go('two outputs of one', datapath('p', (d) => { const x = d.input('x', { shape: [4], format: int(8) }); const y = d.requantize(x, { output: o }); d.output('y', y); d.output('z', y); d.output('x2', x); }).build({ baseDirectory: '.' }));
  await go('two inputs', datapath('p', (d) => { const x = d.input('x', { shape: [4], format: int(8) }); const u = d.input('u', { shape: [9], format: int(5), lanes: 3 }); d.output('y', d.requantize(x, { output: o })); d.output('z', d.requantize(u, { output: o })); }).build({ baseDirectory: '.' }));
  await go('single left overflow', { title: '', unit: 'requantize', inputs: [stream([1], { format: int(16) })], parameters: { rounding: 'single', multipliers: [{ multiplier: 2 ** 30, shift: 25 }], output: o } });
});
