import { describe, expect, it } from 'vitest';
import { dtypeOf } from '../../generator/cli/tensor-files.js';
import { assemble } from '../../generator/compile.js';
import { datapath } from '../../generator/dsl/datapath.js';
import {
  binary,
  codebook,
  flint,
  int,
  olive,
  powerOfTwo,
  ternary,
} from '../../generator/dsl/formats.js';
import { designText } from '../../generator/export/design-text.js';
import type { NumberFormat } from '../../generator/ir/format.js';
import { setParameters } from '../../generator/passes/set-parameters.js';
import { parametersOf } from '../../generator/report/parameters.js';
import { type UnitKind, units } from '../../generator/units/index.js';
import { cornerTensors, stimulusFor } from '../../sim/stimulus.js';
import { problemsOf } from '../support/golden.js';
import { randomTensor, stream } from '../support/streams.js';
import { bindUnit, runUnit } from '../support/units.js';

const design = (input: NumberFormat, output: NumberFormat) =>
  datapath('small', (d) => {
    const x = d.input('x', { shape: [4], format: input, scale: 1 });
    const y = d.dense(x, {
      name: 'layer',
      weights: randomTensor([2, 4], ternary(), 1, 0.5),
      output: { format: output, scale: 1 },
    });
    d.output('y', y);
  }).build({ baseDirectory: '.' });

describe('units that do not know what codes of a format are worth', () => {
  const parameters: Partial<Record<UnitKind, Readonly<Record<string, unknown>>>> = {
    softmax: {},
    logistic: {},
    relu: {},
    requantize: { output: { format: int(8), scale: 1 } },
    average_pool: { size: [2, 2] },
  };
  it.each(Object.entries(parameters))('refuse it in one place: %s', (kind, own) => {
    const input = stream([2, 2, 2], { format: flint(4) });
    expect(problemsOf(() => bindUnit(kind as UnitKind, [input], own))).toEqual([
      `E_FORMAT at design.${kind}0.in: gives flint4, which ${kind} does not take; needs int or uint`,
    ]);
  });

  it('refuse it as a result too', () => {
    const more = { output: { format: ternary(), scale: 1 } };
    expect(problemsOf(() => bindUnit('requantize', [stream([2])], more))).toEqual([
      'E_FORMAT at design.requantize0.output: gives ternary, which requantize does not take; needs int or uint',
    ]);
  });
});

describe('units that move codes', () => {
  const x = stream([2, 2], { format: ternary() });
  it.each([
    ['reshape', { shape: [4] }, [3, 0, 1, 2]],
    ['transpose', { permutation: [1, 0] }, [3, 1, 0, 2]],
    ['pad', { before: [0, 0], after: [0, 1] }, [3, 0, 0, 1, 2, 0]],
  ] as const)('take any: %s', (kind, own, expected) => {
    expect(runUnit(bindUnit(kind, [x], own), [3, 0, 1, 2])).toEqual(expected);
  });

  it('do not part pairs', () => {
    const pairs = stream([2, 4], { format: olive() });
    const pad = { before: [0, 0], after: [0, 1] };
    expect(problemsOf(() => bindUnit('pad', [pairs], pad))).toEqual([
      'E_FORMAT at design.pad0.in: gives olive, which pad does not take; give another format',
    ]);
  });

  it('pad with a code that is given where there is no zero', () => {
    const bits = stream([2], { format: binary() });
    expect(problemsOf(() => bindUnit('pad', [bits], { before: [1], after: [0] }))).toEqual([
      'E_PARAMETER at design.pad0.code: is missing, and binary has no zero to take for it; give the code of the padding',
    ]);
    const padded = bindUnit('pad', [bits], { before: [1], after: [0], code: 1 });
    expect(runUnit(padded, [0, 1])).toEqual([1, 0, 1]);
  });

  it('find the largest code where codes rise with values', () => {
    const image = stream([2, 2, 1], { format: binary() });
    expect(runUnit(bindUnit('max_pool', [image], { size: [2, 2] }), [0, 1, 0, 0])).toEqual([1]);
    const more = { size: [2, 2], activation: 'relu' };
    expect(problemsOf(() => bindUnit('max_pool', [image], more))).toEqual([
      'E_PARAMETER at design.max_pool0.activation: gives relu, which clamps codes of int and uint only',
    ]);
  });
});

describe('formats around the generator', () => {
  it.each([
    ['binary', binary()],
    ['ternary', ternary()],
    ['olive', olive()],
    ['powerOfTwo4', powerOfTwo(4)],
    ['flint5', flint(5)],
    ['sflint5', flint(5, { signed: true })],
    ['int7', int(7)],
  ])('are set by name: %s', (name, format) => {
    const [node] = setParameters(design(int(8), int(8)), [
      { path: 'layer.output.format', value: name },
    ]).nodes;
    expect(node?.parameters['output']).toMatchObject({ format });
  });

  it('are one parameter on the page of a unit', () => {
    const facts = parametersOf(units.dense).find(({ path }) => path === 'output.format');
    expect(facts).toMatchObject({ type: 'number format', default: 'int8' });
    expect(facts?.range).toContain('ternary');
  });

  it('stand in an emitted design as they were written', () => {
    const { text } = designText(
      design(flint(5, { signed: true }), codebook([3, -1, 0])),
      'weights',
    );
    expect(text).toContain("import { datapath, codebook, flint, ternary, tensor } from 'sinter';");
    expect(text).toContain('format: flint(5, { signed: true })');
    expect(text).toContain('codebook([3, -1, 0])');
    expect(text).toMatch(/tensor\.fromNpy\([^)]*ternary\(\)/);
  });

  it('are unsigned words in the manifest and in files', () => {
    const { manifest } = assemble(design(powerOfTwo(3), flint(4))).package;
    expect(manifest.streams.map(({ elementBits, signed }) => ({ elementBits, signed }))).toEqual([
      { elementBits: 3, signed: false },
      { elementBits: 4, signed: false },
    ]);
    expect([binary(), flint(4), int(4)].map(dtypeOf)).toEqual(['|u1', '|u1', '|i1']);
  });

  it('have only their own codes as stimulus', () => {
    const five = stream([7], { format: codebook([1, 2, 3, 4, 5]) });
    const tensors = [
      ...cornerTensors(five),
      ...(stimulusFor([{ name: 'x', stream: five }], 40, 1).get('x') ?? []),
    ];
    const codes = tensors.flatMap((codes) => [...codes].map(Number));
    expect([Math.min(...codes), Math.max(...codes)]).toEqual([0, 4]);
  });

  it('refuse a zero point and an odd axis of an input', () => {
    const build = (format: NumberFormat, zeroPoint: number) => () =>
      datapath('small', (d) => {
        const x = d.input('x', { shape: [3], format, scale: 1, zeroPoint });
        d.output('y', x);
      }).build({ baseDirectory: '.' });
    expect(problemsOf(build(binary(), 1))).toEqual([
      'E_PARAMETER at small.x.zeroPoint: gives 1, binary has its zero at 0',
    ]);
    expect(problemsOf(build(olive(), 0))).toEqual([
      'E_SHAPE at small.x: gives shape [3], olive needs an even last axis: codes come in pairs',
    ]);
  });
});
