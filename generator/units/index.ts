import { conv2d } from './conv2d/unit.js';
import { dense } from './dense/unit.js';
import { depthwiseConv2d } from './depthwise_conv2d/unit.js';
import { requantize } from './requantize/unit.js';
import type { Unit } from './unit.js';

/** Every unit there is. One that is not complete does not compile. */
export const units = {
  conv2d,
  dense,
  depthwise_conv2d: depthwiseConv2d,
  requantize,
} satisfies Readonly<Record<string, Unit>>;

export type UnitKind = keyof typeof units;

export const isUnitKind = (name: string): name is UnitKind => Object.hasOwn(units, name);
