import { SinterError } from '../../error.js';
import { isSigned, type NumberFormat } from '../../ir/format.js';
import { elementsOf, type StreamType } from '../../ir/stream.js';
import type { UnitSpec } from '../unit.js';
import type { SoftmaxPlan } from './methods/plan.js';
import { planOf } from './methods/plan-of.js';
import type { SoftmaxParameters } from './parameters.js';
import { softmaxProblems } from './problems.js';

export interface SoftmaxSpec extends UnitSpec {
  readonly parameters: SoftmaxParameters;
  /** Elements of a row (the last axis), and rows. */
  readonly row: number;
  readonly rows: number;
  /** Whether a second stream says which elements count. */
  readonly maskStream: boolean;
  /** Beats of buffers in front of scores and mask, where they meet. */
  readonly inputFifo: readonly [number, number];
  readonly plan: SoftmaxPlan;
}

/** Whether elements may be left out. */
export const isMasked = ({
  parameters: { causal, length },
  row,
  maskStream,
}: SoftmaxSpec): boolean => maskStream || causal || (length ?? row) < row;

/** Whether the row's largest element is found before anything else. */
export const isOnline = ({ plan }: SoftmaxSpec): boolean =>
  plan.kind === 'online-base2' || plan.kind === 'ita';

const int8: NumberFormat = { kind: 'int', bits: 8 };

/** TFLite's int16 output, which has a sign that it does not use. */
const int16Output = { format: { kind: 'int', bits: 16 }, scale: 2 ** -15, zeroPoint: 0 } as const;

const outputOf = (
  { lanes, method, formats, output }: SoftmaxParameters,
  { shape, format: input }: StreamType,
): StreamType => {
  if (method === 'tflite' && input.bits > 8 && output === undefined) {
    return { kind: 'stream', shape, ...int16Output, lanes };
  }
  // Q(1,7), the format of Softermax.
  const paper = method === 'online-base2' && formats === 'softermax' && output === undefined;
  const format = output?.format ?? (paper ? { kind: 'uint', bits: 8 } : int8);
  return {
    kind: 'stream',
    shape,
    format,
    scale: paper ? 1 / 128 : 2 ** -format.bits,
    zeroPoint: isSigned(format) ? -(2 ** (format.bits - 1)) : 0,
    lanes,
  };
};

export const resolveSoftmax = (
  parameters: SoftmaxParameters,
  [input, mask]: readonly StreamType[],
  place: string,
  inputFifo: readonly [number, number] = [0, 0],
): SoftmaxSpec => {
  if (!input) throw new Error('softmax has one input');
  const row = input.shape.at(-1) ?? 1;
  const output = outputOf(parameters, input);
  const problems = softmaxProblems(parameters, [input, mask], output, place);
  if (problems.length > 0) throw new SinterError(problems);
  return {
    parameters,
    inputs: mask ? [input, mask] : [input],
    output,
    folding: { lanes: parameters.lanes },
    row,
    rows: elementsOf(input) / row,
    maskStream: mask !== undefined,
    inputFifo,
    plan: planOf(parameters, input, output),
  };
};
