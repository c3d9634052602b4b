import { blockSize } from '../../ir/formats/microscaling.js';
import type { MemoryModule } from '../../ir/module.js';
import type { Naming } from '../unit.js';
import { noStart } from './bias.js';
import type { MxDenseSpec } from './spec.js';

const word = (fields: readonly (readonly [value: bigint, bits: number])[]): bigint => {
  let bits = '';
  for (const [value, width] of fields) {
    bits = BigInt.asUintN(width, value).toString(2).padStart(width, '0') + bits;
  }
  return BigInt(`0b${bits}`);
};

const indices = (length: number): readonly number[] => Array.from({ length }, (_, i) => i);

/** Elements of the weights, a word a beat: those of the first output lowest, in their order. */
const elementMemory = ({ array, dot, weights, formats }: MxDenseSpec, name: string) => {
  const { pe, simd, folds, row, outputs } = array;
  const { bits } = formats[1];
  const at = (output: number, input: number): bigint =>
    output < outputs && input < dot.inputs
      ? BigInt(weights.codes[output * dot.inputs + input] as number)
      : 0n;
  return {
    kind: 'memory',
    name,
    widthBits: pe * simd * bits,
    words: indices(folds * row.rowBeats).map((address) => {
      const fold = Math.floor(address / row.rowBeats);
      const first = (address % row.rowBeats) * simd;
      return word(
        indices(pe * simd).map((i) => [
          at(fold * pe + Math.floor(i / simd), first + (i % simd)),
          bits,
        ]),
      );
    }),
    description: `elements of the weights; per word ${pe} result(s) x ${simd} product(s) of ${bits} bits`,
  } satisfies MemoryModule;
};

/** Scales of the weights, a word a block. */
const scaleMemory = ({ array, weights }: MxDenseSpec, name: string) => {
  const { pe, folds, row, outputs } = array;
  return {
    kind: 'memory',
    name,
    widthBits: 8 * pe,
    words: indices(folds * row.blocks).map((address) => {
      const fold = Math.floor(address / row.blocks);
      const block = address % row.blocks;
      return word(
        indices(pe).map((p) => {
          const output = fold * pe + p;
          const scale = output < outputs ? weights.scales[output * row.blocks + block] : 0;
          return [BigInt(scale as number), 8];
        }),
      );
    }),
    description: `scales of the weights' blocks of ${blockSize}, e8m0; per word ${pe} result(s)`,
  } satisfies MemoryModule;
};

/** Where the sums of a pass start, and with which exponents. */
const startMemories = ({ array, dot, starts }: MxDenseSpec, module: string) => {
  if (!starts) return undefined;
  const { pe, folds } = array;
  const bits = dot.sumBits + dot.guardBits;
  const of = (fold: number) => indices(pe).map((p) => starts[fold * pe + p] ?? noStart);
  return {
    exponents: {
      kind: 'memory',
      name: `${module}_bias_exponents`,
      widthBits: 9 * pe,
      words: indices(folds).map((fold) =>
        word(of(fold).map(({ exponent }) => [BigInt(exponent), 9])),
      ),
      description: `exponents of the biases; per word ${pe} result(s)`,
    } satisfies MemoryModule,
    sums: {
      kind: 'memory',
      name: `${module}_biases`,
      widthBits: bits * pe,
      words: indices(folds).map((fold) => word(of(fold).map(({ sum }) => [sum, bits]))),
      description: `biases; per word ${pe} result(s) of ${bits} bits`,
    } satisfies MemoryModule,
  };
};

export const arrayMemories = (spec: MxDenseSpec, { module }: Naming) => ({
  weights: elementMemory(spec, `${module}_weights`),
  weightScales: scaleMemory(spec, `${module}_weight_scales`),
  starts: startMemories(spec, module),
});

/** Bits of all of them. */
export const arrayMemoryBits = ({ array, dot, formats, starts }: MxDenseSpec): number => {
  const { pe, simd, folds, row } = array;
  const start = starts ? 9 + dot.sumBits + dot.guardBits : 0;
  return folds * pe * (row.rowBeats * simd * formats[1].bits + row.blocks * 8 + start);
};
