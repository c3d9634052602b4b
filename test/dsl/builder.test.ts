import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type DatapathMethods, datapath } from '../../generator/dsl/datapath.js';
import { int, uint } from '../../generator/dsl/formats.js';
import { tensor } from '../../generator/dsl/tensor.js';
import type { Datapath } from '../../generator/ir/datapath.js';
import { bindDatapath } from '../../generator/passes/bind.js';
import { problemsOf } from '../support/golden.js';
import { randomTensor } from '../support/streams.js';

const folder = mkdtempSync(join(tmpdir(), 'sinter-dsl-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const build = (describe: (d: DatapathMethods) => void): Datapath =>
  datapath('net', describe).build({ baseDirectory: folder });

const output = { format: int(8), scale: 0.1 };
const x = { shape: [6], format: int(8), scale: 0.05 };
const dense = (outputs: number, inputs: number) => ({
  weights: randomTensor([outputs, inputs], int(8), 1, 0.01),
  output,
});

describe('a design', () => {
  it('becomes frozen data, in the order of its calls, with names by kind and number', () => {
    const built = build((d) => {
      const a = d.input('x', x);
      const b = d.dense(a, dense(4, 6));
      d.output('y', d.dense(b, { name: 'head', ...dense(2, 4) }));
    });
    expect(Object.isFrozen(built)).toBe(true);
    expect(built.nodes.map(({ name, unit, inputs }) => [name, unit, inputs])).toEqual([
      ['dense0', 'dense', ['x']],
      ['head', 'dense', ['dense0']],
    ]);
    expect(built.outputs).toEqual([{ kind: 'output', name: 'y', from: 'head' }]);
  });

  it('knows the type of every stream where the call stands', () => {
    build((d) => {
      const image = d.input('image', { shape: [6, 8, 2], format: uint(8), zeroPoint: 3 });
      expect(image.stream).toEqual({
        ...{ kind: 'stream', shape: [6, 8, 2], format: uint(8), scale: 1, zeroPoint: 3, lanes: 1 },
      });
      const weights = randomTensor([4, 3, 3, 2], int(8), 1, 0.01);
      const features = d.conv2d(image, {
        weights,
        stride: [2, 2],
        array: { pe: 4, simd: 18 },
        output,
      });
      // A window a cycle of 9: four results in nine cycles need one lane.
      expect(features.stream).toMatchObject({
        shape: [3, 4, 4],
        format: int(8),
        scale: 0.1,
        lanes: 4,
      });
      const one = randomTensor([1, 1, 1, 8], int(8), 1, 0.01);
      const wide = d.depthwiseConv2d(features, { weights: one, output });
      expect(wide.stream?.shape).toEqual([3, 4, 8]);
      d.output('y', wide);
    });
  });

  it('gives two takers of a stream the same stream', () => {
    const built = build((d) => {
      const a = d.input('x', x);
      d.output('y', d.requantize(a, { output }));
      d.output('z', d.requantize(a, { output }));
    });
    expect(built.nodes.map(({ inputs }) => inputs)).toEqual([['x'], ['x']]);
  });
});

describe('what is wrong with a design', () => {
  it('is collected over all of it and told together', () => {
    const told = problemsOf(() =>
      build((d) => {
        const a = d.input('x', { ...x, lanes: 7, scale: -1 });
        const b = d.dense(a, { ...dense(4, 5), name: 'first' });
        d.dense(a, { ...dense(4, 6), array: { pe: 9 } });
        d.output('y', b);
        d.output('y', b);
      }),
    );
    expect(told).toEqual([
      'E_PARAMETER at net.x.lanes: gives 7, there are only 6 elements; set x.lanes between 1 and 6',
      'E_PARAMETER at net.x.scale: gives -1, needs a positive number',
      'E_SHAPE at net.first.weights: gives shape [4, 5], needs [outputs, 6] for an input of shape [6]',
      'E_PARAMETER at net.dense1.array.pe: gives 9, there are only 4 outputs; set dense1.array.pe between 1 and 4',
      'E_NAME at net.output y: this name is taken by an earlier node',
    ]);
  });

  it('does not drag the units behind a faulty one in', () => {
    const told = problemsOf(() =>
      build((d) => {
        const broken = d.dense(d.input('x', x), dense(4, 5));
        d.output('y', d.dense(broken, dense(3, 99)));
      }),
    );
    expect(told).toHaveLength(1);
  });

  it.each([
    [
      'a name twice',
      (d: DatapathMethods) => {
        const a = d.input('x', x);
        d.output('y', d.requantize(a, { name: 'x', output }));
      },
      'E_NAME at net.x: this name is taken by an earlier node',
    ],
    [
      'no output',
      (d: DatapathMethods) => {
        d.input('x', x);
      },
      "E_DESIGN at net: has no output; end the design with d.output('name', stream)",
    ],
    [
      'an empty shape',
      (d: DatapathMethods) => d.output('y', d.input('x', { ...x, shape: [] })),
      'E_SHAPE at net.x: gives shape [], needs positive whole sizes of at most 268435456 elements',
    ],
    [
      'a size of zero',
      (d: DatapathMethods) => d.output('y', d.input('x', { ...x, shape: [3, 0] })),
      'E_SHAPE at net.x: gives shape [3, 0], needs positive whole sizes of at most 268435456 elements',
    ],
    [
      'a tensor too large',
      (d: DatapathMethods) => d.output('y', d.input('x', { ...x, shape: [2 ** 15, 2 ** 15] })),
      'E_SHAPE at net.x: gives shape [32768, 32768], needs positive whole sizes of at most 268435456 elements',
    ],
    [
      'no lanes',
      (d: DatapathMethods) => d.output('y', d.input('x', { ...x, lanes: 0 })),
      'E_PARAMETER at net.x.lanes: gives 0, there are only 6 elements; set x.lanes between 1 and 6',
    ],
    [
      'an endless scale',
      (d: DatapathMethods) =>
        d.output('y', d.input('x', { ...x, scale: Number.POSITIVE_INFINITY })),
      'E_PARAMETER at net.x.scale: gives Infinity, needs a positive number',
    ],
    [
      'a file that is not there',
      (d: DatapathMethods) => {
        const weights = tensor.fromNpy('w.npy', int(8));
        d.output('y', d.dense(d.input('x', x), { weights, output }));
      },
      `E_FILE at net.dense0.weights: w.npy cannot be read (no such file); looked for ${join(folder, 'w.npy')}`,
    ],
  ])('is %s', (_, describe, message) => {
    expect(problemsOf(() => build(describe))).toEqual([message]);
  });

  it('is a file that is none of ours', () => {
    writeFileSync(join(folder, 'bad.npy'), 'no array');
    const told = problemsOf(() =>
      build((d) => {
        const weights = tensor.fromNpy('bad.npy', int(8));
        d.output('y', d.dense(d.input('x', x), { weights, output }));
      }),
    );
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/^E_\w+ at net\.dense0\.weights \(bad\.npy\): /);
  });

  it('is a design without a name', () => {
    const bind = () =>
      datapath('', (d) => d.output('y', d.input('x', x))).build({ baseDirectory: '.' });
    expect(problemsOf(bind)).toEqual(['E_NAME at design: has no name']);
  });
});

describe('what is wrong with a graph', () => {
  it('is a stream that nothing takes, told beside the other mistakes', () => {
    const wrong = () =>
      build((d) => {
        const a = d.input('x', x);
        const b = d.input('b', x);
        d.input('spare', x);
        d.requantize(a, { name: 'lost', output });
        d.output('y', d.requantize(b, { output: { ...output, scale: -1 } }));
        d.output('z', d.requantize(a, { output }));
      });
    expect(problemsOf(wrong)).toEqual([
      'E_PARAMETER at net.requantize1.output.scale: gives -1, needs a number above 0; set requantize1.output.scale above 0',
      'E_DESIGN at net.spare: nothing takes this stream; give it to a unit or make it an output',
      'E_DESIGN at net.lost: nothing takes this stream; give it to a unit or make it an output',
    ]);
  });

  it('is told of all units together', () => {
    const built: Datapath = {
      kind: 'datapath',
      name: 'net',
      inputs: [
        { kind: 'input', name: 'x', stream: { kind: 'stream', ...x, zeroPoint: 0, lanes: 1 } },
      ],
      nodes: ['a', 'b'].map((name) => ({
        ...{ kind: 'node', name, unit: 'dense', inputs: ['x'], parameters: dense(2, 5) },
      })),
      outputs: [
        { kind: 'output', name: 'y', from: 'a' },
        { kind: 'output', name: 'z', from: 'b' },
      ],
    };
    expect(problemsOf(() => bindDatapath(built)).map((line) => line.split(':')[0])).toEqual([
      'E_SHAPE at net.a.weights',
      'E_SHAPE at net.b.weights',
    ]);
  });
});
