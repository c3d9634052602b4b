import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assemble } from '../../generator/compile.js';
import { writePackage } from '../../generator/emit/write.js';
import type { Codes } from '../../generator/ir/codes.js';
import type { Datapath, DatapathInput } from '../../generator/ir/datapath.js';
import { rangeOf } from '../../generator/ir/format.js';
import { elementsOf } from '../../generator/ir/stream.js';
import { intervalOf } from '../../generator/stream/hardware.js';
import { buildSimulator } from '../../sim/build.js';
import { measureRun } from '../../sim/measure.js';
import { STALL_PROFILES, simulate } from '../../sim/run.js';
import { everyTensor, exhaustiveBits, stimulusFor } from '../../sim/stimulus.js';
import { icarusLint, verilatorLint, yosysCheck } from '../../sim/tools/lint.js';
import { verify } from '../../sim/verify.js';
import type { UnitCase } from './unit-case.js';

/** Tensors of a case whose inputs cannot all be tried. */
const vectors = 20;

/** A datapath of one unit between an input and an output. */
export const singleUnit = ({ unit, inputs, parameters }: UnitCase): Datapath => {
  const names = inputs.map((_, i) => `x${i}`);
  return {
    kind: 'datapath',
    name: 'case',
    inputs: inputs.map((stream, i) => ({ kind: 'input', name: names[i] as string, stream })),
    nodes: [{ kind: 'node', name: 'unit', unit, parameters, inputs: names }],
    outputs: [{ kind: 'output', name: 'y', from: 'unit' }],
  };
};

/** Every combination of the inputs' tensors, for inputs that have 16 bits or fewer in all. */
const everyInput = (inputs: readonly DatapathInput[]): ReadonlyMap<string, readonly Codes[]> => {
  const choices = inputs.map(({ stream }) => everyTensor(stream));
  const count = choices.reduce((product, tensors) => product * tensors.length, 1);
  let step = 1;
  return new Map(
    inputs.map(({ name }, input) => {
      const tensors = choices[input] as readonly Codes[];
      const every = step;
      step *= tensors.length;
      const at = (n: number): Codes => tensors[Math.floor(n / every) % tensors.length] as Codes;
      return [name, Array.from({ length: count }, (_, n) => at(n))];
    }),
  );
};

const bitsOf = ({ stream }: DatapathInput): number => stream.format.bits * elementsOf(stream);

const stimulusOf = ({ datapath }: { datapath: Datapath }, corners: readonly Codes[]) => {
  const { inputs } = datapath;
  const [input] = inputs;
  if (inputs.reduce((bits, each) => bits + bitsOf(each), 0) <= exhaustiveBits) {
    return everyInput(inputs);
  }
  // Corners are of the first input; what the others have of tensors more meets them.
  const stimulus = stimulusFor(inputs, vectors + corners.length, 1);
  if (!input || corners.length === 0) return stimulus;
  const own = stimulus.get(input.name) ?? [];
  return new Map([...stimulus, [input.name, [...corners, ...own.slice(0, vectors)]]]);
};

/** Tensors without a zero. */
const busiest = (inputs: readonly DatapathInput[], count: number) =>
  new Map(
    inputs.map(({ name, stream }): [string, readonly Codes[]] => {
      const { minimum, maximum } = rangeOf(stream.format);
      const code = stream.zeroPoint === maximum ? minimum : maximum;
      const tensor = Int32Array.from({ length: elementsOf(stream) }, () => code);
      return [name, Array.from({ length: count }, () => tensor)];
    }),
  );

/** What a unit whose cycles depend on the data is measured with: zeros only, none, some, all in turn. */
const dataOf = (
  inputs: readonly DatapathInput[],
  corners: readonly Codes[],
): readonly (readonly Codes[])[] => {
  const [input] = inputs;
  if (!input) return [];
  const { name, stream } = input;
  const zeros = Int32Array.from({ length: elementsOf(stream) }, () => stream.zeroPoint);
  const full = busiest(inputs, 6).get(name) ?? [];
  const random = stimulusFor(inputs, 8, 2).get(name) ?? [];
  const mixed = [...corners, zeros, ...random, zeros, zeros, ...corners, ...full];
  return [new Array<Codes>(8).fill(zeros), full, mixed];
};

/**
 * Proves one parameter set from its contract alone: RTL equals golden (every input where they have 16
 * bits or fewer) under every stall profile, cycles equal the contract, three tools find nothing.
 */
export const proveCase = (unitCase: UnitCase): void => {
  describe(unitCase.title, () => {
    const datapath = singleUnit(unitCase);
    const compiled = assemble(datapath);
    const { bound } = compiled;
    const [node] = bound.nodes;
    const contract = node?.unit.contract();
    let folder = '';
    let packageDir = '';

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'sinter-case-'));
      packageDir = join(folder, 'case');
      writePackage(compiled.package, packageDir);
    });
    afterAll(() => rm(folder, { recursive: true, force: true }));

    it('equals the golden model under every stall profile', async () => {
      const inputs = stimulusOf(bound, contract?.corners?.(0) ?? []);
      const results = await verify({
        packageDir,
        bound,
        inputs,
        stalls: STALL_PROFILES,
        seed: 1,
        jobs: 1,
      });
      expect(results.map(({ stall, mismatch }) => ({ stall, mismatch }))).toEqual(
        STALL_PROFILES.map((stall) => ({ stall, mismatch: undefined })),
      );
    });

    it('takes the cycles of its contract', async () => {
      const simulator = await buildSimulator(packageDir);
      // Where the data decide, the contract speaks of data that take most.
      const inputs = contract?.completions
        ? busiest(datapath.inputs, 8)
        : stimulusFor(datapath.inputs, 8, 2);
      const run = await simulate(simulator, { inputs, stall: 'none', seed: 3 });
      const { latencyCycles, intervals } = measureRun(run);
      const steady = intervals.slice(3);
      // Tensors of very few cycles may take one more and one less in turn.
      const mean = steady.reduce((sum, cycles) => sum + cycles, 0) / steady.length;
      const told = contract?.completions ? [Math.ceil(mean)] : steady;
      expect({ latencyCycles, intervals: new Set(told) }).toEqual({
        latencyCycles: contract?.latencyCycles,
        intervals: new Set([contract?.intervalCycles]),
      });
    });

    it.runIf(contract?.completions)(
      'takes the cycles that its contract tells of data',
      async () => {
        const simulator = await buildSimulator(packageDir);
        for (const tensors of dataOf(datapath.inputs, contract?.corners?.(0) ?? [])) {
          // The first input's data decide, whatever the others'.
          const others = stimulusFor(datapath.inputs, tensors.length, 4);
          const inputs = new Map([...others, [datapath.inputs[0]?.name ?? '', tensors]]);
          const run = await simulate(simulator, { inputs, stall: 'none', seed: 3 });
          const { latencyCycles, intervals } = measureRun(run);
          let end = latencyCycles;
          const measured = [end, ...intervals.map((cycles) => (end += cycles))];
          expect(measured).toEqual(contract?.completions?.(tensors));
        }
      },
    );

    it('promises the interval that its stages have', () => {
      const hardware = node?.unit.elaborate({ module: 'unit', dslName: 'unit' });
      const beats = compiled.package.manifest.streams.map((stream) => stream.beats);
      expect(contract?.intervalCycles).toBe(
        Math.max(hardware ? intervalOf(hardware) : 0, ...beats),
      );
    });

    it('is clean under Verilator, Icarus and Yosys', async () => {
      const files = [...compiled.package.files.keys()]
        .filter((path) => path.startsWith('rtl/'))
        .map((path) => join(packageDir, path));
      const findings = [
        ...(await verilatorLint(files)),
        ...(await icarusLint(files, 'case_')),
        ...(await yosysCheck(files, 'case_')),
      ];
      expect(findings).toEqual([]);
    });
  });
};

/** Runs the suite over every parameter set of a unit. */
export const proveUnit = (kind: string, cases: readonly UnitCase[]): void => {
  describe(`${kind} in RTL`, () => {
    for (const unitCase of cases) proveCase(unitCase);
  });
};
