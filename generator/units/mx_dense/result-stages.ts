import { bitVector, signedDecimal } from '../../emit/literal.js';
import { unsignedBitsFor } from '../../ir/format.js';
import type { Stage } from '../../ir/module.js';
import { convertLanes } from '../../stream/lanes.js';
import { pipeline } from '../../stream/timing.js';
import { resultExtraBits } from './array-stage.js';
import type { MxDenseSpec } from './spec.js';

/** Exponents of results with all that is added to them, and shifts of their rescaling. */
const exponentBits = 12;

/** Bias of an exponent in single precision. */
const floatBias = 127;

/** Sums with exponents to single precision; templates/lib/sinter_mx_float.v. */
const floatStage = ({ dot, output, array, parameters }: MxDenseSpec): Stage => {
  const { lanes } = output;
  const steps = Math.max(1, unsignedBitsFor(dot.accBits - 1));
  const stages = Math.ceil(steps / 2);
  return {
    kind: 'stage',
    instance: 'float',
    module: { kind: 'library', name: 'sinter_mx_float' },
    parameters: {
      LANES: lanes,
      ACC_BITS: dot.accBits,
      STEPS: steps,
      STAGES: stages,
      EXPONENT_BITS: exponentBits,
      OFFSET: signedDecimal(exponentBits, dot.unitExponent + dot.accBits - 1 + floatBias),
      RELU: parameters.activation === 'relu' ? 1 : 0,
    },
    inputBits: lanes * (dot.accBits + resultExtraBits),
    outputBits: lanes * 32,
    timing: pipeline((array.vectors * array.outputs) / lanes, stages + 4),
  };
};

/** Single precision to integers; templates/lib/sinter_mx_quantize.v. */
const quantizeStage = ({ conversion, output, array }: MxDenseSpec): readonly Stage[] => {
  if (!conversion) return [];
  const { lanes, format } = output;
  const { factor, zeroPoint, clamp } = conversion;
  const limitBits = format.bits + 2;
  return [
    {
      kind: 'stage',
      instance: 'quantize',
      module: { kind: 'library', name: 'sinter_mx_quantize' },
      parameters: {
        LANES: lanes,
        FACTOR: bitVector(24, factor.magnitude),
        SHIFT_BITS: exponentBits,
        SHIFT: signedDecimal(exponentBits, 150 - factor.exponent),
        OUT_BITS: format.bits,
        ZERO: signedDecimal(limitBits, zeroPoint),
        MINIMUM: signedDecimal(limitBits, clamp.minimum),
        MAXIMUM: signedDecimal(limitBits, clamp.maximum),
      },
      inputBits: lanes * 32,
      outputBits: lanes * format.bits,
      timing: pipeline((array.vectors * array.outputs) / lanes, 4),
    },
  ];
};

/** From the array's results to the stream that leaves. */
export const resultStages = (spec: MxDenseSpec): readonly Stage[] => {
  const { array, dot, output } = spec;
  const { pe, outputs, vectors } = array;
  return [
    ...convertLanes(
      'scatter',
      dot.accBits + resultExtraBits,
      { lanes: pe, group: outputs },
      { lanes: output.lanes, group: outputs },
      vectors * outputs,
    ),
    floatStage(spec),
    ...quantizeStage(spec),
  ];
};
