import { describe, expect, it } from 'vitest';
import type { Codes } from '../../generator/ir/codes.js';
import { STALL_PROFILES, type StallProfile } from '../../sim/run.js';
import { goldenOutputs, type ProfileResult } from '../../sim/verify.js';
import { compileSmall, smallInputs } from '../package/small-network.js';
import {
  changingWord,
  flippingBit,
  replacing,
  type Sabotage,
  sabotaged,
  verifyFiles,
} from '../support/sabotage.js';

/**
 * The proof proves something: a package with one fault in it, of each kind that there is, is told
 * from a good one, and the message says where.
 */

const compiled = compileSmall();
const { files } = compiled.package;
const tensors = 10;
const inputs = smallInputs(tensors);
/** Of the output. */
const lanes = 1;

interface Case extends Sabotage {
  /** Kinds of mismatch that this fault may show as. */
  readonly kinds: readonly string[];
  /** Stall profiles that show it, and those that cannot; the others may. */
  readonly found?: readonly StallProfile[];
  readonly hidden?: readonly StallProfile[];
  /** Images that it takes to show, where the usual few are not enough. */
  readonly tensors?: number;
}

const rtl = (name: string): string => `rtl/${name}.v`;

const cases: readonly Case[] = [
  // ---- constants
  {
    title: 'a sign bit of the first weight of a convolution',
    file: rtl('tiny_features_weights'),
    edit: flippingBit(0, 7),
    kinds: ['value'],
  },
  {
    title: 'the lowest bit of a depthwise weight',
    file: rtl('tiny_mixed_weights'),
    edit: flippingBit(5, 0),
    kinds: ['value'],
  },
  {
    title: 'a table whose last word is zero',
    file: rtl('tiny_scores_weights'),
    edit: changingWord(-1, () => 0n),
    kinds: ['value'],
  },
  {
    title: 'a table whose last word is missing',
    file: rtl('tiny_mixed_weights'),
    edit: replacing(/^ {4}memory\[17\] = .*\n/m, ''),
    kinds: ['value'],
  },
  {
    title: 'two words of a table exchanged in their addresses',
    file: rtl('tiny_features_weights'),
    edit: (text) =>
      text
        .replace('memory[3]', 'memory[_]')
        .replace('memory[2]', 'memory[3]')
        .replace('[_]', '[2]'),
    kinds: ['value'],
  },
  {
    title: 'a bit of a constant, half an output code',
    file: rtl('tiny_scores_constants'),
    edit: flippingBit(2, 20),
    kinds: ['value'],
  },
  {
    title: 'a bit of a constant, a sixtieth of an output code',
    file: rtl('tiny_features_constants'),
    edit: flippingBit(1, 14 + 12),
    kinds: ['value'],
    tensors: 100,
  },
  {
    title: 'a bit of a multiplier',
    file: rtl('tiny_features_constants'),
    edit: flippingBit(0, 12),
    kinds: ['value'],
  },
  {
    title: 'a shift one too far',
    file: rtl('tiny_scores_requantize'),
    edit: replacing('.SHIFT(21)', '.SHIFT(22)'),
    kinds: ['value'],
  },
  {
    title: 'a zero point one too high',
    file: rtl('tiny_mixed_requantize'),
    edit: replacing("OFFSET(36'h2c000000)", "OFFSET(36'h34000000)"),
    kinds: ['value'],
  },
  {
    title: 'a clamp one too low',
    file: rtl('tiny_features_requantize'),
    edit: replacing(/\.MAXIMUM\(8'sd100\)/, ".MAXIMUM(8'sd99)"),
    kinds: ['value'],
  },
  {
    title: 'a wrong padding value',
    file: rtl('tiny_features'),
    edit: replacing(/PAD_VALUE\((\d+)'h[0-9a-f]+\)/, "PAD_VALUE($1'h0)"),
    kinds: ['value'],
  },

  // ---- arithmetic
  {
    title: 'a term left out of the adder tree',
    file: rtl('sinter_adder_tree'),
    edit: replacing('(a + b) + (c + d)', '(a + b) + c'),
    kinds: ['value'],
  },
  {
    title: 'zeros in place of the sign',
    file: rtl('sinter_sign_extend'),
    edit: replacing('{(OUT_BITS - IN_BITS) {in[IN_BITS-1]}}', "{(OUT_BITS - IN_BITS) {1'b0}}"),
    kinds: ['value'],
  },

  // ---- counting
  {
    title: 'an address that wraps one too early',
    file: rtl('tiny_scores_array'),
    edit: replacing("address_q == 3'd5", "address_q == 3'd4"),
    kinds: ['value'],
  },
  {
    title: 'results after each step, not each pass: too many beats',
    file: rtl('tiny_scores_array'),
    edit: replacing("last_step = step_q == 1'd1", "last_step = 1'b1"),
    kinds: ['value', 'last', 'surplus'],
  },
  {
    title: 'a window one column short',
    file: rtl('sinter_window'),
    edit: replacing('LAST_OX_VALUE = OUT_W - 1', 'LAST_OX_VALUE = OUT_W - 2'),
    kinds: ['value', 'last', 'missing'],
  },
  {
    title: 'rows that the window never frees: a deadlock',
    file: rtl('sinter_window'),
    edit: replacing(
      'FREE_STRIDE = STRIDE_H * ROW_WORDS',
      'FREE_STRIDE = (STRIDE_H - 1) * ROW_WORDS',
    ),
    kinds: ['missing', 'value'],
  },
  {
    title: 'rows freed one word too few',
    file: rtl('sinter_window'),
    edit: replacing('FREE_STRIDE = STRIDE_H * ROW_WORDS', 'FREE_STRIDE = STRIDE_H * ROW_WORDS - 1'),
    kinds: ['value', 'missing'],
  },
  {
    title: 'a window that may read a word before it has come',
    file: rtl('sinter_window'),
    edit: replacing('(offset_q < filled_q)', '(offset_q <= filled_q)'),
    kinds: ['value'],
  },
  {
    title: 'a column window one column short',
    file: rtl('sinter_window_columns'),
    edit: replacing('LAST_OX_VALUE = OUT_W - 1', 'LAST_OX_VALUE = OUT_W - 2'),
    kinds: ['value', 'last', 'missing'],
  },
  {
    title: 'a column window that gives a column before it has come',
    file: rtl('sinter_window_columns'),
    edit: replacing('(needed < filled_wide)', '(needed <= filled_wide)'),
    kinds: ['value'],
  },
  {
    title: 'a column window that starts a row too low after the padding',
    file: rtl('sinter_window_columns'),
    edit: replacing('(top_q > ZERO) ? top_q : ZERO', '(top_q > ZERO) ? top_q : ONE'),
    kinds: ['value', 'missing'],
  },
  {
    title: 'a ring of rows that wraps one row late',
    file: rtl('sinter_window_columns'),
    edit: replacing('(sum >= RING)', '(sum > RING)'),
    kinds: ['value'],
  },
  {
    title: 'storage that is never full',
    file: rtl('sinter_vector_buffer'),
    edit: replacing('s_ready = filled_q != CAPACITY;', "s_ready = 1'b1;"),
    kinds: ['value', 'missing', 'last'],
    found: ['sink', 'both'],
  },

  // ---- the stream's rules
  {
    title: 'tlast with every pass over a vector: too early',
    file: rtl('sinter_vector_buffer'),
    edit: replacing('m_last = stored_last && final_q', 'm_last = stored_last'),
    kinds: ['last'],
  },
  {
    title: 'no tlast at all',
    file: rtl('tiny'),
    edit: replacing('m_axis_scores_tlast = w_scores_last', "m_axis_scores_tlast = 1'b0"),
    kinds: ['last'],
  },
  {
    title: 'tlast a register early, beside the beat before',
    file: rtl('tiny_scores_requantize'),
    edit: replacing('m_last  = last_q[4-1]', 'm_last  = last_q[4-2]'),
    kinds: ['last', 'rule'],
  },
  {
    title: 'a bit set in the padding of tdata',
    file: rtl('tiny'),
    edit: replacing("{ 1'd0, w_scores_data}", "{ 1'd1, w_scores_data}"),
    kinds: ['padding'],
  },
  {
    title: 'a pipeline that ignores m_ready',
    file: rtl('tiny_scores_requantize'),
    edit: replacing('wire enable = !m_valid || m_ready;', "wire enable = 1'b1;"),
    kinds: ['value', 'missing', 'last'],
    found: ['sink', 'both'],
    hidden: ['none', 'source'],
  },
  {
    title: 'a register slice whose ready is always high: no skid',
    file: rtl('sinter_skid_buffer'),
    edit: replacing('s_ready = !skid_valid_q', "s_ready = 1'b1"),
    kinds: ['value', 'missing', 'last'],
    found: ['sink', 'both'],
  },
  {
    title: 'a register slice that takes the next beat over one that waits',
    file: rtl('sinter_skid_buffer'),
    edit: replacing('out_free = !out_valid_q || m_ready', "out_free = 1'b1"),
    kinds: ['rule', 'value', 'missing', 'last'],
    found: ['sink', 'both'],
  },
  {
    title: 'an accumulator that does not wait',
    file: rtl('tiny_scores_array'),
    edit: replacing('accumulate = enable && valid_q[DEPTH-1]', 'accumulate = valid_q[DEPTH-1]'),
    kinds: ['value'],
    found: ['sink', 'both'],
    hidden: ['none', 'source'],
  },
  {
    title: 'a converter that drops what does not go on at once',
    file: rtl('sinter_width_converter'),
    edit: replacing('s_ready = !valid_q || (m_ready && at_end)', "s_ready = 1'b1"),
    kinds: ['value', 'missing', 'last'],
    found: ['sink', 'both'],
  },
  {
    title: 'constants that step on without a beat',
    file: rtl('tiny_scores_requantize'),
    edit: replacing('else if (enable && s_valid)', 'else if (enable)'),
    kinds: ['value'],
  },
];

const places: Readonly<Record<string, RegExp>> = {
  value:
    /^m_axis_scores: tensor (\d+) element (\d+) \(lane (\d+) of beat (\d+), cycle \d+\): expected (-?\d+), got (-?\d+) \(from scores, dense\)$/,
  padding:
    /^m_axis_scores: tensor \d+ beat \d+ \(cycle \d+\): expected zero in unused lanes and padding, got tdata 0x[0-9a-f]{2} \(/,
  last: /^m_axis_scores: tensor \d+ beat \d+ \(cycle \d+\) of 54: expected tlast [01], got [01] \(/,
  rule: /^m_axis_scores: tensor \d+ beat \d+ \(cycle \d+\): t(valid|data|last) .* tready.* \(/,
  missing:
    /^[sm]_axis_\w+: \d+ of \d+ beats came, tensor \d+ beat \d+ is missing; (deadlock|cycle limit|done|stopped).* at cycle \d+: .*(tvalid|tready)/,
  surplus:
    /^m_axis_scores: tensor \d+ beat \d+ \(cycle \d+\): a beat after the last of 540 expected/,
};

/** The message locates the fault, and what it says of the expected value is what the golden model says. */
const expectLocated = (
  { mismatch = '', comparison }: ProfileResult,
  expected: readonly Codes[],
): void => {
  const kind = comparison.first?.kind ?? '';
  expect(mismatch).toMatch(places[kind] as RegExp);
  if (kind !== 'value') return;
  const [tensor, element, lane, beat, wanted, actual] = (
    (places['value'] as RegExp).exec(mismatch) as string[]
  )
    .slice(1)
    .map(Number) as [number, number, number, number, number, number];
  expect({ beat, lane }).toEqual({ beat: Math.floor(element / lanes), lane: element % lanes });
  expect(wanted).toBe(expected[tensor]?.[element]);
  expect(actual).not.toBe(wanted);
};

describe('a sabotaged package', () => {
  it('is not one that was left alone', async () => {
    const results = await verifyFiles(files, compiled, inputs, STALL_PROFILES);
    expect(results.map(({ mismatch }) => mismatch)).toEqual(STALL_PROFILES.map(() => undefined));
  });

  it('really differs from the good one: an edit that does not apply is refused', () => {
    const nothing = { title: 'nothing', file: rtl('tiny'), edit: (text: string) => text };
    expect(() => sabotaged(files, nothing)).toThrow('nothing: nothing changed in rtl/tiny.v');
    const gone = { ...nothing, edit: replacing('no such text', 'x') };
    expect(() => sabotaged(files, gone)).toThrow('no such text stands 0 times, not 1');
  });

  for (const { kinds, found, hidden = [], tensors: many, ...sabotage } of cases) {
    it(`is caught: ${sabotage.title}`, async () => {
      const stalls: readonly StallProfile[] = found ? STALL_PROFILES : ['none', 'both'];
      const given = many === undefined ? inputs : smallInputs(many);
      const expected = goldenOutputs(compiled.bound, given).get('scores') ?? [];
      const results = await verifyFiles(sabotaged(files, sabotage), compiled, given, stalls);
      const caught = results.filter(({ mismatch }) => mismatch !== undefined);
      for (const result of caught) {
        expectLocated(result, expected);
        expect(kinds).toContain(result.comparison.first?.kind);
      }
      const profiles = caught.map(({ stall }) => stall);
      expect(profiles).toEqual(expect.arrayContaining([...(found ?? stalls)]));
      for (const stall of hidden) expect(profiles).not.toContain(stall);
    });
  }
});
