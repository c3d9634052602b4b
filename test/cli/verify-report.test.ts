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
});
