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
  const k = d.dense(x, lin(w.key, s.input, s.key, 'key'));
  const v = d.dense(x, lin(w.value, s.input, s.value, 'value'));
  const c = d.attention(q, k, v, { heads: 4, scores: { scale: s.scores }, context: { scale: s.context } });
  const p = d.dense(c, lin(w.project, s.context, s.project, 'project'));
  d.output('y', d.add(x, p, { output: { format: int(8), scale: s.attentionSum } }));
});
