import { unsignedBitsFor } from '../../ir/format.js';

/** What templates tell templates/lib/sinter_result_drain.v. */
export const drainView = (options: {
  readonly outputs: number;
  readonly pe: number;
  readonly lanes: number;
  readonly vectors: number;
}) => {
  const { outputs, pe, lanes, vectors } = options;
  const beats = outputs / lanes;
  return {
    partBits: unsignedBitsFor(pe / lanes - 1),
    beats,
    beatBits: unsignedBitsFor(beats - 1),
    vectors,
    vectorBits: unsignedBitsFor(vectors - 1),
  };
};
