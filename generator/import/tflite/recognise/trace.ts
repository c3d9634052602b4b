import { isSinterError } from '../../../error.js';
import type { TfliteModel, TfliteOperator } from '../model.js';

/** Who reads each tensor, by positions in the list of operators; a model's output is read by one more, -1. */
export type Readers = ReadonlyMap<number, readonly number[]>;

export const readersOf = ({ operators, outputs }: TfliteModel): Readers => {
  const readers = new Map<number, number[]>();
  const add = (tensor: number, reader: number): void => {
    const known = readers.get(tensor);
    if (known) known.push(reader);
    else readers.set(tensor, [reader]);
  };
  for (const [position, { inputs }] of operators.entries()) {
    for (const tensor of inputs) add(tensor, position);
  }
  for (const tensor of outputs) add(tensor, -1);
  return readers;
};

/** What is known of a tensor, and the operators that it takes to compute it. */
export interface Traced<Value> {
  readonly value: Value;
  readonly tensor: number;
  readonly from: ReadonlySet<number>;
}

/** Operators behind the first that are looked at. */
const window = 64;

const valueOrNothing = <Value>(attempt: () => Value | undefined): Value | undefined => {
  try {
    return attempt();
  } catch (error) {
    // The operator's own mapper tells what is wrong with it.
    if (isSinterError(error)) return undefined;
    throw error;
  }
};

/**
 * What `step` makes of the operators from position `start` on that read only `root`, constants, and what is known
 * already; in the order of the file.
 */
export const traced = <Value>(
  { operators }: TfliteModel,
  { root, value, start }: { root: number; value: Value; start: number },
  step: (
    operator: TfliteOperator,
    valueAt: (tensor: number) => Value | undefined,
  ) => Value | undefined,
): readonly Traced<Value>[] => {
  const known = new Map<number, Traced<Value>>([[root, { value, tensor: root, from: new Set() }]]);
  const found: Traced<Value>[] = [];
  const end = Math.min(operators.length, start + window);
  for (let position = start; position < end; position++) {
    const operator = operators[position] as TfliteOperator;
    const [tensor] = operator.outputs;
    const reads = operator.inputs.flatMap((input) => known.get(input) ?? []);
    if (operator.outputs.length !== 1 || tensor === undefined) continue;
    if (reads.length === 0 || known.has(tensor)) continue;
    const made = valueOrNothing(() => step(operator, (input) => known.get(input)?.value));
    if (made === undefined) continue;
    const from = new Set([position, ...reads.flatMap((read) => [...read.from])]);
    const entry = { value: made, tensor, from };
    known.set(tensor, entry);
    found.push(entry);
  }
  return found;
};

/** Whether nothing but these operators reads what they compute on the way. */
export const isClosed = (
  { operators }: TfliteModel,
  readers: Readers,
  { tensor, from }: Traced<unknown>,
): boolean =>
  [...from].every((position) =>
    (operators[position] as TfliteOperator).outputs.every(
      (output) =>
        output === tensor || (readers.get(output) ?? []).every((reader) => from.has(reader)),
    ),
  );
