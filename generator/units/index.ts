import { averagePool } from './average_pool/unit.js';
import { conv2d } from './conv2d/unit.js';
import { dense } from './dense/unit.js';
import { depthwiseConv2d } from './depthwise_conv2d/unit.js';
import { maxPool } from './max_pool/unit.js';
import { relu } from './relu/unit.js';
import { requantize } from './requantize/unit.js';
import { reshape } from './reshape/unit.js';
import type { Unit } from './unit.js';

/** Every unit there is. One that is not complete does not compile. */
export const units = {
  average_pool: averagePool,
  conv2d,
  dense,
  depthwise_conv2d: depthwiseConv2d,
  max_pool: maxPool,
  relu,
  requantize,
  reshape,
} satisfies Readonly<Record<string, Unit>>;

export type UnitKind = keyof typeof units;

export const isUnitKind = (name: string): name is UnitKind => Object.hasOwn(units, name);
