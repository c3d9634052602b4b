import type { StreamHandle } from '../../../dsl/builder.js';
import type { ActivationQuantization } from '../activation.js';
import type { TfliteModel, TfliteOperator, TfliteTensor } from '../model.js';
import { modelError, quote, shapeText } from '../problem.js';

/** An int8 or int16 tensor that flows; its shape is the file's, batch axis included. */
export interface Activation extends ActivationQuantization {
  readonly tensor: TfliteTensor;
  readonly shape: readonly number[];
}

export interface InputActivation extends Activation {
  readonly stream: StreamHandle;
}

/** What a mapper sees: one operator, its tensors checked, and where to put its units. */
export interface OperatorContext {
  readonly model: TfliteModel;
  readonly operator: TfliteOperator;
  readonly place: string;
  /** The stream at a position of the operator's inputs; throws when it is none. */
  input(position: number): InputActivation;
  /** The constant at a position; undefined when the file leaves it out. */
  constant(position: number): TfliteTensor | undefined;
  output(position: number): Activation;
  /** Adds a unit. */
  unit(
    kind: string,
    inputs: readonly StreamHandle[],
    parameters: Readonly<Record<string, unknown>>,
  ): StreamHandle;
}

/** Turns one operator into units; gives a stream for each of its outputs. */
export interface OperatorMapper {
  /** Fewest and most inputs, the optional ones being last. */
  readonly inputs: readonly [number, number];
  readonly outputs: number | readonly [number, number];
  /** Undefined for an output that nothing reads. */
  map(context: OperatorContext): readonly (StreamHandle | undefined)[];
}

export const sameShape = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((size, axis) => size === b[axis]);

/** Throws unless the file declares the output as the operator computes it. */
export const expectShape = (
  { place }: OperatorContext,
  { tensor, shape }: Activation,
  computed: readonly number[],
): void => {
  if (sameShape(shape, computed)) return;
  throw modelError(
    place,
    `gives shape ${shapeText(computed)}, its output ${quote(tensor.name)} is declared as ${shapeText(shape)}`,
    'convert the model again, with a batch size of 1',
  );
};

/** Throws unless both have the same scale and zero point: the operator only passes codes on. */
export const expectSameQuantization = (
  { place }: OperatorContext,
  input: Activation,
  output: Activation,
  remedy = 'convert the model again',
): void => {
  if (input.scale === output.scale && input.zeroPoint === output.zeroPoint) return;
  throw modelError(
    place,
    `reads scale ${input.scale}, zero point ${input.zeroPoint} and gives scale ${output.scale}, zero point ${output.zeroPoint}: they must be equal`,
    remedy,
  );
};

/** The parameter `output` of units that rescale. */
export const outputQuantization = ({ format, scale, zeroPoint }: Activation) => ({
  format,
  scale,
  zeroPoint,
});
