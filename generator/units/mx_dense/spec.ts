import { type Problem, SinterError } from '../../error.js';
import type { MxFormat } from '../../ir/format.js';
import type { StreamType } from '../../ir/stream.js';
import { resultLanesOf } from '../dense/folded-array.js';
import { foldingProblems } from '../folding.js';
import { elementFormatOf } from '../microscaling/parameters.js';
import type { UnitSpec } from '../unit.js';
import { type Start, startOf } from './bias.js';
import { type Conversion, conversionOf } from './conversion.js';
import type { MxDenseParameters } from './parameters.js';
import { type ArrayPlan, arrayPlan, type DotPlan, dotPlan } from './plan.js';
import { biasValue, mxDenseProblems } from './problems.js';
import { type BlockWeights, blockWeights } from './weights.js';

export interface MxDenseSpec extends UnitSpec {
  readonly parameters: MxDenseParameters;
  /** Formats of activations and weights. */
  readonly formats: readonly [MxFormat, MxFormat];
  readonly weights: BlockWeights;
  /** Where each output's sum starts; undefined without a bias. */
  readonly starts: readonly Start[] | undefined;
  readonly dot: DotPlan;
  readonly array: ArrayPlan;
  /** From the product of the real scales to the output's; undefined for float32. */
  readonly conversion: Conversion | undefined;
  /** Product of the real scales of elements, their scales and both of the weights. */
  readonly realScale: number;
}

const scaleOf = ({ scale }: { readonly scale: number | readonly number[] }): number =>
  typeof scale === 'number' ? scale : Number.NaN;

const startsOf = ({ bias }: MxDenseParameters, realScale: number, dot: DotPlan) =>
  bias &&
  Array.from({ length: bias.data.length }, (_, i): Start => {
    const value = biasValue(bias, i) / realScale;
    return startOf(value, dot);
  });

export const resolveMxDense = (
  parameters: MxDenseParameters,
  [elements, scales]: readonly StreamType[],
  place: string,
): MxDenseSpec => {
  if (!elements || !scales) throw new Error('mx_dense has two inputs');
  const { weights, weightScales, bias, output, guardBits, array } = parameters;
  const realScale = elements.scale * scales.scale * scaleOf(weights) * scaleOf(weightScales);
  const problems: Problem[] = [
    ...mxDenseProblems(parameters, [elements, scales], realScale, place),
  ];
  const [outputs = 0, inputs = 0] = weights.shape;
  problems.push(
    ...foldingProblems({ pe: array.pe }, { pe: { limit: outputs, of: 'outputs' } }, place),
  );
  if (problems.length > 0) throw new SinterError(problems);
  const formats = [elementFormatOf(elements.format), elementFormatOf(weights.format)] as const;
  const dot = dotPlan({ formats, inputs, guardBits, hasBias: bias !== undefined });
  const { pe = 1, simd = 1 } = array;
  const plan = arrayPlan(elements.shape, outputs, { pe, simd });
  const isFloat = output.format.kind === 'float32';
  const outScale = isFloat ? realScale : (output.scale as number);
  return {
    parameters,
    inputs: [elements, scales],
    output: {
      kind: 'stream',
      shape: [...elements.shape.slice(0, -1), outputs],
      format: output.format,
      scale: outScale,
      zeroPoint: output.zeroPoint,
      lanes: resultLanesOf(outputs, pe, plan.row.rowBeats),
    },
    folding: { pe, simd },
    formats,
    weights: blockWeights(weights, weightScales, formats[1]),
    starts: startsOf(parameters, realScale, dot),
    dot,
    array: plan,
    conversion: isFloat
      ? undefined
      : conversionOf(realScale / outScale, parameters.activation, { ...output, scale: outScale }),
    realScale,
  };
};
