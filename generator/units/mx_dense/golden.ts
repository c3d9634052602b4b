import { type Codes, narrow } from '../../ir/codes.js';
import { blockSize, elementUnits, nanScale } from '../../ir/formats/microscaling.js';
import { float32Nan, float32Of } from '../../numeric/float32.js';
import { noStart } from './bias.js';
import { convert } from './conversion.js';
import type { MxDenseSpec } from './spec.js';

/** Widest sums of a block that doubles hold. */
const exactBits = 53;

type BlockSum = (vector: number, output: number, from: number, to: number) => bigint;

/** The exact sum of the products of a block: `from` to `to` of a vector and of an output's weights. */
const blockSumOf = ({ dot, weights }: MxDenseSpec, units: Float64Array): BlockSum => {
  const { inputs, sumBits } = dot;
  if (sumBits <= exactBits) {
    return (vector, output, from, to) => {
      let sum = 0;
      for (let i = from; i < to; i++) {
        sum +=
          (units[vector * inputs + i] as number) * (weights.units[output * inputs + i] as number);
      }
      return BigInt(sum);
    };
  }
  const wideUnits = Array.from(units, BigInt);
  const wideWeights = Array.from(weights.units, BigInt);
  return (vector, output, from, to) => {
    let sum = 0n;
    for (let i = from; i < to; i++) {
      const a = wideUnits[vector * inputs + i] as bigint;
      sum += a * (wideWeights[output * inputs + i] as bigint);
    }
    return sum;
  };
};

/**
 * Blocks of a vector whose scale or one of whose elements is no number (E5M2 has infinities as well, which
 * no conversion makes): any of them makes every result of the vector NaN.
 */
const isNumber = (spec: MxDenseSpec, codes: Int32Array, scales: Int32Array, vector: number) => {
  const { inputs } = spec.dot;
  const { blocks } = spec.array.row;
  const table = elementUnits(spec.formats[0]);
  return (
    scales.subarray(vector * blocks, (vector + 1) * blocks).every((code) => code !== nanScale) &&
    codes
      .subarray(vector * inputs, (vector + 1) * inputs)
      .every((code) => table[code] !== undefined)
  );
};

/** The sum of an output with its exponent, as the accumulator has it; undefined for NaN. */
const accumulated = (
  spec: MxDenseSpec,
  scales: Int32Array,
  [vector, output]: readonly [number, number],
  blockSum: BlockSum,
): { readonly sum: bigint; readonly exponent: number } | undefined => {
  const { dot, weights, starts } = spec;
  const { blocks } = spec.array.row;
  const start = starts?.[output];
  let { sum, exponent } = start ?? noStart;
  for (let block = 0; block < blocks; block++) {
    const weightScale = weights.scales[output * blocks + block] as number;
    if (weightScale === nanScale) return undefined;
    const own = (scales[vector * blocks + block] as number) + weightScale;
    const from = block * blockSize;
    const added = blockSum(vector, output, from, Math.min(from + blockSize, dot.inputs));
    const raised = added << BigInt(dot.guardBits);
    // Whichever has the lower exponent is shifted to the other's; what is shifted out is dropped.
    const before = block === 0 && !start ? own : exponent;
    exponent = Math.max(before, own);
    sum = (sum >> BigInt(exponent - before)) + (raised >> BigInt(exponent - own));
  }
  return { sum, exponent };
};

/** W x + b of blocks: exact inside a block, aligned between them, rounded once to single precision. */
export const mxDenseGolden = (
  spec: MxDenseSpec,
  [elements, scaleCodes]: readonly Codes[],
): Codes => {
  const { array, dot, conversion, parameters } = spec;
  const codes = narrow(elements);
  const scales = narrow(scaleCodes);
  const table = elementUnits(spec.formats[0]);
  const units = Float64Array.from(codes, (code) => table[code] ?? 0);
  const blockSum = blockSumOf(spec, units);
  const results = new Float64Array(array.vectors * array.outputs);
  for (let vector = 0; vector < array.vectors; vector++) {
    const number = isNumber(spec, codes, scales, vector);
    for (let output = 0; output < array.outputs; output++) {
      const result = number ? accumulated(spec, scales, [vector, output], blockSum) : undefined;
      const code = result ? float32Of(result.sum, result.exponent + dot.unitExponent) : float32Nan;
      const negative = code >= 2 ** 31;
      results[vector * array.outputs + output] =
        parameters.activation === 'relu' && negative ? 0 : code;
    }
  }
  return conversion
    ? Int32Array.from(results, (code) => convert(code, conversion))
    : BigInt64Array.from(results, BigInt);
};
