import { type Codes, narrow } from '../../ir/codes.js';
import { rangeOf } from '../../ir/format.js';
import { iBertRow } from './methods/i-bert.js';
import { int16Row } from './methods/int16.js';
import { logRow } from './methods/log-domain.js';
import { itaRow, onlineRow } from './methods/online.js';
import type { ItaPlan, OnlinePlan, SoftmaxPlan } from './methods/plan.js';
import { tfliteRow } from './methods/tflite.js';
import type { SoftmaxSpec } from './spec.js';

/** Whether an element of a row counts: the parameters' masks; a mask stream's bits come on top. */
export const counts = (
  {
    parameters: { causal, length },
    row: n,
  }: {
    readonly parameters: Pick<SoftmaxSpec['parameters'], 'causal' | 'length'>;
    readonly row: number;
  },
  row: number,
  column: number,
): boolean => column < (length ?? n) && (!causal || column <= row % n);

/** The methods that start from differences from the row's maximum. */
const differencesToShares = (
  plan: Exclude<SoftmaxPlan, OnlinePlan | ItaPlan>,
  differences: readonly number[],
  bits: number,
): readonly number[] => {
  switch (plan.kind) {
    case 'tflite':
      return tfliteRow(plan, differences);
    case 'tflite-int16':
      return int16Row(plan.definition, differences);
    case 'i-bert':
      return iBertRow(plan, differences, bits);
    case 'log-domain':
      return logRow(plan, differences, bits);
  }
};

/** One row of codes, undefined where an element does not count, to shares from 0. */
const shares = (
  { plan, inputs, output }: SoftmaxSpec,
  codes: readonly (number | undefined)[],
): readonly number[] => {
  const shown = codes.filter((code) => code !== undefined);
  if (shown.length === 0) return codes.map(() => 0);
  const bits = output.format.bits;
  const format = inputs[0]?.format ?? output.format;
  const { minimum } = rangeOf(format);
  switch (plan.kind) {
    case 'online-base2':
      return onlineRow(
        plan,
        codes.map((code) => (code === undefined ? code : code & (2 ** format.bits - 1))),
        2 ** bits - 1,
      );
    case 'ita':
      return itaRow(plan, codes, minimum);
    default: {
      const largest = shown.reduce((a, b) => Math.max(a, b));
      const differences = shown.map((code) => largest - code);
      const results = differencesToShares(plan, differences, bits);
      let next = 0;
      return codes.map((code) => (code === undefined ? 0 : (results[next++] as number)));
    }
  }
};

/** Each row by its method, from the code of 0. Elements that do not count are 0 and change nothing. */
export const softmaxGolden = (spec: SoftmaxSpec, [input, mask]: readonly Codes[]): Codes => {
  const x = narrow(input);
  const bits = mask && narrow(mask);
  const { row, rows, output } = spec;
  const y = new Int32Array(x.length);
  for (let r = 0; r < rows; r++) {
    const codes = Array.from(x.subarray(r * row, (r + 1) * row), (code, column) =>
      counts(spec, r, column) && (bits?.[r * row + column] ?? 1) === 1 ? code : undefined,
    );
    y.set(
      shares(spec, codes).map((share) => share + output.zeroPoint),
      r * row,
    );
  }
  return y;
};
