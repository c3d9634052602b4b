import { expect, test } from 'vitest';
import { datapath, int, tensor } from '../../generator/dsl/index.js';

test('the second operand is a stream or a constant', () => {
  const bias = tensor.of([1, 2, 3], int(8), { scale: 0.5 });
  const output = { scale: 0.1 };
  const design = datapath('mix', (d) => {
    const x = d.input('x', { shape: [2, 3], format: int(8), scale: 0.05 });
    const y = d.add(x, bias, { output, name: 'biased' });
    const z = d.multiply(y, d.logistic(x), { output });
    const w = d.subtract(d.tanh(z), bias, { output, reversed: true });
    d.output('y', d.hardSwish(d.leakyRelu(w, { alpha: 0.1, output }), { output }));
  });
  const { nodes } = design.build({ baseDirectory: '.' });
  expect(nodes.map(({ name, unit, inputs }) => [name, unit, ...inputs])).toEqual([
    ['biased', 'add', 'x'],
    ['logistic0', 'logistic', 'x'],
    ['multiply0', 'multiply', 'biased', 'logistic0'],
    ['tanh0', 'tanh', 'multiply0'],
    ['subtract0', 'subtract', 'tanh0'],
    ['leaky_relu0', 'leaky_relu', 'subtract0'],
    ['hard_swish0', 'hard_swish', 'leaky_relu0'],
  ]);
  expect(nodes[0]?.parameters['constant']).toBe(bias);
  expect(nodes[4]?.parameters).toEqual({ constant: bias, reversed: true, output });
});
