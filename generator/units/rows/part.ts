import type { Instance, Module, ParameterValue } from '../../ir/module.js';
import { type PrintedParameter, printedParameters } from './parameter-list.js';

/**
 * What the row templates put between their own ports: a reduction, an engine, a lane. A library module
 * with parameters, or a generated one.
 */
export interface Part {
  readonly module: Module;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** Cycles from what it is given to what it gives. */
  readonly latencyCycles: number;
  /** Bits of ROM in one of it. */
  readonly memoryBits: number;
}

export const partView = ({
  module,
  parameters,
}: Part): { readonly module: string; readonly parameters: readonly PrintedParameter[] } => ({
  module: module.name,
  parameters: printedParameters(parameters),
});

/** Instances of a part for the module tree: library modules are found by their text. */
export const partInstances = (
  { module }: Part,
  names: readonly string[],
  dslName: string,
): readonly Instance[] =>
  module.kind === 'library' ? [] : names.map((name) => ({ name, module, dslName }));
