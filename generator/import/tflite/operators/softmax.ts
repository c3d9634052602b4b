import { modelError } from '../problem.js';
import { softmaxOptions } from '../schema.js';
import { expectShape, type OperatorMapper } from './mapper.js';

/** SOFTMAX over the last axis; TFLite fixes the output to scale 1/256, zero point -128. */
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
    if (output.scale !== 1 / 256 || output.zeroPoint !== -128) {
      throw modelError(
        place,
        `gives scale ${output.scale}, zero point ${output.zeroPoint}, needs scale 0.00390625 (1/256), zero point -128`,
        'convert the model again: int8 SOFTMAX has this output in TFLite',
      );
    }
    expectShape(context, output, input.shape);
    return [context.unit('softmax', [input.stream], { beta })];
  },
};
