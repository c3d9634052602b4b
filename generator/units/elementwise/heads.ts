import type { Merge, Stage } from '../../ir/module.js';
import { beatsOf, dataBitsOf, elementsOf, type StreamType } from '../../ir/stream.js';
import { copies } from '../../stream/copies.js';
import { fifo, fifoBits } from '../../stream/fifo.js';
import { join } from '../../stream/join.js';
import { flatLanes } from '../../stream/lanes.js';
import { vectorBuffer, vectorBufferBits } from '../../stream/vector-buffer.js';
import type { Broadcast } from './broadcast.js';
import type { Operands } from './operands.js';

/** Buffers in front of the join, in beats. */
export type InputFifo = readonly [number, number];

/** What brings inputs together: `lanes` of the join, and how an input is broadcast, by its position. */
export interface JoinedInputs extends Pick<Operands, 'elements' | 'lanes' | 'operands'> {
  readonly inputs: readonly StreamType[];
  readonly parameters: { readonly inputFifo: InputFifo };
}

const broadcastOfInput = ({ operands }: JoinedInputs, index: number): Broadcast | undefined =>
  operands.find(({ input }) => input === index)?.broadcast;

/** Lanes at which an input is held: one where each element fills a beat or more. */
const heldLanes = (spec: JoinedInputs, broadcast: Broadcast | undefined): number =>
  broadcast && broadcast.repeats > 1 ? 1 : spec.lanes;

/** Beats of a vector that is replayed, and what is repeated beside it. */
const replayOf = (spec: JoinedInputs, { outer, replays, inner, repeats }: Broadcast) => {
  const held = heldLanes(spec, { outer, replays, inner, repeats });
  const words = inner / held;
  return { words, replays, vectors: outer, times: repeats > 1 ? repeats / spec.lanes : 1 };
};

/** A smaller operand's elements as often as they are met: a vector replayed, its elements repeated. */
const replayed = (spec: JoinedInputs, index: number, elementBits: number): readonly Stage[] => {
  const broadcast = broadcastOfInput(spec, index);
  if (!broadcast) return [];
  const { words, replays, vectors, times } = replayOf(spec, broadcast);
  const held = heldLanes(spec, broadcast);
  const widthBits = held * elementBits;
  const each = vectors * replays * words;
  return [
    ...(replays > 1
      ? [vectorBuffer({ instance: `replay${index}`, widthBits, words, passes: replays, vectors })]
      : []),
    ...(times > 1
      ? [
          vectorBuffer({
            instance: `repeat${index}`,
            widthBits,
            words: 1,
            passes: times,
            vectors: each,
          }),
        ]
      : []),
    ...copies(`copies${index}`, { widthBits, count: spec.lanes / held, beats: each * times }),
  ];
};

/** Buffers one input, in beats of its own, brings it to the join's lanes, and broadcasts it. */
const head = (spec: JoinedInputs, index: number): readonly Stage[] => {
  const input = spec.inputs[index] as StreamType;
  const depth = spec.parameters.inputFifo[index] ?? 0;
  const widthBits = dataBitsOf(input);
  return [
    ...(depth === 0 ? [] : [fifo(`buffer${index}`, { widthBits, depth, beats: beatsOf(input) })]),
    ...flatLanes(`align${index}`, {
      elementBits: input.format.bits,
      inLanes: input.lanes,
      outLanes: heldLanes(spec, broadcastOfInput(spec, index)),
      vector: elementsOf(input),
      vectors: 1,
    }),
    ...replayed(spec, index, input.format.bits),
  ];
};

/** Chains that end in a join of all inputs at `lanes`, the first input lowest; none for one input. */
export const joined = (
  spec: JoinedInputs,
): { readonly heads: readonly (readonly Stage[])[]; readonly merge: Merge | undefined } => ({
  heads: spec.inputs.map((_, i) => head(spec, i)),
  merge:
    spec.inputs.length > 1
      ? join(
          spec.inputs.map(({ format }) => spec.lanes * format.bits),
          Math.ceil(spec.elements / spec.lanes),
        )
      : undefined,
});

const replayBits = (spec: JoinedInputs, index: number, elementBits: number): number => {
  const broadcast = broadcastOfInput(spec, index);
  if (!broadcast) return 0;
  const { words, replays, times } = replayOf(spec, broadcast);
  const widthBits = heldLanes(spec, broadcast) * elementBits;
  return (
    (replays > 1 ? vectorBufferBits(widthBits, words) : 0) +
    (times > 1 ? vectorBufferBits(widthBits, 1) : 0)
  );
};

/** Memory bits of the buffers. */
export const joinedMemoryBits = (spec: JoinedInputs): number =>
  spec.inputs.reduce(
    (sum, input, i) =>
      sum +
      fifoBits(dataBitsOf(input), spec.parameters.inputFifo[i] ?? 0) +
      replayBits(spec, i, input.format.bits),
    0,
  );
