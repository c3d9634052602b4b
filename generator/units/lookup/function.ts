import { type Codes, narrow } from '../../ir/codes.js';
import { rangeOf } from '../../ir/format.js';
import type { Stage } from '../../ir/module.js';
import { beatsOf, dataBitsOf, elementsOf } from '../../ir/stream.js';
import { tailMask } from '../../stream/tail-mask.js';
import { type ChannelRules, channelwise } from '../channels.js';
import type { Naming, UnitContract } from '../unit.js';
import { interpolatedCode } from './interpolation.js';
import { interpolationMemoryBits, interpolationStage } from './interpolation-stage.js';
import type { LookupSpec } from './spec.js';
import { type LookupOptions, lookupMemoryBits, lookupStage } from './stage.js';

/** What units that are a function of one code have in common: all but the function. */

export const lookupGolden = (
  { table, interpolation }: LookupSpec,
  [input]: readonly Codes[],
): Codes =>
  narrow(input).map(
    interpolation
      ? interpolatedCode(interpolation)
      : (code) => table[code & (table.length - 1)] as number,
  );

export const lookupReference = (
  { real }: LookupSpec,
  [x]: readonly Float64Array[],
): Float64Array => {
  if (!x) throw new Error('a function has one input');
  return x.map(real);
};

const optionsOf = ({ inputs, output, table }: LookupSpec, naming: Naming): LookupOptions => {
  const [input = output] = inputs;
  return {
    naming,
    description: 'The output code of each input code.',
    lanes: output.lanes,
    beats: beatsOf(output),
    inputBits: dataBitsOf(input),
    tables: [{ name: 'result', codeBits: input.format.bits, offset: 0, values: table }],
    resultBits: output.format.bits,
  };
};

const functionStage = (spec: LookupSpec, naming: Naming): Stage => {
  const { inputs, output, interpolation } = spec;
  if (!interpolation) return lookupStage(optionsOf(spec, naming));
  return interpolationStage({
    naming,
    description: 'The sigmoid in steps of 1/24, each code between two of its words.',
    lanes: output.lanes,
    beats: beatsOf(output),
    inputBits: (inputs[0] ?? output).format.bits,
    interpolation,
  });
};

export const elaborateLookup = (spec: LookupSpec, naming: Naming): readonly Stage[] => [
  functionStage(spec, naming),
  ...tailMask(spec.output),
];

/** Tensors that use every entry of the table. */
const everyCode = ({ inputs, output, table }: LookupSpec): readonly Codes[] => {
  const [input = output] = inputs;
  const { minimum } = rangeOf(input.format);
  const length = elementsOf(input);
  return Array.from({ length: Math.ceil(table.length / length) }, (_, tensor) =>
    Int32Array.from({ length }, (__, i) => minimum + ((tensor * length + i) % table.length)),
  );
};

export const lookupContract = (spec: LookupSpec): UnitContract => ({
  intervalCycles: beatsOf(spec.output),
  multipliers: 0,
  macs: 0,
  effectualMacs: 0,
  ...(spec.interpolation
    ? { memoryBits: interpolationMemoryBits(spec.interpolation, spec.output.lanes) }
    : {
        memoryBits: lookupMemoryBits(optionsOf(spec, { module: '', dslName: '' })),
        corners: () => everyCode(spec),
      }),
});

export const lookupChannels = (): ChannelRules => channelwise(1);
