import type { Mismatch } from '../../sim/compare/mismatch.js';
import type { Comparison } from '../../sim/compare.js';
import type { TestCase } from '../report/junit.js';
import { countText, textTable } from '../report/table.js';
import type { ProfilesResult } from './verify-profiles.js';
import { cycleText, type MismatchFacts, mismatchText } from './verify-report.js';

export const cyclesMismatchText =
  'every bit is as expected, but the cycles are not those of manifest.json';

const wrongTexts: Readonly<Record<Exclude<Mismatch['kind'], 'value'>, string>> = {
  padding: 'padding is not zero',
  last: 'tlast is wrong',
  rule: 'a stream rule is broken',
  missing: 'beats are missing',
  surplus: 'there are surplus beats',
};

const wrongText = ({ first, wrongElements, comparedElements }: Comparison): string =>
  first === undefined || first.kind === 'value' || wrongElements > 0
    ? `${countText(wrongElements)} of ${countText(comparedElements)} elements differ`
    : wrongTexts[first.kind];

/** A test case for every stall profile, and one for the cycles. */
export const casesOf = (
  { profiles, cycles }: ProfilesResult,
  mismatches: readonly MismatchFacts[],
): readonly TestCase[] => [
  ...profiles.map(({ result: { stall }, seconds }): TestCase => {
    const facts = mismatches.find((one) => one.stall === stall);
    const failure = facts && { message: facts.text, detail: mismatchText(facts) };
    return { name: `stalls ${stall}`, seconds, failure };
  }),
  ...(cycles
    ? [
        {
          name: 'cycles',
          seconds: 0,
          failure: cycles.good
            ? undefined
            : { message: cycleText(cycles), detail: cyclesMismatchText },
        },
      ]
    : []),
];

/** A line for every stall profile, and one for the cycles. */
export const resultTable = ({ profiles, cycles }: ProfilesResult): string =>
  textTable(
    [{ title: '' }, { title: '' }, { title: '' }],
    [
      ...profiles.map(({ result: { stall, mismatch, tensors, comparison } }) => [
        `stalls ${stall}`,
        mismatch === undefined ? 'ok' : 'MISMATCH',
        mismatch === undefined
          ? `${countText(tensors)} vectors, ${countText(comparison.comparedElements)} elements`
          : wrongText(comparison),
      ]),
      ...(cycles ? [['cycles', cycles.good ? 'ok' : 'MISMATCH', cycleText(cycles)]] : []),
    ],
  );
