import type { FoldStep } from '../passes/fold.js';
import type { CompileFacts } from './layers.js';
import { countText } from './table.js';

/** One line: what is slowest, and what the next step would cost. */
export const adviceText = (
  { bottlenecks, intervalCycles }: Pick<CompileFacts, 'bottlenecks' | 'intervalCycles'>,
  step: FoldStep | undefined,
): string => {
  const last = bottlenecks.at(-1) ?? '';
  const others = bottlenecks.slice(0, -1).join(', ');
  const names = ` ${others === '' ? last : `${others} and ${last}`}`.trimEnd();
  const plural = bottlenecks.length > 1 ? 's' : '';
  const now = `bottleneck${plural}${names}: ${countText(intervalCycles)} cycles`;
  if (!step) return `${now}; no folding that is left to choose is faster`;
  const { multipliers, added } = step;
  const sign = added < 0 ? '' : '+';
  return `${now}; next step: ${countText(step.intervalCycles)} cycles with ${countText(multipliers)} multipliers (${sign}${countText(added)})`;
};
