import type { StreamType } from '../../ir/stream.js';
import type { ConstantTensor } from '../../ir/tensor.js';
import { type ChannelRules, channelwise, keepAxis } from '../channels.js';

/**
 * A channel in is a channel out; a constant that has channels loses the same ones. Streams of one channel that meet all
 * of another's hold theirs.
 */
export const operandChannels = ({
  inputs,
  output,
  parameters: { constant },
}: {
  readonly inputs: readonly StreamType[];
  readonly output: StreamType;
  readonly parameters: { readonly constant?: ConstantTensor | undefined };
}): ChannelRules | undefined => {
  if (inputs.some(({ shape }) => shape.at(-1) !== output.shape.at(-1))) return undefined;
  const rules = channelwise(inputs.length);
  const size = constant?.shape.at(-1) ?? 1;
  if (!constant || size === 1) return rules;
  return {
    ...rules,
    keep: (_, output) => ({
      constant: keepAxis(constant, constant.shape.length - 1, output, 'as they are'),
    }),
  };
};
