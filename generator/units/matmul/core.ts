import { unsignedBitsFor } from '../../ir/format.js';
import type { Merge, ParameterValue } from '../../ir/module.js';
import type { Naming } from '../unit.js';
import { type MatmulPlan, sumBits } from './plan.js';
import { skipZerosLatency } from './skip-model.js';
import { skipParameters } from './skip-plan.js';
import type { MatmulSpec } from './spec.js';
import { outputStationaryLatency, weightStationaryLatency } from './steps.js';

/** Bits of a sum as the array gives it: over the whole depth, or over the array's rows. */
export const arrayBits = ({ plan, operands }: MatmulSpec): number =>
  sumBits(operands, plan.depth.width);

/** Cycles from a step to what it completes. */
const latencyOf = ({ dataflow, array }: MatmulPlan): number =>
  ({
    'output-stationary': outputStationaryLatency,
    'weight-stationary': weightStationaryLatency(array[0]),
    'skip-zeros': skipZerosLatency,
  })[dataflow];

/** Lanes of the array's beats: a whole tile, or a row of it. */
export const arrayLanes = ({ dataflow, array }: MatmulPlan): number =>
  dataflow === 'output-stationary' ? array[0] * array[1] : array[1];

type Parameters = Readonly<Record<string, ParameterValue>>;

const arrayOf = (spec: MatmulSpec): { module: string; parameters: Parameters } => {
  const { plan, operands, shape } = spec;
  const [a, b] = operands;
  const widths = {
    A_BITS: a.bits,
    A_SIGNED: a.signed ? 1 : 0,
    B_BITS: b.bits,
    B_SIGNED: b.signed ? 1 : 0,
    ACC_BITS: arrayBits(spec),
  };
  if (plan.dataflow === 'skip-zeros') {
    return {
      module: 'sinter_skip_zeros',
      parameters: { ...skipParameters(plan, shape, plan.feeds[0].lanes), ...widths },
    };
  }
  const common = { ROWS: plan.array[0], COLUMNS: plan.array[1], ...widths };
  if (plan.dataflow === 'output-stationary') {
    return {
      module: 'sinter_output_stationary',
      parameters: { ...common, STEPS: shape.depth, STEP_BITS: unsignedBitsFor(shape.depth - 1) },
    };
  }
  const { count, tail } = plan.depth;
  return {
    module: 'sinter_weight_stationary',
    parameters: {
      ...common,
      VECTORS: shape.rows,
      TILES: count,
      TAIL: tail,
      COUNT_BITS: unsignedBitsFor(Math.max(shape.rows, count, plan.array[0])),
    },
  };
};

const listed = (parameters: Parameters): readonly object[] => {
  const entries = Object.entries(parameters);
  return entries.map(([key, value], at) => ({
    key,
    value,
    separator: at === entries.length - 1 ? '' : ',',
  }));
};

/** The buffers of both operands and the array between them. */
export const matmulCore = (spec: MatmulSpec, naming: Naming): Merge => {
  const { plan, operands, shape } = spec;
  const { feeds, array, dataflow } = plan;
  const name = `${naming.module}_core`;
  const inputBits = feeds.map(({ word }, i) => word * (operands[i]?.bits ?? 0));
  const widths = feeds.map(({ lanes }, i) => lanes * (operands[i]?.bits ?? 0));
  const outputBits = arrayLanes(plan) * arrayBits(spec);
  const processing = arrayOf(spec);
  const sides = feeds.map(({ buffer }, i) => ({
    name: i === 0 ? 'a' : 'b',
    index: i,
    // Where its beats lie in s_data.
    low: i === 0 ? 0 : inputBits[0],
    inputBits: inputBits[i],
    bits: widths[i],
    module: buffer?.module.name ?? '',
    parameters: listed(buffer?.parameters ?? {}),
  }));
  return {
    kind: 'merge',
    instance: 'core',
    module: {
      kind: 'generated',
      name,
      template: 'units/matmul/core',
      instances: [],
      view: {
        name,
        dslName: naming.dslName,
        dataflow,
        rows: array[0],
        columns: array[1],
        shape: `${shape.matrices} x [${shape.rows}, ${shape.depth}] x [${shape.depth}, ${shape.columns}]`,
        latency: latencyOf(plan),
        interval: plan.departuresOf ? `${plan.intervalCycles} or fewer` : plan.intervalCycles,
        inputBits: (inputBits[0] ?? 0) + (inputBits[1] ?? 0),
        outputBits,
        sides,
        arrayModule: processing.module,
        arrayParameters: listed(processing.parameters),
      },
    },
    parameters: {},
    inputBits,
    outputBits,
    timing: {
      intervalCycles: plan.intervalCycles,
      departures: (_, supplies) => plan.departures(supplies),
    },
  };
};
