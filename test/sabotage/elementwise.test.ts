import { describe, expect, it } from 'vitest';
import { compile } from '../../generator/compile.js';
import { int } from '../../generator/dsl/formats.js';
import { STALL_PROFILES, type StallProfile } from '../../sim/run.js';
import { stimulusFor } from '../../sim/stimulus.js';
import {
  flippingBit,
  replacing,
  type Sabotage,
  sabotaged,
  verifyFiles,
} from '../support/sabotage.js';
import { randomTensor, stream } from '../support/streams.js';
import type { UnitCase } from '../support/unit-case.js';
import { singleUnit } from '../support/unit-suite.js';

/** Faults in what the element by element units are made of. */

const inputs = [
  stream([6, 4], { lanes: 2, scale: 0.0471, zeroPoint: -3 }),
  stream([6, 4], { lanes: 4, scale: 0.0193, zeroPoint: 12 }),
];
const output = { scale: 0.0517, zeroPoint: -7 };

const designs = {
  add: { inputs, parameters: { inputFifo: [0, 3], output } },
  multiply: { inputs, parameters: { output } },
  scaled: {
    inputs: inputs.slice(0, 1),
    parameters: { constant: randomTensor([4], int(8), 3, 0.02), output },
  },
} as const;

const compiledOf = (design: keyof typeof designs) => {
  const unit = design === 'add' ? 'add' : 'multiply';
  return compile(singleUnit({ title: design, unit, ...designs[design] } satisfies UnitCase));
};

interface Case extends Sabotage {
  readonly design: keyof typeof designs;
  /** A profile that shows it. */
  readonly stall: StallProfile;
}

const rtl = (name: string): string => `rtl/${name}.v`;

const cases: readonly Case[] = [
  {
    title: 'a wrong table entry',
    design: 'add',
    file: rtl('case__unit_term1'),
    // The zero point's, which a corner uses; every entry is used where every pair of codes is tried.
    edit: flippingBit(12, 21),
    stall: 'none',
  },
  {
    title: 'a table that is read without waiting',
    design: 'add',
    file: rtl('case__unit_lookup'),
    edit: replacing('.enable(enable)', ".enable(1'b1)", 2),
    stall: 'sink',
  },
  {
    title: 'a lookup that is always ready',
    design: 'add',
    file: rtl('case__unit_lookup'),
    edit: replacing('s_ready = enable', "s_ready = 1'b1"),
    stall: 'sink',
  },
  {
    title: 'a join that does not wait for its second input',
    design: 'add',
    file: rtl('sinter_join'),
    edit: replacing('m_valid = &s_valid', 'm_valid = s_valid[0]'),
    stall: 'source',
  },
  {
    title: 'a join that takes one input without the other',
    design: 'multiply',
    file: rtl('sinter_join'),
    edit: replacing('{INPUTS{m_valid && m_ready}}', '{INPUTS{m_ready}}'),
    stall: 'source',
  },
  {
    title: 'a buffer that takes a beat more than it holds',
    design: 'add',
    file: rtl('sinter_fifo'),
    edit: replacing('s_ready = count_q != FULL', "s_ready = 1'b1"),
    stall: 'both',
  },
  {
    title: 'a zero point that is not taken off',
    design: 'multiply',
    file: rtl('sinter_product'),
    edit: replacing('- {A_ZERO[A_BITS], A_ZERO}', '- {A_ZERO[A_BITS], A_ZERO ^ A_ZERO}'),
    stall: 'none',
  },
  {
    title: 'a product that does not wait',
    design: 'multiply',
    file: rtl('sinter_product'),
    edit: replacing('    if (enable) begin\n          a_q', "    if (1'b1) begin\n          a_q"),
    stall: 'sink',
  },
  {
    title: 'a constant that steps on without a beat',
    design: 'scaled',
    file: rtl('case__unit_constants'),
    edit: replacing('else if (enable && s_valid)', 'else if (enable)'),
    stall: 'source',
  },
  {
    title: 'a constant that is off by one bit',
    design: 'scaled',
    file: rtl('case__unit_constant'),
    edit: flippingBit(1, 3),
    stall: 'none',
  },
];

const tensors = 10;

const check = (design: keyof typeof designs, stalls: readonly StallProfile[], fault?: Sabotage) => {
  const compiled = compiledOf(design);
  const { files } = compiled.package;
  const stimulus = stimulusFor(compiled.bound.datapath.inputs, tensors, 1);
  return verifyFiles(fault ? sabotaged(files, fault) : files, compiled, stimulus, stalls);
};

describe('a sabotaged element by element unit', () => {
  it.each(['add', 'multiply', 'scaled'] as const)('%s left alone is right', async (design) => {
    const results = await check(design, STALL_PROFILES);
    expect(results.map(({ mismatch }) => mismatch)).toEqual(STALL_PROFILES.map(() => undefined));
  });

  it.each(cases)('$title is found', async ({ design, stall, ...fault }) => {
    const [result] = await check(design, [stall], fault);
    expect(result?.mismatch).toMatch(/^[ms]_axis_\w+: /);
  });
});
