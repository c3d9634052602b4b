import type { ParameterValue } from '../../ir/module.js';

/** Verilog parameters as a template prints them. */
export interface PrintedParameter {
  readonly key: string;
  readonly value: ParameterValue;
  readonly separator: string;
}

export const printedParameters = (
  parameters: Readonly<Record<string, ParameterValue>>,
): readonly PrintedParameter[] => {
  const entries = Object.entries(parameters);
  return entries.map(([key, value], i) => ({
    key,
    value,
    separator: i === entries.length - 1 ? '' : ',',
  }));
};
