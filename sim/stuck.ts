import type { BoundDatapath, BoundNode } from '../generator/passes/bind.js';
import { stateOf } from './compare.js';
import { beatsPerTensor } from './manifest.js';
import type { StreamCapture } from './run/capture.js';
import type { Tap } from './taps.js';

/** A tap and what a run recorded there. */
export interface Recorded {
  readonly tap: Tap;
  readonly capture: StreamCapture;
}

/** How far a stream came: whole tensors, and elements of the next. */
const progressOf = ({ stream, cycles }: StreamCapture) => {
  const perTensor = beatsPerTensor(stream);
  return {
    tensor: Math.floor(cycles.length / perTensor),
    element: (cycles.length % perTensor) * stream.lanes,
  };
};

const innermost = ({ shape }: { readonly shape: readonly number[] }): number => shape.at(-1) ?? 1;

/** Whether the unit has taken all that the next beat of `output` needs, or is offered more of it. */
const isServed = (
  { unit }: BoundNode,
  output: StreamCapture,
  { tap, capture }: Recorded,
): boolean => {
  if (stateOf(capture) === 'waits for ready') return true;
  const { spec } = unit;
  const input = tap.link.to?.input ?? 0;
  const flow = unit.flow();
  const { needs, inputVectors } = flow.inputs?.[input] ?? flow;
  const next = progressOf(output);
  const last = Math.floor((next.element + output.stream.lanes - 1) / innermost(spec.output));
  const needed = Math.min(needs(Math.min(last, flow.outputVectors - 1)), inputVectors);
  const taken = progressOf(capture);
  if (taken.tensor !== next.tensor) return taken.tensor > next.tensor;
  return taken.element / innermost(spec.inputs[input] ?? spec.output) >= needed;
};

/**
 * The layers to blame when nothing moves: each input is served, so that the next beat should come, and
 * none does. A layer that waits for what others owe it, or that nobody takes anything from, is not to blame.
 */
export const stuckLayers = (
  recorded: readonly Recorded[],
  { nodes }: BoundDatapath,
): readonly string[] =>
  nodes.flatMap((bound) => {
    const { name, unit } = bound.node;
    const inputs = recorded.filter(({ tap }) => tap.link.to?.node === name);
    const output = recorded.find(({ tap }) => tap.link.from === name && !tap.link.branch)?.capture;
    if (!output || inputs.length < bound.node.inputs.length) return [];
    if (stateOf(output) !== 'waits for valid') return [];
    return inputs.every((input) => isServed(bound, output, input)) ? [`${name} (${unit})`] : [];
  });
