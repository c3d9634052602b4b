import { describe, expect, it } from 'vitest';
import { datapath } from '../../generator/dsl/datapath.js';
import { binary, flint, int, ternary } from '../../generator/dsl/formats.js';
import { proveNetwork } from '../support/network-proof.js';
import { randomBias, randomTensor } from '../support/streams.js';

/** A convolution and a dense layer in binary, with a pool between them; scores at the end. */
const binaryNetwork = datapath('bnn', (d) => {
  const sign = { format: binary(), scale: 1 };
  const x = d.input('x', { shape: [6, 6, 8], format: binary(), scale: 1, lanes: 8 });
  const features = d.conv2d(x, {
    weights: randomTensor([12, 3, 3, 8], binary(), 1, 1),
    bias: randomBias(12, 6, 1),
    padding: 'valid',
    output: sign,
  });
  const pooled = d.maxPool(features, { size: [2, 2] });
  const hidden = d.dense(d.reshape(pooled, { shape: [48] }), {
    weights: randomTensor([20, 48], binary(), 2, 1),
    bias: randomBias(20, 5, 2),
    output: sign,
  });
  const scores = d.dense(hidden, {
    weights: randomTensor([3, 20], binary(), 3, 1),
    output: { format: int(8), scale: 1 },
  });
  d.output('scores', scores);
}).build({ baseDirectory: '.' });

/** Formats that change from layer to layer. */
const mixedNetwork = datapath('mixed', (d) => {
  const x = d.input('x', { shape: [5, 5, 3], format: int(8), scale: 0.05, zeroPoint: 3, lanes: 3 });
  const first = d.conv2d(x, {
    weights: randomTensor([6, 3, 3, 3], flint(4, { signed: true }), 1, 0.1),
    activation: 'relu',
    output: { format: flint(4), scale: 1 },
  });
  const second = d.conv2d(first, {
    weights: randomTensor([4, 1, 1, 6], ternary(), 2, 0.5),
    padding: 'valid',
    output: { format: ternary(), scale: 8 },
  });
  const y = d.dense(d.reshape(second, { shape: [100] }), {
    weights: randomTensor([4, 100], int(4), 3, 0.1),
    output: { format: int(8), scale: 0.5 },
  });
  d.output('y', y);
}).build({ baseDirectory: '.' });

describe('a network in formats of few bits', () => {
  it.each([
    [binaryNetwork, 64],
    [mixedNetwork, 24],
  ])('is golden in Verilog, at the promised cycles', async (network, budget) => {
    const proof = await proveNetwork(network, { kind: 'multipliers', budget });
    expect({ mismatches: proof.mismatches, findings: proof.findings }).toEqual({
      mismatches: [],
      findings: [],
    });
    expect(proof.measured).toEqual(proof.promised);
  });
});
