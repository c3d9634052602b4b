import { signedBitsFor, unsignedBitsFor } from '../../ir/format.js';

/** Every whole number that a value can be, ends included. */
export interface ValueRange {
  readonly low: number;
  readonly high: number;
}

/** left + right * 2^shift, or the two subtracted. Values are numbered, inputs first, then adders. */
export interface Adder {
  readonly left: number;
  readonly right: number;
  readonly shift: number;
  readonly operation: 'add' | 'subtract' | 'subtract from';
}

/** A value times 2^shift; undefined where an output is always zero. */
export type GraphOutput = { readonly value: number; readonly shift: number } | undefined;

/** Constant times vector in additions alone; each adder uses values before it. */
export interface AdderGraph {
  readonly inputs: number;
  readonly adders: readonly Adder[];
  readonly outputs: readonly GraphOutput[];
  /** Of every value. */
  readonly ranges: readonly ValueRange[];
}

/** Bits of a value, and whether the highest is a sign. */
export interface Width {
  readonly bits: number;
  readonly signed: boolean;
}

export const widthOf = ({ low, high }: ValueRange): Width =>
  low < 0
    ? { bits: signedBitsFor(low, high), signed: true }
    : { bits: unsignedBitsFor(high), signed: false };

/** What a value is made of: a coefficient an input. */
export type Coefficients = Float64Array;

/** The coefficients of an adder's result. */
export const combined = (
  { shift, operation }: Pick<Adder, 'shift' | 'operation'>,
  left: Coefficients,
  right: Coefficients,
): Coefficients => {
  const ofLeft = operation === 'subtract from' ? -1 : 1;
  const ofRight = operation === 'subtract' ? -(2 ** shift) : 2 ** shift;
  const result = new Float64Array(left.length);
  for (let i = 0; i < result.length; i++) {
    result[i] = ofLeft * (left[i] as number) + ofRight * (right[i] as number);
  }
  return result;
};

/** Exactly what inputs that are anything in their ranges reach. */
export const reached = (coefficients: Coefficients, inputs: readonly ValueRange[]): ValueRange => {
  let low = 0;
  let high = 0;
  for (let i = 0; i < coefficients.length; i++) {
    const coefficient = coefficients[i] as number;
    if (coefficient === 0) continue;
    const input = inputs[i] as ValueRange;
    low += coefficient * (coefficient > 0 ? input.low : input.high);
    high += coefficient * (coefficient > 0 ? input.high : input.low);
  }
  return { low, high };
};

/** Outputs of a graph, exactly. */
export const evaluate = (graph: AdderGraph, inputs: readonly bigint[]): readonly bigint[] => {
  const values = [...inputs];
  for (const { left, right, shift, operation } of graph.adders) {
    const a = values[left] as bigint;
    const b = (values[right] as bigint) << BigInt(shift);
    values.push(operation === 'add' ? a + b : operation === 'subtract' ? a - b : b - a);
  }
  return graph.outputs.map((output) =>
    output ? (values[output.value] as bigint) << BigInt(output.shift) : 0n,
  );
};
