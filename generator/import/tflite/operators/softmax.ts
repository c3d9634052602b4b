import { modelError } from '../problem.js';
import { softmaxOptions } from '../schema.js';
import { expectShape, type OperatorMapper } from './mapper.js';

/** What TFLite fixes the output to. */
const fixed = {
  8: { scale: 1 / 256, zeroPoint: -128, text: '1/256' },
  16: { scale: 2 ** -15, zeroPoint: 0, text: '1/32768' },
} as const;

/** SOFTMAX over the last axis. */
export const softmax: OperatorMapper = {
  inputs: [1, 1],
  outputs: 1,
  map(context) {
    const { operator, place } = context;
    const input = context.input(0);
    const output = context.output(0);
    const beta = operator.options(softmaxOptions)?.float32('beta') ?? 1;
    if (!(beta > 0 && Number.isFinite(beta))) {
      throw modelError(
        place,
        `has beta ${beta}, needs a positive number`,
        'convert the model again',
      );
    }
    const bits = output.format.bits === 16 ? 16 : 8;
    const { scale, zeroPoint, text } = fixed[bits];
    if (output.scale !== scale || output.zeroPoint !== zeroPoint) {
      throw modelError(
        place,
        `gives scale ${output.scale}, zero point ${output.zeroPoint}, needs scale ${scale} (${text}), zero point ${zeroPoint}`,
        `convert the model again: int${bits} SOFTMAX has this output in TFLite`,
      );
    }
    expectShape(context, output, input.shape);
    return [context.unit('softmax', [input.stream], { beta })];
  },
};
