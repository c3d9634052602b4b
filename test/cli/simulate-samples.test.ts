import { describe, expect, it } from 'vitest';
import { simulateSamples } from '../../generator/cli/simulate-samples.js';
import { type Compiled, compile } from '../../generator/compile.js';
import { loadDesign } from '../../generator/load.js';
import { tinyFolder } from './support.js';

/** The tiny design with a line of its top module changed. */
const sabotaged = async (signal: string, value: string): Promise<Compiled> => {
  const compiled = compile(await loadDesign('tiny.ts', await tinyFolder()));
  const { files } = compiled.package;
  const text = files.get('rtl/tiny.v') ?? '';
  const wrong = text.replace(
    new RegExp(`assign m_axis_p_${signal} = .*`),
    `assign m_axis_p_${signal} = ${value};`,
  );
  expect(wrong).not.toBe(text);
  return {
    ...compiled,
    package: { ...compiled.package, files: new Map([...files, ['rtl/tiny.v', wrong]]) },
  };
};

const simulate = async (compiled: Compiled) => {
  const inputs = new Map([['x', [1, 2, 3].map((code) => new Int32Array(6).fill(code))]]);
  return simulateSamples(
    compiled,
    inputs,
    { jobs: 2, repeatCommand: 'again' },
    {
      ...{ directory: '.', environment: process.env, screen: undefined, columns: 100 },
      out: () => {},
      err: () => {},
    },
  );
};

describe('simulateSamples', () => {
  it('gives outputs in order from several processes, and the cycles of the longest', async () => {
    const compiled = compile(await loadDesign('tiny.ts', await tinyFolder()));
    const { outputs, violation, measurement } = await simulate(compiled);
    expect(violation).toBeUndefined();
    expect(outputs.get('p')?.map((codes) => [...codes])).toEqual([
      [1, 0, 0],
      [1, 1, 1],
      [2, 1, 1],
    ]);
    expect(measurement).toMatchObject({ latencyCycles: 19, intervalCycles: 9 });
  });

  it('tells a wrong tlast', async () => {
    const { violation } = await simulate(await sabotaged('tlast', "1'b0"));
    expect(violation).toBe('m_axis_p: tensor 0 beat 2 (cycle 19) of 3: expected tlast 1, got 0');
  });

  it('tells a deadlock, not the values that never came', async () => {
    const { violation, measurement } = await simulate(await sabotaged('tvalid', "1'b0"));
    expect(violation).toMatch(/0 of 3 beats came, tensor 0 beat 0 is missing; deadlock at cycle/);
    expect(measurement).toBeUndefined();
  });
});
