import { datapath, int, tensor } from 'sinter';
import { encoderWeights } from './weights.js';
import { calibrate, quantizeLinear } from './quantize.js';
import { small } from './sizes.js';
const w = encoderWeights(small, 1);
const s = calibrate(small, w, 2);
const lin = (l: any, i: number, out: number, name: string) => {
  const q = quantizeLinear(l, i);
  return { name, weights: tensor.fromCodes(q.weights, [l.outputs, l.inputs], int(8), { scale: q.scales }), bias: tensor.fromCodes(q.bias, [l.outputs], int(32)), output: { format: int(8), scale: out } };
};
export default datapath('att', (d) => {
  const x = d.input('x', { shape: [64, 64], format: int(8), scale: s.input, lanes: 1 });
  const q = d.dense(x, lin(w.query, s.input, s.query, 'query'));
  if (process.env.STOP === '0') { d.output('y', q); return; }
  const split = (a: any) => d.transpose(d.reshape(a, { shape: [64, 4, 16] }), { permutation: [1, 0, 2] });
  const sq = split(q);
  if (process.env.STOP === '1') { d.output('y', sq); return; }
  const k = d.dense(x, lin(w.key, s.input, s.key, 'key'));
  const sk = split(k);
  const sc = d.matmul(sq, sk, { transposeB: true, output: { scale: 4 * s.scores, format: int(8) } });
  if (process.env.STOP === '2') { d.output('y', sc); return; }
  const p = d.softmax(sc, { beta: 0.25 });
  if (process.env.STOP === '3') { d.output('y', p); return; }
  const v = split(d.dense(x, lin(w.value, s.input, s.value, 'value')));
  const c = d.matmul(p, v, { output: { scale: s.context, format: int(8) }, array: process.env.R ? { rows: Number(process.env.R), columns: Number(process.env.C) } : {} });
  if (process.env.STOP === '4') { d.output('y', c); return; }
});
