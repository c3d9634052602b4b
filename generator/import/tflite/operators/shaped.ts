import type { StreamHandle } from '../../../dsl/builder.js';
import { type OperatorContext, sameShape } from './mapper.js';

/** The stream with another shape, through a reshape only where the shapes differ. */
export const shaped = (
  context: OperatorContext,
  stream: StreamHandle,
  from: readonly number[],
  to: readonly number[],
): StreamHandle =>
  sameShape(from, to) ? stream : context.unit('reshape', [stream], { shape: to });
