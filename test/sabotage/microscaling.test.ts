import { describe, expect, it } from 'vitest';
import { compile } from '../../generator/compile.js';
import { datapath } from '../../generator/dsl/datapath.js';
import { int, mxfp4, mxfp6 } from '../../generator/dsl/formats.js';
import { tensor } from '../../generator/dsl/tensor.js';
import { randomIntegers } from '../../generator/numeric/random.js';
import { STALL_PROFILES, type StallProfile } from '../../sim/run.js';
import { stimulusFor } from '../../sim/stimulus.js';
import {
  flippingBit,
  replacing,
  type Sabotage,
  sabotaged,
  verifyFiles,
} from '../support/sabotage.js';

/** Faults in what the units of Microscaling are made of: a conversion, and a layer of several blocks. */

const next = randomIntegers(4);
const weights = tensor.mx(
  Array.from({ length: 2 * 70 }, () => ((next() % 2001) - 1000) / 2 ** (next() % 9)),
  mxfp6('e3m2'),
  { shape: [2, 70] },
);

const compiled = compile(
  datapath('mx', (d) => {
    const x = d.input('x', { shape: [70], format: int(8), scale: 0.1, lanes: 4 });
    const { elements, scales } = d.mxQuantize(x, { format: mxfp4(), name: 'q' });
    const parameters = { weights: weights.elements, weightScales: weights.scales };
    const bias = tensor.float32([1.5, -40]);
    const array = { pe: 1, simd: 4 } as const;
    d.output('y', d.mxDense(elements, scales, { name: 'layer', ...parameters, bias, array }));
  }).build({ baseDirectory: '.' }),
);

const rtl = (module: string): string => `rtl/${module}.v`;

const cases: readonly (Sabotage & { readonly stall: StallProfile })[] = [
  {
    title: 'a scale of the weights that is twice too large',
    file: rtl('mx_layer_weight_scales'),
    edit: flippingBit(1, 0),
    stall: 'none',
  },
  {
    title: 'a sum that is shifted a cycle too early',
    file: rtl('sinter_mx_accumulator'),
    edit: replacing('held >>> sum_shift_q2', 'held >>> sum_shift_q'),
    stall: 'none',
  },
  {
    title: 'a bias that is not where a pass starts',
    file: rtl('mx_layer_array'),
    edit: replacing('fold_q3 == ', 'fold_q == '),
    stall: 'none',
  },
  {
    title: 'ties that are always rounded up',
    file: rtl('sinter_mx_element'),
    edit: replacing('work_q3[1] && (work_q3[0] || work_q3[2])', 'work_q3[1]'),
    stall: 'none',
  },
  {
    title: 'a magnitude that lacks 1 where the number is negative',
    file: rtl('sinter_mx_scale'),
    edit: replacing("? ~value + 1'b1 : value", '? ~value : value'),
    stall: 'none',
  },
  {
    title: 'a scale that is taken with every beat',
    file: rtl('sinter_mx_join'),
    edit: replacing('{moves && ends_block, moves}', '{moves, moves}'),
    stall: 'none',
  },
];

const check = (stalls: readonly StallProfile[], fault?: Sabotage) => {
  const { files } = compiled.package;
  const stimulus = stimulusFor(compiled.bound.datapath.inputs, 12, 1);
  return verifyFiles(fault ? sabotaged(files, fault) : files, compiled, stimulus, stalls);
};

describe('a sabotaged layer of Microscaling', () => {
  it('left alone is right', async () => {
    const results = await check(STALL_PROFILES);
    expect(results.map(({ mismatch }) => mismatch)).toEqual(STALL_PROFILES.map(() => undefined));
  });

  it.each(cases)('$title is found', async ({ stall, ...fault }) => {
    const [result] = await check([stall], fault);
    expect(result?.mismatch).toMatch(/^[ms]_axis_\w+: /);
  });
});
