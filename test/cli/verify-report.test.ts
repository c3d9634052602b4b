import { describe, expect, it } from 'vitest';
import { cycleFacts } from '../../generator/cli/verify-report.js';

const measured = (latencyCycles: number, intervalCycles: number) => ({
  latencyCycles,
  intervalCycles,
  intervals: [intervalCycles, intervalCycles, intervalCycles],
});

const promised = { latencyCycles: 10_000, intervalCycles: 4_000 };

describe('cycles against their promise', () => {
  it.each([
    [10_000, 4_000, true],
    [10_100, 4_000, true],
    [9_900, 4_000, true],
    [10_101, 4_000, false],
    [9_899, 4_000, false],
    [10_000, 4_001, false],
    [10_000, 3_999, false],
  ])('latency %i, interval %i: %s', (latency, interval, good) => {
    expect(cycleFacts(measured(latency, interval), promised).good).toBe(good);
  });

  it.each([
    [10_100, [4_000, 4_000, 4_000], true],
    [10_101, [4_000, 4_000, 4_000], false],
    [9_000, [3_000, 2_000, 7_000], true],
    [9_000, [3_000, 2_000, 8_101], false],
    [9_900, [4_201, 3_000, 3_000], false],
  ])('that no data exceed: latency %i, intervals %o: %s', (latencyCycles, intervals, good) => {
    const measurement = { latencyCycles, intervalCycles: 1, intervals };
    const facts = cycleFacts(measurement, { ...promised, dependsOnData: true });
    expect(facts).toMatchObject({ atMost: true, good });
  });
});
