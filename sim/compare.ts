import type { Codes } from '../generator/ir/codes.js';
import type { Mismatch } from './compare/mismatch.js';
import { beatBytes, beatsPerTensor, elementsPerTensor, type StreamFacts } from './manifest.js';
import { elementAt, packTensors, tensorBytes } from './pack.js';
import type { RecordedStream, SimulationRun, StreamCapture } from './run/capture.js';

export interface Comparison {
  /** The earliest, by cycle; undefined when every bit is as expected. */
  readonly first: Mismatch | undefined;
  readonly wrongElements: number;
  readonly comparedElements: number;
}

interface BeatPlace {
  readonly stream: string;
  readonly tensor: number;
  readonly beat: number;
}

const placeOf = (stream: StreamFacts, beat: number, firstTensor: number): BeatPlace => {
  const perTensor = beatsPerTensor(stream);
  const tensor = firstTensor + Math.floor(beat / perTensor);
  return { stream: stream.port, tensor, beat: beat % perTensor };
};

const hexadecimal = (bytes: Uint8Array): string =>
  `0x${[...bytes]
    .reverse()
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')}`;

/** What is wrong in one beat of which some bit is: its elements, else its padding. */
const beatMismatches = (
  output: RecordedStream,
  wanted: Uint8Array,
  beat: number,
  firstTensor: number,
): Mismatch[] => {
  const { stream } = output;
  const place = { ...placeOf(stream, beat, firstTensor), cycle: output.cycles[beat]! };
  const tensorStart = (place.tensor - firstTensor) * tensorBytes(stream);
  const want = wanted.subarray(tensorStart);
  const got = output.beats.subarray(tensorStart);
  const found: Mismatch[] = [];
  const start = place.beat * stream.lanes;
  const end = Math.min(start + stream.lanes, elementsPerTensor(stream));
  for (let index = start; index < end; index++) {
    const expected = elementAt(stream, want, index);
    const actual = elementAt(stream, got, index);
    if (expected === actual) continue;
    found.push({ kind: 'value', ...place, index, lane: index - start, expected, actual });
  }
  if (found.length > 0) return found;
  const size = beatBytes(stream);
  const tdata = hexadecimal(output.beats.subarray(beat * size, (beat + 1) * size));
  return [{ kind: 'padding', ...place, tdata }];
};

/** What is wrong in the beats that came, in their order. */
function* dataMismatches(
  output: RecordedStream,
  wanted: Uint8Array,
  firstTensor: number,
): Generator<Mismatch> {
  const size = beatBytes(output.stream);
  const beats = Math.min(output.cycles.length, output.beatsExpected);
  const want = Buffer.from(wanted.buffer, wanted.byteOffset, beats * size);
  const got = Buffer.from(output.beats.buffer, output.beats.byteOffset, beats * size);
  if (want.equals(got)) return;
  for (let beat = 0; beat < beats; beat++) {
    const from = beat * size;
    if (want.compare(got, from, from + size, from, from + size) === 0) continue;
    yield* beatMismatches(output, wanted, beat, firstTensor);
  }
}

const lastMismatch = (output: RecordedStream, firstTensor: number): Mismatch | undefined => {
  const perTensor = beatsPerTensor(output.stream);
  const beats = Math.min(output.lasts.length, output.beatsExpected);
  for (let beat = 0; beat < beats; beat++) {
    const expected = beat % perTensor === perTensor - 1 ? 1 : 0;
    if (output.lasts[beat] === expected) continue;
    const place = { ...placeOf(output.stream, beat, firstTensor), cycle: output.cycles[beat]! };
    return { kind: 'last', ...place, expected, beatsPerTensor: perTensor };
  }
  return undefined;
};

/** What a stream was at when its run ended. */
export type StreamState = 'complete' | 'moves' | 'waits for valid' | 'waits for ready';

export const stateOf = ({ cycles, beatsExpected, valid, ready }: StreamCapture): StreamState => {
  if (cycles.length >= beatsExpected) return 'complete';
  if (!valid) return 'waits for valid';
  return ready ? 'moves' : 'waits for ready';
};

const stateTexts: Readonly<Record<StreamState, string>> = {
  complete: 'is complete',
  moves: 'moves',
  'waits for valid': 'waits for tvalid',
  'waits for ready': 'waits for tready',
};

const waitOf = (capture: StreamCapture): string => {
  const { stream, cycles, beatsExpected } = capture;
  return `${stream.port} (${cycles.length} of ${beatsExpected} beats) ${stateTexts[stateOf(capture)]}`;
};

const ENDS: Readonly<Record<SimulationRun['end'], string>> = {
  done: 'done',
  deadlock: 'deadlock',
  'cycle-limit': 'cycle limit',
  surplus: 'stopped for surplus beats',
};

const endOf = (run: SimulationRun): string => {
  const waits = [...run.inputs.values(), ...run.outputs.values()].map(waitOf);
  return `${ENDS[run.end]} at cycle ${run.cycles}: ${waits.join(', ')}`;
};

/** Beats too few or too many, on any stream: inputs have to be taken whole. */
const countMismatch = (
  run: SimulationRun,
  { stream, cycles, beatsExpected }: StreamCapture,
  firstTensor: number,
): Mismatch | undefined => {
  const beats = cycles.length;
  if (beats < beatsExpected) {
    const place = { ...placeOf(stream, beats, firstTensor), cycle: run.cycles };
    return { kind: 'missing', ...place, beats, beatsExpected, end: endOf(run) };
  }
  if (beats === beatsExpected) return undefined;
  const place = { ...placeOf(stream, beatsExpected, firstTensor), cycle: cycles[beatsExpected]! };
  return { kind: 'surplus', ...place, beatsExpected };
};

const ruleMismatch = (output: RecordedStream, firstTensor: number): Mismatch | undefined => {
  const [violation] = output.violations;
  if (violation === undefined) return undefined;
  const place = placeOf(output.stream, violation.beat, firstTensor);
  return { kind: 'rule', ...place, cycle: violation.cycle, rule: violation.kind };
};

/** The sort is stable: of one cycle, the first in the order given. */
const earliest = (found: readonly (Mismatch | undefined)[]): Mismatch | undefined =>
  found.filter((one) => one !== undefined).sort((a, b) => a.cycle - b.cycle)[0];

/**
 * The first that is wrong with the beats of a stream that came, whose tensors' beats are `wanted`: not that
 * there are too few.
 */
export const firstWrongBeat = (
  recorded: RecordedStream,
  wanted: Uint8Array,
  firstTensor = 0,
): Mismatch | undefined => {
  const [data] = dataMismatches(recorded, wanted, firstTensor);
  const found = [ruleMismatch(recorded, firstTensor), data, lastMismatch(recorded, firstTensor)];
  const { cycles, beatsExpected } = recorded;
  if (cycles.length > beatsExpected) {
    const place = placeOf(recorded.stream, beatsExpected, firstTensor);
    const cycle = cycles[beatsExpected]!;
    found.push({ kind: 'surplus', ...place, cycle, beatsExpected });
  }
  return earliest(found);
};

/**
 * Compares a run with the expected tensors of every output, by its name: every element, unused lane,
 * padding bit, tlast, the number of beats, and the stream rules. `firstTensor` is the number of the
 * run's first tensor in what it is a part of.
 */
export const compareRun = (
  run: SimulationRun,
  expected: ReadonlyMap<string, readonly Codes[]>,
  firstTensor = 0,
): Comparison => {
  const found: (Mismatch | undefined)[] = [];
  let wrongElements = 0;
  let comparedElements = 0;
  for (const [name, output] of run.outputs) {
    const tensors = expected.get(name);
    if (tensors?.length !== run.tensors) {
      throw new Error(
        `output ${name}: ${tensors?.length ?? 0} expected tensors, ${run.tensors} ran`,
      );
    }
    let firstData: Mismatch | undefined;
    for (const one of dataMismatches(output, packTensors(output.stream, tensors), firstTensor)) {
      firstData ??= one;
      if (one.kind === 'value') wrongElements++;
    }
    comparedElements += run.tensors * elementsPerTensor(output.stream);
    found.push(ruleMismatch(output, firstTensor), firstData, lastMismatch(output, firstTensor));
    found.push(countMismatch(run, output, firstTensor));
  }
  for (const input of run.inputs.values()) found.push(countMismatch(run, input, firstTensor));
  // Of one cycle, the first in the order above; outputs before inputs.
  return { first: earliest(found), wrongElements, comparedElements };
};
