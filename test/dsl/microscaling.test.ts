import { describe, expect, it } from 'vitest';
import { dtypeOf } from '../../generator/cli/tensor-files.js';
import { assemble } from '../../generator/compile.js';
import { datapath } from '../../generator/dsl/datapath.js';
import { e8m0, float32, int, mxfp4, mxfp6, mxfp8, mxint8 } from '../../generator/dsl/formats.js';
import { tensor } from '../../generator/dsl/tensor.js';
import { designText } from '../../generator/export/design-text.js';
import { runGolden } from '../../generator/golden.js';
import type { Codes } from '../../generator/ir/codes.js';
import type { DatapathInput } from '../../generator/ir/datapath.js';
import { formatName, type NumberFormat } from '../../generator/ir/format.js';
import type { StreamType } from '../../generator/ir/stream.js';
import { realValues } from '../../generator/ir/values.js';
import { bindDatapath } from '../../generator/passes/bind.js';
import { setParameters } from '../../generator/passes/set-parameters.js';
import type { UnitKind } from '../../generator/units/index.js';
import { cornerTensors } from '../../sim/stimulus.js';
import { problemsOf } from '../support/golden.js';
import { randomTensor, stream } from '../support/streams.js';
import { bindUnit, runUnit } from '../support/units.js';

const floating: readonly NumberFormat[] = [
  ...[mxfp8('e5m2'), mxfp8('e4m3'), mxfp6('e3m2'), mxfp6('e2m3'), mxfp4(), mxint8()],
  ...[e8m0(), float32()],
];

const design = datapath('small', (d) => {
  const x = d.input('x', { shape: [2, 40], format: int(8), scale: 0.5, lanes: 4 });
  const { elements, scales } = d.mxQuantize(x, { format: mxfp8('e4m3') });
  const weights = tensor.mx(
    [Array.from({ length: 40 }, (_, i) => i - 20), new Array<number>(40).fill(0.3)],
    mxfp4(),
  );
  const y = d.mxDense(elements, scales, {
    name: 'layer',
    weights: weights.elements,
    weightScales: weights.scales,
    bias: tensor.float32([0.5, -1]),
  });
  d.output('y', y);
}).build({ baseDirectory: '.' });

describe('formats of Microscaling', () => {
  it('have names', () => {
    expect(floating.map(formatName)).toEqual([
      ...['mxfp8e5m2', 'mxfp8e4m3', 'mxfp6e3m2', 'mxfp6e2m3', 'mxfp4e2m1', 'mxint8'],
      ...['e8m0', 'float32'],
    ]);
    expect(() => mxfp8('e3m2' as 'e4m3')).toThrow('E_FORMAT at mxfp8e3m2: is no element format');
  });

  it.each(floating.map((format) => [formatName(format), format] as const))(
    'are set by name: %s',
    (name, format) => {
      const [, , node] = setParameters(design, [
        { path: 'layer.output.format', value: name },
      ]).nodes;
      expect(node?.parameters['output']).toEqual({ format });
    },
  );

  it.each(floating.map((format) => [formatName(format), format] as const))(
    'are refused where nobody knows what they are worth: %s',
    (name, format) => {
      const units: readonly (readonly [UnitKind, Readonly<Record<string, unknown>>])[] = [
        ['dense', { weights: randomTensor([2, 4], int(4), 1, 1), output: { scale: 1 } }],
        ['relu', {}],
        ['softmax', {}],
        ['max_pool', { size: [1, 1] }],
        ['transpose', { permutation: [1, 0] }],
        ['slice', { begin: [0, 0], end: [1, 1] }],
        ['pad', { before: [0, 0], after: [1, 1] }],
      ];
      for (const [kind, parameters] of units) {
        const input = stream([1, 2, 4], { format });
        const [problem] = problemsOf(() => bindUnit(kind, [input], parameters));
        expect(problem).toContain(
          `E_FORMAT at design.${kind}0.in: gives ${name}, which ${kind} does not take`,
        );
      }
      const weights = { weights: randomTensor([2, 4], mxfp4(), 1, 1), output: { scale: 1 } };
      expect(problemsOf(() => bindUnit('dense', [stream([4])], weights))).toEqual([
        'E_FORMAT at design.dense0.weights: gives mxfp4e2m1, which dense does not take; give another format',
      ]);
    },
  );

  it('are looked at in another shape only where codes stand for themselves', () => {
    const shape = { shape: [4] };
    const single = stream([2, 2], { format: float32() });
    expect(runUnit(bindUnit('reshape', [single], shape), [1, 2, 3, 4])).toEqual([1, 2, 3, 4]);
    expect(
      problemsOf(() => bindUnit('reshape', [stream([2, 2], { format: mxfp4() })], shape)),
    ).toHaveLength(1);
  });

  it('are unsigned words in the manifest and in files', () => {
    const { manifest } = assemble(design).package;
    expect(
      manifest.streams.map(({ name, elementBits, signed }) => ({ name, elementBits, signed })),
    ).toEqual([
      { name: 'x', elementBits: 8, signed: true },
      { name: 'y', elementBits: 32, signed: false },
    ]);
    expect([mxfp4(), mxint8(), e8m0(), float32()].map(dtypeOf)).toEqual([
      '|u1',
      '|u1',
      '|u1',
      '<u4',
    ]);
  });

  it('stand in an emitted design as they were written', () => {
    const { text, weights } = designText(design, 'weights');
    expect(text).toContain(
      "import { datapath, e8m0, float32, int, mxfp4, mxfp8, tensor } from 'sinter';",
    );
    expect(text).toContain("format: mxfp8('e4m3')");
    expect(text).toContain('d.mxElements(x, xMxScales, {');
    expect([...weights.keys()]).toEqual([
      ...['layer.weights.npy', 'layer.weightScales.npy', 'layer.bias.npy'],
    ]);
  });
});

describe('mxConv2d', () => {
  const kernel = [3, 2] as const;
  const window = { stride: [2, 1], dilation: [1, 2], padding: 'same' } as const;
  const codes = Array.from({ length: 2 * 42 }, (_, i) => ((i * 37) % 127) - 63);
  const weights = tensor.mx(codes, mxint8(), { shape: [2, 42] });
  const built = datapath('convolution', (d) => {
    const x = d.input('x', { shape: [5, 6, 7], format: int(5), scale: 0.5, zeroPoint: -3 });
    const y = d.mxConv2d(x, {
      ...{ kernel, ...window, format: mxint8(), activation: 'relu' },
      ...{ weights: weights.elements, weightScales: weights.scales },
      bias: tensor.float32([3, -2]),
    });
    d.output('y', y);
  }).build({ baseDirectory: '.' });

  it('is patches, mxQuantize and mxDense under its name', () => {
    expect(built.nodes.map(({ name, unit }) => [name, unit])).toEqual([
      ['x_conv.patches', 'patches'],
      ['x_conv.scales', 'mx_scale'],
      ['x_conv.elements', 'mx_elements'],
      ['x_conv', 'mx_dense'],
    ]);
    expect(designText(built, 'weights').text).toContain('d.patches(x, {');
  });

  it('of numbers that its formats hold is the convolution, exactly', () => {
    const bound = bindDatapath(built);
    const [{ stream: input }] = built.inputs as readonly [DatapathInput];
    const convolution = bindUnit('conv2d', [input], {
      ...{ ...window, activation: 'relu', output: { format: int(8), scale: 1 } },
      weights: tensor.fromCodes(codes, [2, ...kernel, 7], int(8)),
      bias: tensor.fromCodes([6, -4], [2], int(32)),
    });
    for (const x of cornerTensors(input)) {
      const y = runGolden(bound, new Map([['x', x]])).get('x_conv') as Codes;
      const type = bound.streams.get('x_conv') as StreamType;
      expect([...realValues(type, y)]).toEqual([...convolution.reference([realValues(input, x)])]);
    }
  });

  it('says where rows of weights and patches differ', () => {
    const wrong = datapath('wrong', (d) => {
      const x = d.input('x', { shape: [5, 6, 7], format: int(5) });
      const { elements, scales } = tensor.mx(codes, mxint8(), { shape: [2, 42] });
      const options = { format: mxint8(), weights: elements, weightScales: scales };
      d.output('y', d.mxConv2d(x, { name: 'conv', kernel: [3, 3], ...options }));
    });
    expect(problemsOf(() => wrong.build({ baseDirectory: '.' }))).toEqual([
      'E_SHAPE at wrong.conv.weights: gives shape [2, 42], needs [outputs, 63] for elements of that many inputs',
    ]);
  });
});

describe('tensor.mx', () => {
  it('has the scale of each block and the elements over it', () => {
    // 12 is 1.5 * 2^3: over 2^(3 - 2) it is 6, the largest of all.
    const row = [12, -6, 1, 0.5, 0, 3, ...new Array<number>(26).fill(0), 0.75];
    const { elements, scales } = tensor.mx([row], mxfp4());
    expect(elements.shape).toEqual([1, 33]);
    expect([...elements.data].slice(0, 6)).toEqual([7, 8 + 5, 1, 0, 0, 3]);
    expect(elements.data[32]).toBe(7);
    expect([...scales.data]).toEqual([128, 124]);
    expect(scales.shape).toEqual([1, 2]);
  });

  it('takes flat numbers with a shape, and says what is none', () => {
    expect(tensor.mx([1, 2, 3, 4], mxint8(), { shape: [2, 2] }).scales.shape).toEqual([2, 1]);
    expect(() => tensor.mx([1, 2, 3], mxint8(), { shape: [2, 2] })).toThrow(
      'E_TENSOR at tensor.mx: 3 elements do not fill [2, 2]',
    );
    expect(() => tensor.mx([[1, Number.NaN]], mxint8())).toThrow(
      'E_TENSOR at tensor.mx: element 1 is NaN, needs a finite number of the format',
    );
    expect(() => tensor.float32([1e40])).toThrow('E_TENSOR at tensor.float32: element 0 is 1e+40');
    expect([...tensor.float32([1, -2]).data].map(Number)).toEqual([0x3f800000, 0xc0000000]);
  });
});
