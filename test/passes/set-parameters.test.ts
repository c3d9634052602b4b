import { describe, expect, it } from 'vitest';
import { datapath, int, tensor } from '../../generator/dsl/index.js';
import type { Datapath } from '../../generator/ir/datapath.js';
import { bindDatapath } from '../../generator/passes/bind.js';
import { setEverywhere, setParameters } from '../../generator/passes/set-parameters.js';

/** Two layers, one of which has a name with a dot that starts with the other's. */
const design = (): Datapath =>
  datapath('head', (d) => {
    const x = d.input('x', { shape: [4], format: int(8), lanes: 2 });
    const weights = tensor.of(
      [
        [1, 2, 3, 4],
        [5, 6, 7, 0],
        [1, 1, 1, 1],
        [2, 2, 2, 2],
      ],
      int(4),
    );
    const output = { format: int(8), scale: 10 };
    const h = d.dense(x, { name: 'fc', weights, output });
    d.output('y', d.dense(h, { name: 'fc.2', weights, output }));
  }).build({ baseDirectory: '.' });

const parametersOf = (path: string, value: unknown, node: string): unknown =>
  setParameters(design(), [{ path, value }]).nodes.find(({ name }) => name === node)?.parameters;

const mistake = (path: string, value: unknown) => () => setParameters(design(), [{ path, value }]);

describe('setParameters', () => {
  it('sets a parameter inside another and leaves the rest', () => {
    const { array, output } = parametersOf('fc.array.simd', 2, 'fc') as Record<string, unknown>;
    expect(array).toEqual({ simd: 2 });
    expect(output).toEqual({ format: { kind: 'int', bits: 8 }, scale: 10 });
  });

  it('takes the longest name where names hold dots', () => {
    expect(parametersOf('fc.2.array.pe', 2, 'fc.2')).toMatchObject({ array: { pe: 2 } });
    expect(parametersOf('fc.2.array.pe', 2, 'fc')).not.toHaveProperty('array');
  });

  it('lets the later of two assignments win and gives a new datapath', () => {
    const before = design();
    const after = setParameters(before, [
      { path: 'fc.array.pe', value: 2 },
      { path: 'fc.array.pe', value: 4 },
    ]);
    expect(after.nodes[0]?.parameters).toMatchObject({ array: { pe: 4 } });
    expect(before.nodes[0]?.parameters).not.toHaveProperty('array');
    expect(bindDatapath(after).nodes[0]?.unit.spec.folding).toEqual({ pe: 4, simd: 1 });
  });

  it('reads int4 as a number format', () => {
    expect(parametersOf('fc.output.format', 'uint4', 'fc')).toMatchObject({
      output: { format: { kind: 'uint', bits: 4 }, scale: 10 },
    });
  });

  it('sets the lanes of an input', () => {
    const { inputs } = setParameters(design(), [{ path: 'x.lanes', value: 4 }]);
    expect(inputs[0]?.stream.lanes).toBe(4);
  });

  it('names a node that is not there, with the nearest', () => {
    expect(mistake('fd.array.pe', 1)).toThrow(
      'E_UNKNOWN at --set fd.array.pe: head has no node or input fd; did you mean fc?',
    );
    expect(mistake('other.array.pe', 1)).toThrow('no node or input other; there is x, fc, fc.2');
  });

  it('names a parameter that is not there, with what there is', () => {
    expect(mistake('fc.array.smd', 1)).toThrow(
      'E_PARAMETER at --set fc.array.smd: fc (dense) has no parameter smd; did you mean simd?',
    );
    expect(mistake('fc.colour', 1)).toThrow(
      'E_PARAMETER at --set fc.colour: fc (dense) has no parameter colour; there is activation, rounding, accumulator, sparsity, array, output',
    );
    expect(mistake('fc.array.pe.x', 1)).toThrow('fc (dense) has no parameter x; set the whole');
    expect(mistake('x.shape', 1)).toThrow('the input x has no parameter shape; there is x.lanes');
  });

  it('does not take what JavaScript objects have for parameters', () => {
    for (const key of ['__proto__', 'constructor', 'toString']) {
      expect(mistake(`fc.${key}.polluted`, true)).toThrow(`has no parameter ${key}`);
    }
  });

  it('refuses tensors and paths without a parameter', () => {
    expect(mistake('fc.weights', 1)).toThrow(
      'E_PARAMETER at --set fc.weights: is a tensor; tensors are set in the design only',
    );
    expect(mistake('fc', 1)).toThrow(
      'E_ARGUMENT at --set fc: names no parameter; write fc.parameter=value',
    );
    expect(mistake('x.lanes', 5)).toThrow('set x.lanes between 1 and 4');
  });

  it('collects every mistake', () => {
    const wrong = ['a.b', 'fc.c'].map((path) => ({ path, value: 1 }));
    expect(() => setParameters(design(), wrong)).toThrow(/E_UNKNOWN at .*\nE_PARAMETER at /);
  });

  it('leaves impossible values to the check pass, which names the range', () => {
    const set = (value: unknown) => setParameters(design(), [{ path: 'fc.array.pe', value }]);
    expect(() => bindDatapath(set(5))).toThrow(
      'E_PARAMETER at head.fc.array.pe: gives 5, there are only 4 outputs; set fc.array.pe between 1 and 4',
    );
    expect(() => bindDatapath(set('many'))).toThrow('E_PARAMETER at head.fc.array.pe: ');
  });
});

describe('setEverywhere', () => {
  it('sets a parameter of every unit that has it', () => {
    const parameters = setEverywhere(design(), 'rounding', 'single').nodes.map(
      (node) => node.parameters['rounding'],
    );
    expect(parameters).toEqual(['single', 'single']);
    expect(setEverywhere(design(), 'colour', 1)).toEqual(design());
  });
});
