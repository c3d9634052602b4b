import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ToolError } from '../../generator/error.js';
import type { Codes } from '../../generator/ir/codes.js';
import { buildSimulator } from '../../sim/build.js';
import { compareRun } from '../../sim/compare.js';
import { measureRun } from '../../sim/measure.js';
import { STALL_PROFILES, simulate } from '../../sim/run.js';
import {
  counting,
  INT8,
  input,
  output,
  slice,
  sliceSimulator,
  temporaryFolder,
  writePackage,
} from './fixtures.js';

const clean = { first: undefined, wrongElements: 0 };

describe('simulate', () => {
  it('carries every beat through a register slice under every stall profile', async () => {
    const simulator = await sliceSimulator();
    const tensors = counting(12, 6);
    for (const stall of STALL_PROFILES) {
      for (const seed of [0, 1, 2]) {
        const run = await simulate(simulator, { inputs: new Map([['x', tensors]]), stall, seed });
        expect(run.end).toBe('done');
        expect(run.outputs.get('y')?.tensors).toEqual(tensors);
        const compared = compareRun(run, new Map([['y', tensors]]));
        expect(compared).toEqual({ ...clean, comparedElements: 72 });
      }
    }
  });

  it('feeds tensors back to back and counts cycles from the first after reset', async () => {
    const inputs = new Map([['x', counting(4, 6)]]);
    const run = await simulate(await sliceSimulator(), { inputs, stall: 'none', seed: 1 });
    expect([...(run.inputs.get('x')?.cycles ?? [])]).toEqual([...Array(24).keys()]);
    expect(measureRun(run)).toEqual({ latencyCycles: 6, intervalCycles: 6, intervals: [6, 6, 6] });
  });

  it('repeats a run exactly from its seed', async () => {
    const simulator = await sliceSimulator();
    const stimulus = { inputs: new Map([['x', counting(5, 6)]]), stall: 'both', seed: 9 } as const;
    const runs = [await simulate(simulator, stimulus), await simulate(simulator, stimulus)];
    expect(runs[0]).toEqual(runs[1]);
    const other = await simulate(simulator, { ...stimulus, seed: 10 });
    expect(other.outputs.get('y')?.cycles).not.toEqual(runs[0]?.outputs.get('y')?.cycles);
  });

  it('joins two inputs; lanes of int5 and int6, the last beat half empty', async () => {
    const operand = { shape: [3], lanes: 2, elementBits: 5, signed: true };
    const streams = [
      input('a', operand),
      input('b', operand),
      output('y', { ...operand, elementBits: 6 }),
    ];
    const low =
      '{s_axis_a_tdata[4], s_axis_a_tdata[4:0]} + {s_axis_b_tdata[4], s_axis_b_tdata[4:0]}';
    const high =
      '{s_axis_a_tdata[9], s_axis_a_tdata[9:5]} + {s_axis_b_tdata[9], s_axis_b_tdata[9:5]}';
    const body = `
      wire [5:0] low = ${low};
      wire [5:0] high = ${high};
      assign m_axis_y_tvalid = s_axis_a_tvalid && s_axis_b_tvalid;
      assign s_axis_a_tready = m_axis_y_tready && s_axis_b_tvalid;
      assign s_axis_b_tready = m_axis_y_tready && s_axis_a_tvalid;
      assign m_axis_y_tlast = s_axis_a_tlast;
      assign m_axis_y_tdata = {4'd0, high, low};`;
    const simulator = await buildSimulator(await writePackage('adder', streams, body));
    const a = [Int32Array.of(-16, 15, 3), Int32Array.of(0, -1, 7)];
    const b = [Int32Array.of(-16, 15, -9), Int32Array.of(1, -1, 8)];
    const sum = new Map([['y', [Int32Array.of(-32, 30, -6), Int32Array.of(1, -2, 15)]]]);
    const inputs = new Map([
      ['a', a],
      ['b', b],
    ]);
    for (const stall of STALL_PROFILES) {
      const run = await simulate(simulator, { inputs, stall, seed: 3 });
      expect(compareRun(run, sum)).toEqual({ ...clean, comparedElements: 6 });
    }
  });

  it.each([
    { shape: [50], lanes: 20, elementBits: 5, signed: true },
    { shape: [3], lanes: 2, elementBits: 64, signed: false },
    { shape: [4], lanes: 1, elementBits: 33, signed: true },
    { shape: [7], lanes: 3, elementBits: 1, signed: false },
  ])('passes elements of $elementBits bits x $lanes lanes unchanged', async (shape) => {
    const [x, y] = [input('x', shape), output('y', shape)];
    const folder = await writePackage('slice', [x, y], slice(x.tdataBits));
    const simulator = await buildSimulator(folder);
    const wide = shape.elementBits > 32;
    const low = shape.signed ? -(1n << BigInt(shape.elementBits - 1)) : 0n;
    const value = fc.bigInt({ min: low, max: low + (1n << BigInt(shape.elementBits)) - 1n });
    const length = shape.shape[0] ?? 1;
    const values = fc.sample(fc.array(value, { minLength: length, maxLength: length }), {
      numRuns: 20,
      seed: 1,
    });
    const tensors = values.map(
      (v): Codes => (wide ? BigInt64Array.from(v) : Int32Array.from(v, Number)),
    );
    const run = await simulate(simulator, {
      inputs: new Map([['x', tensors]]),
      stall: 'both',
      seed: 5,
    });
    expect(run.outputs.get('y')?.tensors).toEqual(tensors);
    expect(compareRun(run, new Map([['y', tensors]])).first).toBeUndefined();
  });

  it('writes a waveform of the cycles asked for', async () => {
    const simulator = await sliceSimulator({ trace: true });
    const file = join(await temporaryFolder(), 'deep', 'waves.vcd');
    const inputs = new Map([['x', counting(2, 6)]]);
    const waves = { file, fromCycle: 2, toCycle: 4 };
    await simulate(simulator, { inputs, stall: 'none', seed: 1 }, { waves });
    const vcd = await readFile(file, 'utf8');
    expect(vcd).toContain('m_axis_y_tdata');
    // Reset takes 8 cycles of 10 ns.
    expect(vcd.match(/^#\d+$/gm)).toEqual(['#100', '#105', '#110', '#115', '#120', '#125']);
  });

  it('starts registers that nobody resets at random, so that a missing reset shows', async () => {
    const streams = [input('x', INT8), output('y', INT8)];
    const folder = await writePackage('unreset', streams, slice(8, { reset: '' }));
    const simulator = await buildSimulator(folder);
    const inputs = new Map([['x', counting(1, 6)]]);
    const expected = new Map([['y', counting(1, 6)]]);
    const good = new Set<boolean>();
    for (let seed = 0; seed < 8; seed++) {
      // The sink is not ready during reset: a valid that starts high is still there after it.
      const run = await simulate(simulator, { inputs, stall: 'none', seed });
      good.add(compareRun(run, expected).first === undefined);
    }
    expect([...good].sort()).toEqual([false, true]);
  });

  it('ends a simulation that takes too long with the command, and leaves nothing behind', async () => {
    const streams = [input('x', INT8), output('y', INT8)];
    const folder = await writePackage('stuck', streams, slice(8, { ready: "1'b0" }));
    const { cacheDir, ...rest } = await buildSimulator(folder);
    const simulator = { ...rest, cacheDir: await temporaryFolder() };
    const stimulus = { inputs: new Map([['x', counting(1, 6)]]), stall: 'none', seed: 1 } as const;
    const options = { timeoutSeconds: 0.3, idleLimitCycles: 4e9 };
    const error: unknown = await simulate(simulator, stimulus, options).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ToolError);
    expect((error as ToolError).message).toMatch(/simulator took more than 0.3 s/);
    expect((error as ToolError).command).toContain(`${simulator.executable} dir=`);
    expect(await readdir(join(simulator.cacheDir, 'tmp'))).toEqual([]);
    expect(existsSync(cacheDir)).toBe(true);
  });

  it('tells a simulation that crashes from a mismatch', async () => {
    const streams = [input('x', INT8), output('y', INT8)];
    const extra = 'always @(posedge clk) if (!rst && s_axis_x_tvalid) $stop;';
    const simulator = await buildSimulator(
      await writePackage('crash', streams, slice(8, { extra })),
    );
    const inputs = new Map([['x', counting(1, 6)]]);
    await expect(simulate(simulator, { inputs, stall: 'none', seed: 1 })).rejects.toThrow(
      ToolError,
    );
  });

  it('names what is wrong with a stimulus', async () => {
    const simulator = await sliceSimulator();
    const run = (inputs: Map<string, Int32Array[]>) =>
      simulate(simulator, { inputs, stall: 'none', seed: 1 });
    await expect(run(new Map())).rejects.toThrow('E_ARGUMENT at slice.x: is given no tensors');
    const both = new Map([
      ['x', counting(1, 6)],
      ['z', counting(1, 6)],
    ]);
    await expect(run(both)).rejects.toThrow('E_ARGUMENT at slice.z: is not an input; there is x');
  });
});
