import { describe, expect, it } from 'vitest';
import { datapath } from '../../generator/dsl/datapath.js';
import { int, mxfp4, mxfp6, mxfp8, mxint8 } from '../../generator/dsl/formats.js';
import { tensor } from '../../generator/dsl/tensor.js';
import type { MxFormat } from '../../generator/ir/format.js';
import { randomIntegers } from '../../generator/numeric/random.js';
import { proveNetwork } from '../support/network-proof.js';
import { randomTensor } from '../support/streams.js';

/** Weights of a spread that leaves blocks of different scales. */
const weights = (outputs: number, inputs: number, format: MxFormat, seed: number) => {
  const next = randomIntegers(seed);
  const real = Array.from(
    { length: outputs * inputs },
    () => ((next() % 2001) - 1000) / 2 ** (9 + (next() % 4)),
  );
  const { elements, scales } = tensor.mx(real, format, { shape: [outputs, inputs] });
  return { weights: elements, weightScales: scales };
};

/** int8 layers on both sides of one in Microscaling, whose weights are narrower than its activations. */
const amongIntegers = datapath('among', (d) => {
  const x = d.input('x', { shape: [3, 24], format: int(8), scale: 0.05, zeroPoint: 3, lanes: 4 });
  const hidden = d.dense(x, {
    weights: randomTensor([40, 24], int(8), 1, 0.01),
    activation: 'relu',
    output: { format: int(8), scale: 0.1, zeroPoint: -128 },
  });
  const { elements, scales } = d.mxQuantize(hidden, { format: mxfp8('e4m3') });
  const mixed = d.mxDense(elements, scales, {
    ...weights(8, 40, mxfp4(), 2),
    bias: tensor.float32([0.5, -0.5, 0, 1, 2, -3, 0.25, 0.125]),
    output: { format: int(8), scale: 0.2, zeroPoint: 7 },
  });
  d.output('y', d.logistic(mixed));
}).build({ baseDirectory: '.' });

/** Two layers in Microscaling, single precision between them. */
const throughout = datapath('throughout', (d) => {
  const x = d.input('x', { shape: [70], format: int(16), scale: 0.001, lanes: 2 });
  const first = d.mxQuantize(x, { format: mxint8(), name: 'in' });
  const hidden = d.mxDense(first.elements, first.scales, {
    ...weights(48, 70, mxfp6('e2m3'), 3),
    activation: 'relu',
  });
  const second = d.mxQuantize(hidden, { format: mxfp8('e5m2'), name: 'hidden' });
  d.output('y', d.mxDense(second.elements, second.scales, weights(5, 48, mxfp6('e3m2'), 4)));
}).build({ baseDirectory: '.' });

describe('a network with layers in Microscaling', () => {
  it.each([
    ['among int8 layers', amongIntegers, 64],
    ['with single precision between them', throughout, 48],
  ] as const)('%s is golden in Verilog, at the promised cycles', async (_, network, budget) => {
    const proof = await proveNetwork(network, { kind: 'multipliers', budget });
    expect({ mismatches: proof.mismatches, findings: proof.findings }).toEqual({
      mismatches: [],
      findings: [],
    });
    expect(proof.measured).toEqual(proof.promised);
  });
});
