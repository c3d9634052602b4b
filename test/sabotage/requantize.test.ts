import { describe, expect, it } from 'vitest';
import { assemble } from '../../generator/compile.js';
import { datapath } from '../../generator/dsl/datapath.js';
import { int } from '../../generator/dsl/formats.js';
import { stimulusFor } from '../../sim/stimulus.js';
import { replacing, type Sabotage, sabotaged, verifyFiles } from '../support/sabotage.js';

/**
 * Faults in the requantization as it is defined, step by step: int32 codes that may be anything have no
 * narrow form.
 */

const design = datapath('exact', (d) => {
  const x = d.input('x', { shape: [6], format: int(32), scale: 0.001 });
  d.output('y', d.requantize(x, { output: { format: int(8), scale: 40000, zeroPoint: 3 } }));
}).build({ baseDirectory: '.' });

const compiled = assemble(design);
const inputs = stimulusFor(design.inputs, 200, 1);
const lane = 'rtl/sinter_requantize_lane.v';

const cases: readonly Sabotage[] = [
  {
    title: 'no half before the second rounding',
    file: lane,
    edit: replacing('high_q + $signed(half)', 'high_q'),
  },
  {
    title: 'a product that keeps a bit too many',
    file: lane,
    edit: replacing('nudged[PRODUCT_BITS-1:31]', 'nudged[PRODUCT_BITS-2:30]'),
  },
  {
    title: 'a zero point one too high',
    file: 'rtl/exact_requantize0_requantize.v',
    edit: replacing(/\.ZERO_POINT\(8'sd3\)/, ".ZERO_POINT(8'sd4)"),
  },
  {
    title: 'a shift one too far',
    file: 'rtl/exact_requantize0_requantize.v',
    edit: (text) =>
      text.replace(
        /right = \{LANES\{(\d+)'h([0-9a-f]+)\}\}/,
        (_, bits, digits) =>
          `right = {LANES{${bits}'h${(Number.parseInt(digits, 16) - 1).toString(16)}}}`,
      ),
  },
];

describe('a sabotaged requantization', () => {
  it('is not the one that was left alone', async () => {
    const [result] = await verifyFiles(compiled.package.files, compiled, inputs, ['none']);
    expect(result?.mismatch).toBeUndefined();
  });

  for (const sabotage of cases) {
    it(`is caught: ${sabotage.title}`, async () => {
      const files = sabotaged(compiled.package.files, sabotage);
      const [result] = await verifyFiles(files, compiled, inputs, ['none']);
      expect(result?.mismatch).toMatch(
        /^m_axis_y: tensor \d+ element \d+ \(lane 0 of beat \d+, cycle \d+\): expected -?\d+, got -?\d+/,
      );
    });
  }
});
