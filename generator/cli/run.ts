import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { commandText } from '../../sim/tools/run-tool.js';
import { goldenOutputs, type Tensors } from '../../sim/verify.js';
import type { BoundDatapath } from '../passes/bind.js';
import { countText } from '../report/table.js';
import { once, wholeNumber } from './arguments.js';
import { defineCommand } from './command.js';
import { compileDesign, designOptions, designPositional, designWords } from './design-options.js';
import { namedFiles } from './named-files.js';
import { checkWritable, writeWhole } from './output-file.js';
import { step } from './progress.js';
import { type Simulation, simulateSamples } from './simulate-samples.js';
import { dtypeOf, type NamedStream, readInputs, tensorFile } from './tensor-files.js';

const outputStreams = ({ datapath, streams }: BoundDatapath): readonly NamedStream[] =>
  datapath.outputs.map(({ name, from }) => {
    const stream = streams.get(from);
    if (!stream) throw new Error(`stream ${from} has no type`);
    return { name, stream };
  });

const cyclesText = ({ measurement, simulatedCycles, seconds }: Simulation): string => {
  const lines = [];
  if (measurement) {
    const { latencyCycles, intervalCycles } = measurement;
    const each =
      intervalCycles === undefined
        ? ''
        : `, then one every ${countText(Math.round(intervalCycles))} cycles`;
    lines.push(`first sample after ${countText(latencyCycles)} cycles${each}`);
  }
  const speed = countText(Math.round(simulatedCycles / seconds));
  const total = countText(simulatedCycles);
  lines.push(`simulated ${total} cycles in ${seconds.toFixed(2)} s (${speed} a second)`);
  return lines.join('\n');
};

const simulationFacts = (simulation: Simulation) => ({
  latencyCycles: simulation.measurement?.latencyCycles,
  intervalCycles: simulation.measurement?.intervalCycles,
  simulatedCycles: simulation.simulatedCycles,
  seconds: simulation.seconds,
});

export const runCommand = defineCommand({
  usage: 'run <design>',
  summary: 'run the Verilog, or the golden model, on data of yours',
  positionals: designPositional,
  options: {
    input: {
      type: 'string',
      array: true,
      nargs: 1,
      demandOption: true,
      describe: '[NAME=]x.npy, codes of an input; the first axis counts samples',
    },
    output: {
      type: 'string',
      array: true,
      nargs: 1,
      demandOption: true,
      describe: '[NAME=]y.npy, where the codes of an output go',
    },
    engine: {
      choices: ['rtl', 'golden'],
      default: 'rtl',
      requiresArg: true,
      describe: 'the Verilog under Verilator, or the golden model',
    },
    jobs: {
      type: 'string',
      requiresArg: true,
      describe: 'simulations at the same time [default: number of cores]',
    },
    ...designOptions,
  },
  examples: [['$0 run model.tflite --input x.npy --output y.npy', 'y.npy has a result per sample']],
  async run(given, terminal) {
    const engine = once('--engine', given.engine);
    const jobs = wholeNumber('--jobs', given.jobs, 1) ?? availableParallelism();
    const compiled = await compileDesign(given, terminal);
    const { bound } = compiled;
    const outputs = outputStreams(bound);
    const inputNames = bound.datapath.inputs.map(({ name }) => name);
    const inputFiles = namedFiles('--input', given.input, inputNames);
    const outputFiles = namedFiles(
      '--output',
      given.output,
      outputs.map(({ name }) => name),
    );
    const pathOf = (file: string): string => resolve(terminal.directory, file);
    for (const file of outputFiles.values()) checkWritable(pathOf(file), file);
    const inputs = await readInputs(inputFiles, bound.datapath.inputs, terminal.directory);

    let results: Tensors;
    let simulation: Simulation | undefined;
    if (engine === 'golden') {
      results = await step(terminal, 'running the golden model', async () =>
        goldenOutputs(bound, inputs),
      );
    } else {
      const words = [
        ...['sinter', 'run', ...designWords(given)],
        ...given.input.flatMap((one) => ['--input', one]),
        ...given.output.flatMap((one) => ['--output', one]),
      ];
      const repeatCommand = commandText('npx', words);
      simulation = await simulateSamples(compiled, inputs, { jobs, repeatCommand }, terminal);
      if (simulation.violation !== undefined) {
        return {
          status: 1,
          text: `the Verilog breaks its promise: ${simulation.violation}\nrepeat with: ${repeatCommand}`,
          json: { engine, violation: simulation.violation, repeat: repeatCommand },
        };
      }
      results = simulation.outputs;
    }

    const written = outputs.flatMap(({ name, stream }) => {
      const file = outputFiles.get(name);
      const tensors = results.get(name);
      if (file === undefined || !tensors) return [];
      writeWhole(pathOf(file), file, tensorFile(tensors, stream));
      const shape = [tensors.length, ...stream.shape];
      return [{ name, file: pathOf(file), shown: file, shape, dtype: dtypeOf(stream.format) }];
    });
    const lines = written.map(
      ({ name, shown, shape, dtype }) => `${name}: (${shape.join(', ')}) ${dtype} in ${shown}`,
    );
    return {
      status: 0,
      text: [...lines, ...(simulation ? [cyclesText(simulation)] : [])].join('\n'),
      json: {
        engine,
        outputs: written.map(({ shown: _, ...facts }) => facts),
        ...(simulation ? simulationFacts(simulation) : {}),
      },
    };
  },
});
