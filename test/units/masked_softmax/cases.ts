import { int, uint } from '../../../generator/dsl/formats.js';
import { stream } from '../../support/streams.js';
import type { UnitCase } from '../../support/unit-case.js';
import { itaScale } from '../softmax/method-cases.js';

const causal = (
  title: string,
  shape: readonly number[],
  more: Parameters<typeof stream>[1],
  parameters: Readonly<Record<string, unknown>>,
): UnitCase => ({ title, unit: 'softmax', inputs: [stream(shape, more)], parameters });

const masked = (
  title: string,
  shape: readonly number[],
  [scores, mask]: readonly [Parameters<typeof stream>[1], number],
  parameters: Readonly<Record<string, unknown>>,
): UnitCase => ({
  title,
  unit: 'masked_softmax',
  inputs: [stream(shape, scores), stream(shape, { format: uint(1), scale: 1, lanes: mask })],
  parameters,
});

export const cases: readonly UnitCase[] = [
  causal(
    'causal, two matrices, lanes that divide',
    [2, 8, 8],
    { lanes: 4 },
    {
      causal: true,
      lanes: 4,
    },
  ),
  causal(
    'causal and padded, a tail, log-domain',
    [5, 5],
    { lanes: 3 },
    {
      causal: true,
      length: 4,
      lanes: 3,
      method: 'log-domain',
    },
  ),
  causal(
    'padded, ita, groups that are all padding',
    [3, 12],
    { scale: itaScale },
    {
      length: 3,
      method: 'ita',
      group: 4,
      lanes: 2,
    },
  ),
  causal(
    'causal, int16',
    [4, 4],
    { format: int(16), scale: 0.0003, lanes: 2 },
    {
      causal: true,
      lanes: 3,
    },
  ),
  masked('1 element and its bit', [1], [{}, 1], {}),
  masked('a mask stream of other lanes', [3, 10], [{ lanes: 4 }, 2], {
    lanes: 4,
    inputFifo: [3, 2],
  }),
  masked('a mask stream, online-base2', [4, 6], [{ lanes: 2, scale: 0.3 }, 2], {
    lanes: 2,
    group: 2,
    method: 'online-base2',
  }),
  masked('a mask stream, i-bert, causal', [4, 4], [{ lanes: 4, scale: 0.1 }, 4], {
    lanes: 4,
    causal: true,
    method: 'i-bert',
  }),
];
