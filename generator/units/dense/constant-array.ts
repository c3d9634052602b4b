import type { Problem } from '../../error.js';
import { type NumberFormat, rangeOf } from '../../ir/format.js';
import type { Stage } from '../../ir/module.js';
import type { AdderGraph } from '../../numeric/adder-graph/graph.js';
import { optimise } from '../../numeric/adder-graph/optimise.js';
import { type Pipeline, pipelineOf } from '../../numeric/adder-graph/pipeline.js';
import { pipeline as pipelineTiming } from '../../stream/timing.js';
import type { ArrayFolding } from '../parameters.js';
import type { Naming } from '../unit.js';
import { constantVerilog } from './constant-verilog.js';
import type { Matrix } from './matrix.js';
import type { VectorArray } from './vector-array.js';

/** Adders between two registers when nobody says: carries of one ripple while those before still come. */
const defaultDepth = 6;

/** A unit is resolved often, and the same matrix gives the same graph: those made last are kept. */
const made = new Map<string, AdderGraph>();
const keptGraphs = 16;

const graphOf = ({ outputs, inputs, weights, inputFormat }: Matrix): AdderGraph => {
  const { minimum, maximum } = rangeOf(inputFormat);
  const key = `${outputs} ${inputs} ${minimum} ${maximum} ${weights.join()}`;
  const known = made.get(key);
  if (known) return known;
  const range = { low: minimum, high: maximum };
  const graph = optimise({ outputs, inputs, constants: weights, range });
  const [oldest] = made.keys();
  if (made.size >= keptGraphs && oldest !== undefined) made.delete(oldest);
  made.set(key, graph);
  return graph;
};

interface ConstantArray {
  readonly graph: AdderGraph;
  readonly pipeline: Pipeline;
  readonly depth: number;
  readonly inputFormat: NumberFormat;
  readonly accBits: number;
}

/** A vector in and one out a cycle; templates/units/dense/constant_array.v.hbs. */
const stageOf = (
  { graph, pipeline, depth, inputFormat, accBits }: ConstantArray,
  vectors: number,
  naming: Naming,
): Stage => {
  const { ranks } = pipeline;
  const name = `${naming.module}_array`;
  const inputBits = graph.inputs * inputFormat.bits;
  const outputBits = graph.outputs.length * accBits;
  const next = (register: string, from: string): string =>
    ranks === 1 ? from : `{${register}[${ranks}-2:0], ${from}}`;
  return {
    kind: 'stage',
    instance: 'array',
    module: {
      kind: 'generated',
      name,
      template: 'units/dense/constant_array',
      instances: [],
      view: {
        name,
        dslName: naming.dslName,
        inputs: graph.inputs,
        outputs: graph.outputs.length,
        adders: graph.adders.length,
        depth: depth - 1,
        ranks,
        inputBits,
        outputBits,
        accBits,
        validNext: next('valid_q', 's_valid'),
        lastNext: next('last_q', 's_last'),
        ...constantVerilog(graph, pipeline, accBits),
      },
    },
    parameters: {},
    inputBits,
    outputBits,
    timing: pipelineTiming(vectors, ranks),
  };
};

/** Pairs of terms that common subexpressions are looked for among: beyond that it takes minutes. */
const mostPairs = 4e6;

/** Signed digits of a row at most: every second bit of a weight. */
const pairsOf = ({ outputs, inputs, weights }: Matrix): number => {
  let most = 0;
  for (const weight of weights) most = Math.max(most, Math.abs(weight));
  const digits = inputs * Math.ceil((most.toString(2).length + 1) / 3);
  return (outputs * digits ** 2) / 2;
};

export const constantProblems = (
  matrix: Matrix,
  { pe, simd, skip }: ArrayFolding,
  place: string,
): readonly Problem[] => {
  const { outputs, inputs } = matrix;
  const problem = (name: string, reason: string, hint: string): Problem => ({
    code: 'E_PARAMETER',
    place: `${place}.array.${name}`,
    reason,
    hint,
  });
  return [
    ...(simd === undefined || simd === inputs
      ? []
      : [
          problem('simd', `gives ${simd}, a constant array takes all ${inputs}`, 'leave simd away'),
        ]),
    ...(skip
      ? [problem('skip', 'gives true, zeros cost a constant array nothing', 'leave skip away')]
      : []),
    ...(pe === undefined || outputs % pe === 0
      ? []
      : [
          problem(
            'pe',
            `gives ${pe} results a cycle, which do not divide ${outputs} outputs`,
            'set a divisor of the outputs, or leave pe away',
          ),
        ]),
    ...(pairsOf(matrix) <= mostPairs
      ? []
      : [
          problem(
            'dataflow',
            `gives 'constant' for a matrix of ${outputs} x ${inputs}, too large to be optimised as adders`,
            "set dataflow 'folded', or split the layer",
          ),
        ]),
  ];
};

/**
 * The whole matrix as adders. All results are made in a cycle; `pe` of them a cycle are rescaled. The
 * adders are looked for when the stages are asked for.
 */
export const constantArray = (matrix: Matrix, folding: ArrayFolding): VectorArray => {
  const { outputs, inputs, inputFormat, accBits } = matrix;
  const { pe = outputs, depth = defaultDepth } = folding;
  return {
    inputFormat,
    inputLanes: inputs,
    outputLanes: outputs,
    resultLanes: outputs % pe === 0 ? pe : outputs,
    accBits,
    cyclesPerVector: 1,
    multipliers: 0,
    memoryBits: 0,
    folding: { pe, simd: inputs },
    stages(vectors, naming) {
      const graph = graphOf(matrix);
      const pipeline = pipelineOf(graph, depth);
      return [stageOf({ graph, pipeline, depth, inputFormat, accBits }, vectors, naming)];
    },
  };
};
