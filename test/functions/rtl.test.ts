import { describe, expect, it } from 'vitest';
import { assemble } from '../../generator/compile.js';
import { datapath } from '../../generator/dsl/datapath.js';
import { int } from '../../generator/dsl/formats.js';
import { STALL_PROFILES } from '../../sim/run.js';
import { icarusLint, verilatorLint, yosysCheck } from '../../sim/tools/lint.js';
import { textProblems } from '../library/text-rules.js';
import { verifyFiles, withPackageFolder } from '../support/sabotage.js';
import { functionsOf } from './units.js';

/** Tensors that hold every code, the last filled up from the first. */
const everyCode = (elements: number, count: number): readonly Int32Array[] =>
  Array.from({ length: Math.ceil(count / elements) }, (_, tensor) =>
    Int32Array.from({ length: elements }, (__, i) => ((tensor * elements + i) % count) - count / 2),
  );

const cases = [
  ['methods', { format: int(8), scale: 1 / 16, zeroPoint: -3, elements: 64, lanes: 1 }],
  ['units', { format: int(8), scale: 1 / 16, zeroPoint: 5, elements: 31, lanes: 2 }],
] as const;

describe.each(cases)('functions of one code, all %s', (which, options) => {
  const compiled = assemble(functionsOf(which, options));

  it('equal their golden models for every code under every stall profile', async () => {
    const inputs = new Map([['x', everyCode(options.elements, 256)]]);
    const results = await verifyFiles(compiled.package.files, compiled, inputs, STALL_PROFILES);
    expect(results.map(({ mismatch }) => mismatch)).toEqual(STALL_PROFILES.map(() => undefined));
    const [free] = results;
    const { intervalCycles, latencyCycles } = compiled.package.manifest;
    expect(free?.measurement?.latencyCycles).toBe(latencyCycles);
    expect(free?.measurement?.intervalCycles).toBe(intervalCycles);
  });

  it('are text that a person can read', () => {
    const problems = [...compiled.package.files]
      .filter(([path]) => path.startsWith('rtl/functions_'))
      .flatMap(([path, text]) => textProblems(path, text));
    expect(problems).toEqual([]);
  });

  it('are clean under Verilator, Icarus and Yosys', async () => {
    const findings = await withPackageFolder(compiled.package.files, async (folder) => {
      const files = [...compiled.package.files.keys()]
        .filter((path) => path.startsWith('rtl/'))
        .map((path) => `${folder}/${path}`);
      return [
        ...(await verilatorLint(files)),
        ...(await icarusLint(files, 'functions')),
        ...(await yosysCheck(files, 'functions')),
      ];
    });
    expect(findings).toEqual([]);
  });
});

describe('a function with a wrong coefficient', () => {
  it('is caught, and said to be wrong', async () => {
    const format = int(8);
    const compiled = assemble(
      datapath('wrong', (d) => {
        const x = d.input('x', { shape: [256], format, scale: 1 / 16 });
        d.output('y', d.sigmoid(x, { name: 'f', method: 'pwl', segments: 4 }));
      }).build({ baseDirectory: '.' }),
    );
    const path = 'rtl/wrong_f_coefficients.v';
    const rom = compiled.package.files.get(path) as string;
    const wrong = rom.replace(/memory\[2\] = (\d+)'h(.)/, (_, bits, digit) => {
      return `memory[2] = ${bits}'h${digit === '0' ? '1' : '0'}`;
    });
    expect(wrong).not.toBe(rom);
    const files = new Map([...compiled.package.files, [path, wrong]]);
    const inputs = new Map([['x', everyCode(256, 256)]]);
    const [result] = await verifyFiles(files, compiled, inputs, ['none']);
    expect(String(result?.mismatch)).toMatch(/y/);
    expect(result?.mismatch).toBeDefined();
  });
});
