import type { Codes } from '../../ir/codes.js';
import { beatsOf } from '../../ir/stream.js';
import { wiresFlow } from '../../schedule/flow.js';
import { wholeStreams } from '../format-problems.js';
import { defineUnit, type UnitSpec } from '../unit.js';
import { reshapeChannels } from './channels.js';
import { reshapeParameters, resolveReshape } from './spec.js';

const only = <Value>([input]: readonly Value[]): Value => {
  if (input === undefined) throw new Error('reshape has one input');
  return input;
};

/** Streams are packed flat, without regard to the shape: another shape is the same beats. */
export const reshape = defineUnit({
  kind: 'reshape',
  summary: 'the same elements in another shape; wires only',
  inputCount: 1,
  formats: wholeStreams,
  parameters: reshapeParameters,
  resolve: resolveReshape,
  golden: (_: UnitSpec, inputs: readonly Codes[]): Codes => only(inputs),
  reference: (_: UnitSpec, inputs: readonly Float64Array[]): Float64Array => only(inputs),
  elaborate: () => [],
  contract: (spec: UnitSpec) => ({
    intervalCycles: beatsOf(spec.output),
    multipliers: 0,
    macs: 0,
    effectualMacs: 0,
    memoryBits: 0,
  }),
  flow: ({ inputs, output }: UnitSpec) => wiresFlow(only(inputs), output),
  channels: reshapeChannels,
});
