import { type Flow, type InputFlow, plainFlow, vectorsOf } from '../../schedule/flow.js';
import type { UnitContract, UnitSpec } from '../unit.js';
import { elementsTaken } from './broadcast.js';
import type { Operands } from './operands.js';

/**
 * Vectors together; of an operand that is broadcast, each when it is met for the first time: it is replayed from a
 * buffer of its own.
 */
export const operandFlow = (
  { inputs, output, operands }: UnitSpec & Operands,
  { intervalCycles }: UnitContract,
): Flow => {
  const plain = plainFlow(output, output, intervalCycles);
  const { inputVectors, needs, frees } = plain;
  const [first = output] = inputs;
  if (!operands.some(({ broadcast }) => broadcast)) return plainFlow(first, output, intervalCycles);
  const channels = output.shape.at(-1) ?? 1;
  const flows = inputs.map((input, index): InputFlow => {
    const broadcast = operands.find((operand) => operand.input === index)?.broadcast;
    // Taken as it is worked with: the unit has no room of its own for it.
    if (!broadcast) return { inputVectors, needs, frees };
    const own = input.shape.at(-1) ?? 1;
    const upTo = (o: number): number =>
      Math.ceil(elementsTaken(broadcast, (o + 1) * channels) / own);
    return { inputVectors: vectorsOf(input), needs: upTo, frees: upTo };
  });
  return { ...plain, inputs: flows };
};
