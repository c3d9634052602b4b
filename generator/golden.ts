import type { Codes } from './ir/codes.js';
import type { BoundDatapath } from './passes/bind.js';

/**
 * The golden model of a datapath: takes one tensor of codes per input name, gives the codes of every
 * stream by the name of what drives it.
 */
export const runGolden = (
  bound: BoundDatapath,
  inputs: ReadonlyMap<string, Codes>,
): ReadonlyMap<string, Codes> => {
  const values = new Map<string, Codes>();
  for (const { name } of bound.datapath.inputs) {
    const codes = inputs.get(name);
    if (!codes) throw new Error(`no data for input ${name}`);
    values.set(name, codes);
  }
  const codesOf = (name: string): Codes => {
    const codes = values.get(name);
    if (!codes) throw new Error(`stream ${name} has no value`);
    return codes;
  };
  for (const { node, unit } of bound.nodes) {
    values.set(node.name, unit.golden(node.inputs.map(codesOf)));
  }
  return values;
};

/** Codes of the datapath's outputs, by output name. */
export const outputsOf = (
  bound: BoundDatapath,
  values: ReadonlyMap<string, Codes>,
): ReadonlyMap<string, Codes> =>
  new Map(
    bound.datapath.outputs.map(({ name, from }) => {
      const codes = values.get(from);
      if (!codes) throw new Error(`stream ${from} has no value`);
      return [name, codes];
    }),
  );
