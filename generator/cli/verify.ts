import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { STALL_PROFILES, type StallProfile } from '../../sim/run.js';
import { commandText } from '../../sim/tools/run-tool.js';
import { junitText } from '../report/junit.js';
import { once, shardOf, wholeNumber } from './arguments.js';
import { defineCommand } from './command.js';
import { compileDesign, designOptions, designPositional, designWords } from './design-options.js';
import { namedFiles } from './named-files.js';
import { checkWritable, writeWhole } from './output-file.js';
import { readInputs } from './tensor-files.js';
import { verifyProfiles } from './verify-profiles.js';
import { mismatchFacts, mismatchText } from './verify-report.js';
import { verifyStimulus } from './verify-stimulus.js';
import { casesOf, cyclesMismatchText, resultTable } from './verify-summary.js';

/** With fewer tensors a process, the interval could not be measured. */
const fewestPerRun = 4;

export const verifyCommand = defineCommand({
  usage: 'verify <design>',
  summary: 'compare the Verilog with the golden model, bit by bit',
  positionals: designPositional,
  options: {
    vectors: {
      type: 'string',
      requiresArg: true,
      describe: 'vectors that are made: corners, then random ones [default: 16]',
    },
    seed: { type: 'string', requiresArg: true, describe: 'of vectors and stalls [default: 1]' },
    stalls: {
      choices: [...STALL_PROFILES, 'all'],
      requiresArg: true,
      describe: 'which sides hold back [default: all, one after the other]',
    },
    input: {
      type: 'string',
      array: true,
      nargs: 1,
      describe: '[NAME=]x.npy, vectors of yours before the others; first axis = samples',
    },
    shard: { type: 'string', requiresArg: true, describe: 'I/N: only the I-th of N parts' },
    jobs: {
      type: 'string',
      requiresArg: true,
      describe: 'simulations at the same time [default: number of cores]',
    },
    junit: { type: 'string', requiresArg: true, describe: 'write the result as JUnit XML' },
    waves: { type: 'string', requiresArg: true, describe: 'write a VCD of the first mismatch' },
    package: {
      type: 'string',
      requiresArg: true,
      describe: 'folder of a package to verify in place of a freshly compiled one',
    },
    ...designOptions,
  },
  examples: [
    ['$0 verify model.tflite --vectors 100', 'the whole model under every stall profile'],
    ['$0 verify design.ts --package rtl-out/head', 'a package that was edited by hand'],
  ],
  async run(given, terminal) {
    const vectors = wholeNumber('--vectors', given.vectors, 0) ?? 16;
    const seed = wholeNumber('--seed', given.seed, 0) ?? 1;
    const mostJobs = wholeNumber('--jobs', given.jobs, 1) ?? availableParallelism();
    const chosen = once('--stalls', given.stalls) ?? 'all';
    const stalls = STALL_PROFILES.filter((one) => chosen === 'all' || chosen === one);
    const shard = shardOf(given.shard);
    const [junit, waves] = [once('--junit', given.junit), once('--waves', given.waves)];
    const packageDir = once('--package', given.package);
    for (const file of [junit, waves]) {
      if (file !== undefined) checkWritable(resolve(terminal.directory, file), file);
    }

    const compiled = await compileDesign(given, terminal);
    const { bound } = compiled;
    const { manifest } = compiled.package;
    const names = bound.datapath.inputs.map(({ name }) => name);
    const files = namedFiles('--input', given.input ?? [], names);
    const { inputs, range, total } = verifyStimulus(bound.datapath, {
      given:
        files.size > 0
          ? await readInputs(files, bound.datapath.inputs, terminal.directory)
          : undefined,
      generated: vectors,
      seed,
      shard,
    });
    const count = range.end - range.start;
    const jobs = Math.max(1, Math.min(mostJobs, Math.floor(count / fewestPerRun)));
    const repeat = (stall: StallProfile): string =>
      commandText('npx', [
        ...['sinter', 'verify', ...designWords(given)],
        ...(given.input ?? []).flatMap((one) => ['--input', one]),
        ...(packageDir ? ['--package', packageDir] : []),
        ...['--vectors', String(vectors), '--seed', String(seed), '--stalls', stall],
        ...(shard ? ['--shard', `${shard.index}/${shard.count}`] : []),
        ...['--jobs', String(jobs), '--waves', waves ?? 'mismatch.vcd'],
      ]);

    const request = { compiled, packageDir, inputs, stalls, seed, jobs, waves, repeat };
    const verified = await verifyProfiles(request, terminal);
    const mismatches = verified.profiles.flatMap(({ result }) => {
      const text = repeat(result.stall);
      return mismatchFacts(result, bound, manifest, range.start, text) ?? [];
    });
    const good = mismatches.length === 0 && verified.cycles?.good !== false;
    if (junit !== undefined) {
      const text = junitText(`sinter verify ${manifest.name}`, casesOf(verified, mismatches));
      writeWhole(resolve(terminal.directory, junit), junit, text);
    }
    const part = shard ? ` (${range.start} to ${range.end - 1} of ${total})` : '';
    const [first] = mismatches;
    const lines = [
      `${manifest.name}: ${count} vectors${part}, seed ${seed}`,
      resultTable(verified),
      ...(first ? ['', mismatchText(first)] : []),
      ...(!first && !good ? ['', cyclesMismatchText, `repeat with: ${repeat('none')}`] : []),
      ...(waves ? [`waveform in ${waves}`] : []),
    ];
    return {
      status: good ? 0 : 1,
      text: lines.join('\n'),
      json: {
        name: manifest.name,
        good,
        vectors: count,
        seed,
        profiles: verified.profiles.map(({ result, seconds }) => ({
          stall: result.stall,
          good: result.mismatch === undefined,
          comparedElements: result.comparison.comparedElements,
          wrongElements: result.comparison.wrongElements,
          seconds,
        })),
        cycles: verified.cycles,
        mismatches,
      },
    };
  },
});
