import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assemble } from '../../generator/compile.js';
import { datapath } from '../../generator/dsl/datapath.js';
import { int } from '../../generator/dsl/formats.js';
import { writePackage } from '../../generator/emit/write.js';
import { resetPolicies } from '../../generator/ir/reset.js';
import { readPackage } from '../../sim/manifest.js';
import { stimulusFor } from '../../sim/stimulus.js';
import { icarusLint, verilatorLint, yosysCheck } from '../../sim/tools/lint.js';
import { goldenOutputs, verify } from '../../sim/verify.js';
import { runIcarus } from '../support/icarus.js';
import { randomTensor } from '../support/streams.js';

/** A fork, a layer and a join, so that something inside has a state to be reset. */
const small = datapath('held', (d) => {
  const x = d.input('x', { shape: [6], format: int(8), scale: 0.05, lanes: 2 });
  const h = d.dense(x, {
    weights: randomTensor([6, 6], int(4), 5, 0.1),
    array: { pe: 2, simd: 3 },
    output: { format: int(8), scale: 0.1 },
  });
  d.output('y', d.add(h, x, { inputFifo: [0, 12], output: { format: int(8), scale: 0.1 } }));
}).build({ baseDirectory: '.' });

const facts = {
  'sync-high': { port: 'rst', active: 'high', synchronous: true },
  'sync-low': { port: 'rst_n', active: 'low', synchronous: true },
  'async-high': { port: 'arst', active: 'high', synchronous: false },
  'async-low': { port: 'arst_n', active: 'low', synchronous: false },
} as const;

describe.each(resetPolicies)('a package with the reset policy %s', (reset) => {
  const compiled = assemble(small, { reset });
  const { files, manifest } = compiled.package;
  const inputs = stimulusFor(compiled.bound.datapath.inputs, 8, 3);
  let folder = '';
  let packageDir = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sinter-reset-'));
    packageDir = join(folder, 'held');
    writePackage(compiled.package, packageDir);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('says so in its manifest and has that port', async () => {
    expect(manifest.reset).toEqual(facts[reset]);
    const top = await readFile(join(packageDir, 'rtl', 'held.v'), 'utf8');
    expect(top).toMatch(new RegExp(`^    input  wire ${facts[reset].port},$`, 'm'));
    expect(files.get('held.sdc')?.includes('set_false_path')).toBe(!facts[reset].synchronous);
    expect(files.has('rtl/sinter_reset_synchroniser.v')).toBe(!facts[reset].synchronous);
  });

  it('equals the golden model at the promised cycles under Verilator', async () => {
    const { bound } = compiled;
    const stalls = ['none', 'both'] as const;
    const results = await verify({ packageDir, bound, inputs, stalls, seed: 1, jobs: 1 });
    expect(results.map(({ mismatch }) => mismatch)).toEqual([undefined, undefined]);
    const { intervalCycles, latencyCycles } = manifest;
    expect(results[0]?.measurement).toMatchObject({ intervalCycles, latencyCycles });
  });

  it('equals it under Icarus, whose source does not wait for the reset inside', async () => {
    const design = await readPackage(packageDir);
    const tensors = new Map([...inputs, ...goldenOutputs(compiled.bound, inputs)]);
    const output = await runIcarus({ design, tensors, folder: join(folder, 'icarus'), gaps: true });
    expect(output).toMatch(/^PASS \d+ beats in \d+ cycles$/m);
  });

  it('is clean under Verilator, Icarus and Yosys', async () => {
    const paths = [...files.keys()].filter((path) => path.startsWith('rtl/'));
    const rtl = paths.map((path) => join(packageDir, path));
    expect([
      ...(await verilatorLint(rtl, { top: 'held' })),
      ...(await icarusLint(rtl, 'held')),
      ...(await yosysCheck(rtl, 'held')),
    ]).toEqual([]);
  });
});

describe('the reset policy', () => {
  it('is synchronous and active high unless said otherwise, and changes the top alone', () => {
    const plain = assemble(small).package.files;
    expect(assemble(small, { reset: 'sync-high' }).package.files).toEqual(plain);
    for (const reset of resetPolicies) {
      const { files } = assemble(small, { reset }).package;
      const changed = [...plain].filter(([path, text]) => files.get(path) !== text);
      expect(changed.map(([path]) => path).filter((path) => path.startsWith('rtl/'))).toEqual(
        reset === 'sync-high' ? [] : ['rtl/held.v'],
      );
    }
  });
});
