import type { Stage } from '../../ir/module.js';
import { beatsOf, dataBitsOf, elementsOf } from '../../ir/stream.js';
import { flatLanes } from '../../stream/lanes.js';
import { padStage } from '../../stream/pad.js';
import { skidBuffer } from '../../stream/skid-buffer.js';
import type { PadSpec } from './spec.js';

/** A beat of padding. */
const paddingBeat = ({ code, output }: PadSpec): bigint => {
  const element = BigInt.asUintN(output.format.bits, BigInt(code));
  let beat = 0n;
  for (let lane = 0; lane < output.lanes; lane++) {
    beat |= element << BigInt(lane * output.format.bits);
  }
  return beat;
};

/** The input at lanes whose beats padding never splits, with padding put between them. */
export const elaboratePad = (spec: PadSpec): readonly Stage[] => {
  const { axes, output } = spec;
  const [input] = spec.inputs;
  if (!input) throw new Error('pad has one input');
  if (axes.length === 0) return [];
  const aligned = flatLanes('align', {
    elementBits: input.format.bits,
    inLanes: input.lanes,
    outLanes: output.lanes,
    vector: elementsOf(input),
    vectors: 1,
  });
  const widthBits = dataBitsOf(output);
  return [
    // What comes before the first row's data passes while the first beats wait here.
    ...(aligned.length > 0 ? aligned : [skidBuffer('input', widthBits, beatsOf(input))]),
    padStage({ instance: 'pad', widthBits, axes, value: paddingBeat(spec) }),
  ];
};
