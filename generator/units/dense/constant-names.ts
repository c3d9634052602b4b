import type { AdderGraph } from '../../numeric/adder-graph/graph.js';

/** What outputs a value serves: one, or several. */
type Serves = number | 'several' | undefined;

const both = (a: Serves, b: Serves): Serves =>
  a === undefined || a === b ? b : b === undefined ? a : 'several';

/**
 * Names of a graph's values: x3 an input, y2_5 the fifth adder of output 2, common_7 the seventh that serves
 * several outputs.
 */
export const valueNames = ({ inputs, adders, outputs }: AdderGraph): readonly string[] => {
  const serves: Serves[] = Array.from({ length: inputs + adders.length }, () => undefined);
  for (const [number, output] of outputs.entries()) {
    if (output) serves[output.value] = both(serves[output.value], number);
  }
  for (let i = adders.length - 1; i >= 0; i--) {
    const { left, right } = adders[i] as { left: number; right: number };
    const own = serves[inputs + i];
    serves[left] = both(serves[left], own);
    serves[right] = both(serves[right], own);
  }
  const counts = new Map<string, number>();
  return serves.map((served, value) => {
    if (value < inputs) return `x${value}`;
    const group = served === 'several' || served === undefined ? 'common' : `y${served}`;
    const number = counts.get(group) ?? 0;
    counts.set(group, number + 1);
    return `${group}_${number}`;
  });
};
