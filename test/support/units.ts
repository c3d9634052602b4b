import type { StreamType } from '../../generator/ir/stream.js';
import { type UnitKind, units } from '../../generator/units/index.js';
import type { BoundUnit } from '../../generator/units/unit.js';
import type { UnitCase } from './unit-case.js';

export { realValues as realOf } from '../../generator/ir/values.js';

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
