import { runGolden } from '../generator/golden.js';
import type { Codes } from '../generator/ir/codes.js';
import type { BoundDatapath } from '../generator/passes/bind.js';
import type { Mismatch } from './compare/mismatch.js';
import { firstWrongBeat, type StreamState, stateOf } from './compare.js';
import { packTensors, tensorBytes } from './pack.js';
import type { SimulationRun } from './run/capture.js';
import { stuckLayers } from './stuck.js';
import type { Tap } from './taps.js';

/** A stream between the layers, as a run left it. */
export interface LayerStream {
  /** What drives it: `conv2d0 (conv2d)`, `input x`, `fork of add0`. */
  readonly from: string;
  /** The layer that takes it; undefined for a fork and for an output. */
  readonly to: string | undefined;
  readonly beats: number;
  readonly beatsExpected: number;
  readonly state: StreamState;
}

/** Where in a network a run went wrong. */
export interface Localisation {
  /**
   * The first stream in the order of the datapath that is not as the golden model has it: everything that
   * its layer takes is right. Undefined when every beat between the layers is as expected.
   */
  readonly first: { readonly layer: string; readonly mismatch: Mismatch } | undefined;
  /** Of a run that did not get to its end: every stream between the layers. */
  readonly streams: readonly LayerStream[];
  /** Of such a run: the layers that have what their next result needs, and do not give it. */
  readonly stuck: readonly string[];
}

/** What drives a tap, for messages. */
const driverOf = ({ link }: Tap, { datapath }: BoundDatapath): string => {
  if (link.branch) return `fork of ${link.from}`;
  const node = datapath.nodes.find(({ name }) => name === link.from);
  return node ? `${node.name} (${node.unit})` : `input ${link.from}`;
};

/** The beats of every tap as they should be, by the prefix of its wires. */
const wantedBeats = (
  taps: readonly Tap[],
  hardware: BoundDatapath,
  inputs: ReadonlyMap<string, readonly Codes[]>,
  tensors: number,
): ReadonlyMap<string, Uint8Array> => {
  const wanted = new Map(
    taps.map(({ stream }) => [stream.port, new Uint8Array(tensors * tensorBytes(stream))]),
  );
  for (let tensor = 0; tensor < tensors; tensor++) {
    const given = new Map([...inputs].map(([name, list]) => [name, list[tensor] as Codes]));
    const values = runGolden(hardware, given);
    for (const { link, stream } of taps) {
      const beats = packTensors(stream, [values.get(link.from) as Codes]);
      wanted.get(stream.port)?.set(beats, tensor * tensorBytes(stream));
    }
  }
  return wanted;
};

/** Compares what a run recorded between the layers with the golden model of the hardware's datapath. */
export const localise = (
  run: SimulationRun,
  taps: readonly Tap[],
  hardware: BoundDatapath,
  inputs: ReadonlyMap<string, readonly Codes[]>,
  firstTensor: number,
): Localisation => {
  const recorded = taps.flatMap((tap) => {
    const capture = run.taps.get(tap.stream.port);
    return capture ? [{ tap, capture }] : [];
  });
  const wanted = wantedBeats(taps, hardware, inputs, run.tensors);
  let first: Localisation['first'];
  for (const { tap, capture } of recorded) {
    const beats = wanted.get(tap.stream.port) as Uint8Array;
    const mismatch = firstWrongBeat(capture, beats, firstTensor);
    if (!mismatch) continue;
    first = { layer: driverOf(tap, hardware), mismatch };
    break;
  }
  if (run.end === 'done') return { first, streams: [], stuck: [] };
  return {
    first,
    streams: recorded.map(({ tap, capture }) => ({
      from: driverOf(tap, hardware),
      to: tap.link.to?.node,
      beats: capture.cycles.length,
      beatsExpected: capture.beatsExpected,
      state: stateOf(capture),
    })),
    stuck: stuckLayers(recorded, hardware),
  };
};
