import { dense } from './dense/unit.js';
import type { Unit } from './unit.js';

/** Every unit there is. One that is not complete does not compile. */
export const units = { dense } satisfies Readonly<Record<string, Unit>>;

export type UnitKind = keyof typeof units;

export const isUnitKind = (name: string): name is UnitKind => Object.hasOwn(units, name);
