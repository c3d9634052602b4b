import type { Codes } from '../../generator/ir/codes.js';
import { rangeOf } from '../../generator/ir/format.js';
import type { StreamType } from '../../generator/ir/stream.js';
import { type UnitKind, units } from '../../generator/units/index.js';
import type { BoundUnit } from '../../generator/units/unit.js';
import { stream } from './streams.js';

/** A unit on streams, as tests of golden models use it. */
export const bindUnit = (
  kind: UnitKind,
  inputs: readonly StreamType[],
  parameters: Readonly<Record<string, unknown>>,
): BoundUnit => units[kind].bind(parameters, inputs, 'm.unit');

/** Every code of a stream's format, in a row. */
export const everyCode = ({ format }: StreamType): Int32Array => {
  const { minimum, maximum } = rangeOf(format);
  return Int32Array.from({ length: maximum - minimum + 1 }, (_, i) => minimum + i);
};

/** A stream that holds every code once. */
export const everyCodeStream = (options: Partial<StreamType> = {}): StreamType => {
  const one = stream([1], options);
  return { ...one, shape: [2 ** one.format.bits] };
};

/** Two tensors that hold every pair of int8 codes. */
export const everyPair: readonly [Int32Array, Int32Array] = [
  Int32Array.from({ length: 65536 }, (_, i) => (i >> 8) - 128),
  Int32Array.from({ length: 65536 }, (_, i) => (i & 255) - 128),
];

/** Largest distance between golden and reference, in steps of the output. */
export const largestError = (unit: BoundUnit, codes: readonly Codes[]): number => {
  const { inputs, output } = unit.spec;
  const values = inputs.map(({ scale, zeroPoint }, i) =>
    Float64Array.from(codes[i] as Int32Array, (code) => scale * (code - zeroPoint)),
  );
  const { minimum, maximum } = rangeOf(output.format);
  const real = unit.reference(values);
  const golden = unit.golden(codes) as Int32Array;
  return golden.reduce((worst, code, i) => {
    const exact = (real[i] as number) / output.scale + output.zeroPoint;
    return Math.max(worst, Math.abs(code - Math.min(Math.max(exact, minimum), maximum)));
  }, 0);
};
