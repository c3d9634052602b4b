import { unsignedDecimal } from '../../emit/literal.js';
import { unsignedBitsFor } from '../../ir/format.js';
import type { MemoryModule, Stage } from '../../ir/module.js';
import { pipeline } from '../../stream/timing.js';
import type { Naming } from '../unit.js';

export interface ConstantsOptions {
  readonly naming: Naming;
  readonly lanes: number;
  readonly beats: number;
  readonly elementBits: number;
  /** Element i meets value i % length; the lanes divide the length. */
  readonly values: Int32Array;
  readonly valueBits: number;
  /** Left out: the constant operand less its zero point. */
  readonly what?: string;
}

const memoryOf = ({
  naming,
  values,
  valueBits,
  lanes,
  what = 'the constant operand less its zero point',
}: ConstantsOptions): MemoryModule => ({
  kind: 'memory',
  name: `${naming.module}_constant`,
  widthBits: lanes * valueBits,
  words: Array.from({ length: values.length / lanes }, (_, word) => {
    let bits = 0n;
    for (let lane = lanes - 1; lane >= 0; lane--) {
      const value = BigInt(values[word * lanes + lane] as number);
      bits = (bits << BigInt(valueBits)) | BigInt.asUintN(valueBits, value);
    }
    return bits;
  }),
  description: `${what}; per word ${lanes} lane(s) of ${valueBits} bits`,
});

/** Puts a constant's codes beside the stream's, as a join would. */
export const constantsStage = (options: ConstantsOptions): Stage => {
  const { naming, lanes, beats, elementBits } = options;
  const memory = memoryOf(options);
  const name = `${naming.module}_constants`;
  const inputBits = lanes * elementBits;
  const outputBits = inputBits + memory.widthBits;
  const addressBits = unsignedBitsFor(memory.words.length - 1);
  return {
    kind: 'stage',
    instance: 'constants',
    module: {
      kind: 'generated',
      name,
      template: 'units/multiply/constants',
      instances: [{ name: 'constants', module: memory, dslName: `${naming.dslName}.constant` }],
      view: {
        name,
        dslName: naming.dslName,
        lanes,
        inputBits,
        outputBits,
        constantBits: memory.widthBits,
        module: memory.name,
        addressBits,
        first: unsignedDecimal(addressBits, 0),
        last: unsignedDecimal(addressBits, memory.words.length - 1),
      },
    },
    parameters: {},
    inputBits,
    outputBits,
    timing: pipeline(beats, 1),
  };
};
