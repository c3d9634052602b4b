import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Compiled, compile } from '../../generator/compile.js';
import { writePackage } from '../../generator/emit/write.js';
import type { Datapath } from '../../generator/ir/datapath.js';
import { stimulusFor } from '../../sim/stimulus.js';
import { tryTool } from '../../sim/tools/run-tool.js';
import { findVerilator } from '../../sim/tools/verilator.js';
import { verify } from '../../sim/verify.js';
import { textProblems } from '../library/text-rules.js';
import { stream } from '../support/streams.js';

/**
 * Names are a stranger's: a model file may call its tensors anything. Whatever they are, the package
 * is sound Verilog, computes the same, and lies in its folder.
 */

const names: readonly (readonly [title: string, design: string, ...nodes: string[]])[] = [
  ['paths', '../../x', '/etc/passwd', '..', 'a/../../b'],
  ['keywords', 'module', 'begin', 'wire', 'endmodule'],
  ['keywords of SystemVerilog', 'logic', 'always_ff', 'priority', 'interface'],
  ['unicode', '网络', 'größe', 'µ', '\u{1f600}'],
  ['very long', 'd'.repeat(300), 'n'.repeat(300), `${'n'.repeat(299)}m`, 'n'.repeat(48)],
  ['alike after filtering', 'x y', 'a.b', 'a b', 'a_b'],
  ['told apart by case only', 'Case', 'node', 'Node', 'NODE'],
  ['numbers', '0', '1', '2_', '_'],
  ['like made ones', 'a', 'a_2', 'a', 'A'],
  ['of the library', 'sinter', 'skid_buffer', 'sinter_ram', 'requantize_lane'],
  ['like a stage of another node', 'd', 'z', 'z_requantize', 'z_constants'],
  ['like a branch of a fork', 'f', 'x_0', 'x_1', 'x_valid'],
  ['like the signals of a stream', 'clk', 'rst', 'tdata', 'x_tdata'],
  ['that end a comment', 'c', 'x\nendmodule\nmodule evil;', 'y\r\n`include "/etc/passwd"', '*/ z'],
  ['of values that are none', 'undefined', 'NaN', '[object Object]', 'null'],
  ['that break text', 'q"uo\'te', '$&', '`tick`', '\\'],
  ['of what every object has', '__proto__', 'constructor', 'toString', 'hasOwnProperty'],
];

/** x forked to three requantizations in a row and beside: every kind of name in one design. */
const named = (design: string, [first, second, third]: readonly string[]): Datapath => {
  const output = { format: { kind: 'int', bits: 8 } as const, scale: 0.1 };
  const node = (name: string, input: string) => ({
    kind: 'node' as const,
    name,
    unit: 'requantize' as const,
    parameters: {
      output,
      multipliers: [
        { multiplier: 2 ** 30, shift: 1 },
        { multiplier: 2 ** 30, shift: 0 },
      ],
    },
    inputs: [input],
  });
  const [a = '', b = '', c = ''] = [first, second, third];
  return {
    kind: 'datapath',
    name: design,
    inputs: [{ kind: 'input', name: 'x', stream: stream([2]) }],
    nodes: [node(a, 'x'), node(b, a), node(c, 'x')],
    outputs: [
      { kind: 'output', name: b, from: b },
      { kind: 'output', name: c, from: c },
    ],
  };
};

const identifiersOf = (compiled: Compiled): readonly string[] => {
  const found: string[] = [];
  type Tree = Compiled['package']['manifest']['instances'];
  const visit = ({ module, instances }: Tree): void => {
    found.push(module);
    instances.forEach(visit);
  };
  visit(compiled.package.manifest.instances);
  return found;
};

/** Where Verilog could be clean and yet wrong, or the simulation's C++ be refused: also simulated. */
const simulated: readonly string[] = [
  ...['keywords', 'alike after filtering', 'told apart by case only', 'of the library'],
  ...['like a stage of another node', 'like a branch of a fork', 'that end a comment'],
];

describe.each(names)('names %s', (title, design, ...nodes) => {
  let folder = '';
  let packageDir = '';
  let compiled: Compiled;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sinter-names-'));
    packageDir = join(folder, 'inside', 'package');
    compiled = compile(named(design, nodes));
    writePackage(compiled.package, packageDir);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('stay in the folder and in plain characters', async () => {
    expect(await readdir(folder)).toEqual(['inside']);
    expect(await readdir(join(folder, 'inside'))).toEqual(['package']);
    for (const path of compiled.package.files.keys()) {
      expect(path).toMatch(/^((rtl|mem)\/)?[A-Za-z][A-Za-z0-9_]*\.(v|mem|f|core|sdc|json)$/);
    }
  });

  it('become identifiers that differ, also where case does not count', () => {
    const { manifest, files } = compiled.package;
    const ports = manifest.streams.map(({ port }) => port.toLowerCase());
    expect(new Set(ports).size).toBe(3);
    const paths = [...files.keys()].map((path) => path.toLowerCase());
    expect(new Set(paths).size).toBe(paths.length);
    const own = identifiersOf(compiled).filter((name) => /(requantize|constants)_*$/.test(name));
    expect(new Set(own).size).toBe(own.length);
    for (const { port } of manifest.streams) expect(port).toMatch(/^[sm]_axis_[A-Za-z0-9_]+$/);
  });

  it('leave the text in order', () => {
    const long = compiled.package.manifest.top.length > 40;
    const problems = [...compiled.package.files]
      .filter(([path]) => path.startsWith('rtl/'))
      .flatMap(([path, text]) => textProblems(path, text))
      .filter((problem) => !(long && problem.endsWith(' columns')));
    expect(problems).toEqual([]);
  });

  it('make clean Verilog', async () => {
    const { command, environment } = await findVerilator();
    const { top, name } = compiled.package.manifest;
    const list = join(packageDir, `${name}.f`);
    const args = ['--lint-only', '-Wall', '--top-module', top, '-F', list];
    expect(await tryTool(command, args, { environment })).toEqual({ status: 0, output: '' });
  });

  it.runIf(simulated.includes(title))('make hardware that computes what it should', async () => {
    const inputs = stimulusFor(compiled.bound.datapath.inputs, 8, 1);
    const { bound } = compiled;
    const [result] = await verify({
      packageDir,
      bound,
      inputs,
      stalls: ['both'],
      seed: 1,
      jobs: 1,
    });
    expect(result?.mismatch).toBeUndefined();
  });
});
