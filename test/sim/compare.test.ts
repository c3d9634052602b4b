import { describe, expect, it } from 'vitest';
import { buildSimulator } from '../../sim/build.js';
import { describeMismatch } from '../../sim/compare/mismatch.js';
import { compareRun } from '../../sim/compare.js';
import { type StallProfile, simulate } from '../../sim/run.js';
import {
  counting,
  INT8,
  input,
  output,
  type SliceOptions,
  slice,
  writePackage,
} from './fixtures.js';

/** The first mismatch of a sabotaged register slice, as text; undefined when none is found. */
const firstMismatch = async (
  sabotage: SliceOptions,
  stall: StallProfile,
  seed = 1,
): Promise<string | undefined> => {
  const streams = [input('x', INT8), output('y', INT8)];
  const simulator = await buildSimulator(
    await writePackage('sabotaged', streams, slice(8, sabotage)),
  );
  const tensors = counting(10, 6);
  const run = await simulate(simulator, { inputs: new Map([['x', tensors]]), stall, seed });
  const { first } = compareRun(run, new Map([['y', tensors]]));
  return first && describeMismatch(first);
};

describe('a comparison finds', () => {
  it('a wrong element', async () => {
    const data = "data_q ^ {7'd0, count_q == 8'd15}";
    expect(await firstMismatch({ data }, 'none')).toBe(
      'm_axis_y: tensor 2 element 2 (lane 0 of beat 2, cycle 15): expected 23, got 22',
    );
  });

  it('a wrong element among lanes, and counts the others', async () => {
    const shape = { shape: [5], lanes: 2, elementBits: 8, signed: true };
    const streams = [input('x', shape), output('y', shape)];
    const simulator = await buildSimulator(await writePackage('lanes', streams, slice(16)));
    const tensors = counting(3, 5);
    const run = await simulate(simulator, {
      inputs: new Map([['x', tensors]]),
      stall: 'none',
      seed: 1,
    });
    const expected = counting(3, 5);
    expected[1]?.set([-7, 0], 3);
    const { first, wrongElements } = compareRun(run, new Map([['y', expected]]));
    expect(first && describeMismatch(first)).toBe(
      'm_axis_y: tensor 1 element 3 (lane 1 of beat 1, cycle 5): expected -7, got 14',
    );
    expect(wrongElements).toBe(2);
  });

  it('a set bit in an unused lane', async () => {
    const shape = { shape: [3], lanes: 2, elementBits: 8, signed: true };
    const streams = [input('x', shape), output('y', shape)];
    const data = "data_q | {last_q, 15'd0}";
    const simulator = await buildSimulator(
      await writePackage('padding', streams, slice(16, { data })),
    );
    const tensors = counting(2, 3);
    const run = await simulate(simulator, {
      inputs: new Map([['x', tensors]]),
      stall: 'none',
      seed: 1,
    });
    const { first, wrongElements } = compareRun(run, new Map([['y', tensors]]));
    expect(first && describeMismatch(first)).toBe(
      'm_axis_y: tensor 0 beat 1 (cycle 2): expected zero in unused lanes and padding, got tdata 0x8003',
    );
    expect(wrongElements).toBe(0);
  });

  it('a missing and a false tlast', async () => {
    expect(await firstMismatch({ last: "1'b0" }, 'none')).toBe(
      'm_axis_y: tensor 0 beat 5 (cycle 6) of 6: expected tlast 1, got 0',
    );
    expect(await firstMismatch({ last: "last_q || count_q == 8'd3" }, 'none')).toBe(
      'm_axis_y: tensor 0 beat 2 (cycle 3) of 6: expected tlast 0, got 1',
    );
  });

  it('a deadlock, with what every stream waits for', async () => {
    expect(
      await firstMismatch({ ready: "count_q < 8'd4 && (!valid_q || m_axis_y_tready)" }, 'none'),
    ).toBe(
      'm_axis_y: 4 of 60 beats came, tensor 0 beat 4 is missing; deadlock at cycle 200005: s_axis_x (4 of 60 beats) waits for tready, m_axis_y (4 of 60 beats) waits for tvalid',
    );
  });

  it('a ready that is not heeded, only under a stalling sink', async () => {
    const always = { ready: "1'b1" };
    expect(await firstMismatch(always, 'none')).toBeUndefined();
    expect(await firstMismatch(always, 'source')).toBeUndefined();
    for (const seed of [1, 2, 3, 4, 5]) {
      expect(await firstMismatch(always, 'sink', seed)).toMatch(
        /tdata changed while tvalid waited for tready|expected \d+, got \d+/,
      );
    }
  });

  it('a valid that falls before its beat is taken, though no beat is lost', async () => {
    const taken = 'm_axis_y_tready && !gap_q';
    const sabotage = {
      valid: 'valid_q && !gap_q',
      taken,
      ready: `!valid_q || (${taken})`,
      extra: `reg gap_q;
        always @(posedge clk) gap_q <= !rst && valid_q && !m_axis_y_tready && !gap_q;`,
    };
    expect(await firstMismatch(sabotage, 'source')).toBeUndefined();
    expect(await firstMismatch(sabotage, 'sink')).toMatch(
      /^m_axis_y: tensor 0 beat \d \(cycle \d+\): tvalid fell before tready took the beat$/,
    );
  });

  it('a valid that waits for ready, only under a stalling sink', async () => {
    const waits = { valid: 'valid_q && m_axis_y_tready' };
    expect(await firstMismatch(waits, 'none')).toBeUndefined();
    for (const seed of [1, 2, 3]) {
      expect(await firstMismatch(waits, 'sink', seed)).toMatch(
        /^m_axis_y: \d+ of 60 beats came, .*; deadlock .* m_axis_y \(\d+ of 60 beats\) waits for tvalid$/,
      );
    }
  });

  it('a payload that is looked at without valid', async () => {
    const extra =
      'reg seen_q; always @(posedge clk) seen_q <= !rst && (seen_q || (!s_axis_x_tvalid && s_axis_x_tlast));';
    expect(await firstMismatch({ data: "data_q + {7'd0, seen_q}", extra }, 'none')).toBeUndefined();
    expect(await firstMismatch({ data: "data_q + {7'd0, seen_q}", extra }, 'source')).toMatch(
      /expected/,
    );
  });

  it('a beat too many', async () => {
    // After the last of the 60 beats, valid stays for one beat more.
    const extra = `reg more_q;
      always @(posedge clk) more_q <= !rst && count_q == 8'd60 && valid_q && m_axis_y_tready;`;
    expect(await firstMismatch({ valid: 'valid_q || more_q', extra }, 'none')).toBe(
      'm_axis_y: tensor 10 beat 0 (cycle 61): a beat after the last of 60 expected',
    );
  });
});
