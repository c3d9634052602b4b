import type { Codes } from '../../generator/ir/codes.js';
import type { StreamType } from '../../generator/ir/stream.js';
import { valuesOf } from '../../generator/ir/values.js';
import { type UnitKind, units } from '../../generator/units/index.js';
import type { BoundUnit } from '../../generator/units/unit.js';
import type { UnitCase } from './unit-case.js';

/** A unit on its own, for tests of its golden model and of what it says about mistakes. */

export const bindUnit = (
  kind: UnitKind,
  inputs: readonly StreamType[],
  parameters: Readonly<Record<string, unknown>>,
): BoundUnit => units[kind].bind(parameters, inputs, `design.${kind}0`);

export const bindCase = ({ unit, inputs, parameters }: UnitCase): BoundUnit =>
  bindUnit(unit, inputs, parameters);

/** Codes out for codes in, as plain numbers. */
export const runUnit = (unit: BoundUnit, ...inputs: readonly (readonly number[])[]): number[] =>
  [...unit.golden(inputs.map((codes) => Int32Array.from(codes)))].map(Number);

/** Real values of codes. */
export const realOf = ({ format, scale, zeroPoint }: StreamType, codes: Codes): Float64Array =>
  Float64Array.from(
    (codes instanceof Int32Array ? valuesOf(format, codes) : codes) as ArrayLike<number | bigint>,
    (value) => scale * (Number(value) - zeroPoint),
  );
