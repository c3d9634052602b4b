import type { Stage } from '../ir/module.js';
import { pipeline } from './timing.js';

export interface SquareOptions {
  readonly instance: string;
  /** Of each lane's number, in two's complement. */
  readonly bits: number;
  /** Of its square, a bit for the sign included. */
  readonly resultBits: number;
  readonly lanes: number;
  readonly beats: number;
}

/** Squares lane by lane; templates/lib/sinter_square.v. */
export const square = ({ instance, bits, resultBits, lanes, beats }: SquareOptions): Stage => ({
  kind: 'stage',
  instance,
  module: { kind: 'library', name: 'sinter_square' },
  parameters: { LANES: lanes, IN_BITS: bits, OUT_BITS: resultBits },
  inputBits: lanes * bits,
  outputBits: lanes * resultBits,
  timing: pipeline(beats, 2),
});
