import { describeMismatch, type Mismatch } from '../../sim/compare/mismatch.js';
import type { Measurement } from '../../sim/measure.js';
import type { StallProfile } from '../../sim/run.js';
import type { ProfileResult } from '../../sim/verify.js';
import type { Manifest } from '../emit/manifest.js';
import type { BoundDatapath } from '../passes/bind.js';
import { countText } from '../report/table.js';
import { type LayerFacts, layerFacts, layerText } from './verify-layers.js';

/** A mismatch as it is printed: where it is, what was expected, and what to run. */
export interface MismatchFacts {
  readonly stall: StallProfile;
  readonly kind: Mismatch['kind'];
  readonly stream: string;
  readonly tensor: number;
  readonly element: number | undefined;
  readonly lane: number | undefined;
  readonly beat: number;
  readonly cycle: number;
  readonly expected: string | undefined;
  readonly actual: string | undefined;
  /** The unit that drives the stream. */
  readonly stage: string;
  /** All of it in one line. */
  readonly text: string;
  /** The layer that it comes from; undefined for a network of one layer. */
  readonly layer: LayerFacts | undefined;
  readonly repeat: string;
}

const stageOf = ({ datapath, nodes }: BoundDatapath, manifest: Manifest, port: string): string => {
  const stream = manifest.streams.find((one) => one.port === port);
  if (stream?.direction === 'input') return `input ${stream.name}`;
  const from = datapath.outputs.find(({ name }) => name === stream?.name)?.from;
  const node = nodes.find((one) => one.node.name === from)?.node;
  return node ? `${node.name} (${node.unit})` : `input ${from}`;
};

/** The facts of a profile's first mismatch; tensors are numbered from `firstTensor`. */
export const mismatchFacts = (
  { stall, comparison, localisation }: ProfileResult,
  bound: BoundDatapath,
  manifest: Manifest,
  firstTensor: number,
  repeat: string,
): MismatchFacts | undefined => {
  if (!comparison.first) return undefined;
  const first = { ...comparison.first, tensor: comparison.first.tensor + firstTensor };
  const value = first.kind === 'value' ? first : undefined;
  return {
    stall,
    kind: first.kind,
    stream: first.stream,
    tensor: first.tensor,
    element: value?.index,
    lane: value?.lane,
    beat: first.beat,
    cycle: first.cycle,
    expected: value && String(value.expected),
    actual: value && String(value.actual),
    stage: stageOf(bound, manifest, first.stream),
    text: describeMismatch(first),
    layer: localisation && layerFacts(localisation, firstTensor),
    repeat,
  };
};

/** Several lines, one for each fact. */
export const mismatchText = (facts: MismatchFacts): string => {
  const rows: [string, string | number | undefined][] = [
    ['stalls', facts.stall],
    ['stream', facts.stream],
    ['stage', facts.stage],
    ['tensor', facts.tensor],
    ['element', facts.element],
    ['lane', facts.lane],
    ['beat', facts.beat],
    ['cycle', facts.cycle],
    ['expected', facts.expected],
    ['actual', facts.actual],
  ];
  return [
    `first mismatch: ${facts.text}`,
    ...rows.flatMap(([name, value]) =>
      value === undefined ? [] : [`  ${name.padEnd(9)} ${value}`],
    ),
    ...(facts.layer ? [layerText(facts.layer, facts.kind)] : []),
    `repeat with: ${facts.repeat}`,
  ].join('\n');
};

/** Cycles that were promised and measured. */
export interface CycleFacts {
  readonly latencyCycles: { readonly promised: number | undefined; readonly measured: number };
  /** Undefined when there were too few tensors in one run to see it. */
  readonly intervalCycles:
    | { readonly promised: number | undefined; readonly measured: number }
    | undefined;
  /** True where cycles depend on the data: promises are then what no data exceed. */
  readonly atMost?: boolean;
  readonly good: boolean;
}

/** With fewer, the later half of the intervals may still be those of a filling pipeline. */
const fewestIntervals = 3;

/**
 * Share of the latency by which it may miss its promise: where streams part and meet again, what one holds
 * up is not followed to the cycle. The interval may not.
 */
const latencyTolerance = 0.01;

interface Promised {
  readonly intervalCycles?: number | undefined;
  readonly latencyCycles?: number | undefined;
  /** Whether cycles depend on the data. */
  readonly dependsOnData?: boolean;
}

/** Whether each tensor is complete by the time that its promises add up to. */
const inTime = ({ latencyCycles, intervals }: Measurement, promised: Promised): boolean => {
  const { latencyCycles: latency, intervalCycles: interval } = promised;
  if (latency === undefined || interval === undefined) return true;
  const first = latency * (1 + latencyTolerance);
  let end = latencyCycles;
  return (
    end <= first &&
    intervals.every((cycles, i) => {
      end += cycles;
      return end <= first + (i + 1) * interval;
    })
  );
};

/** Measured against promised; what was not promised cannot be broken. */
export const cycleFacts = (measurement: Measurement, promised: Promised): CycleFacts => {
  const { latencyCycles, intervalCycles, intervals } = measurement;
  const steady = intervals.length >= fewestIntervals ? intervalCycles : undefined;
  const keeps = (wanted: number | undefined, got: number | undefined, tolerance = 0): boolean =>
    wanted === undefined || got === undefined || Math.abs(wanted - got) <= wanted * tolerance;
  return {
    latencyCycles: { promised: promised.latencyCycles, measured: latencyCycles },
    intervalCycles:
      steady === undefined ? undefined : { promised: promised.intervalCycles, measured: steady },
    ...(promised.dependsOnData ? { atMost: true } : {}),
    good: promised.dependsOnData
      ? inTime(measurement, promised)
      : keeps(promised.latencyCycles, latencyCycles, latencyTolerance) &&
        keeps(promised.intervalCycles, steady),
  };
};

const onePromise = (
  name: string,
  facts: { readonly promised: number | undefined; readonly measured: number } | undefined,
  atMost: boolean,
): string => {
  if (!facts) return `${name} not measured (needs 4 vectors in one run)`;
  const { promised, measured } = facts;
  const text = `${name} ${countText(measured)}`;
  if (promised === undefined) return `${text} (none promised)`;
  if (atMost) return `${text}, promised at most ${countText(promised)}`;
  return promised === measured ? text : `${text}, promised ${countText(promised)}`;
};

export const cycleText = ({ latencyCycles, intervalCycles, atMost = false }: CycleFacts): string =>
  `${onePromise('latency', latencyCycles, atMost)}; ${onePromise('interval', intervalCycles, atMost)}${atMost ? ' in the long run' : ''}`;
