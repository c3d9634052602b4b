import { float32, int, mxfp4, mxfp6, mxfp8, mxint8, uint } from '../../../generator/dsl/formats.js';
import { stream } from '../../support/streams.js';
import type { UnitCase } from '../../support/unit-case.js';

const scaled = (
  title: string,
  input: UnitCase['inputs'][number],
  parameters: Readonly<Record<string, unknown>>,
): UnitCase => ({ title, unit: 'mx_scale', inputs: [input], parameters });

export const cases: readonly UnitCase[] = [
  scaled('one int8 element: every code', stream([1]), { format: mxfp4() }),
  scaled('two int8 elements: every pair', stream([2], { lanes: 2 }), { format: mxfp8('e5m2') }),
  scaled(
    'rows of whole blocks, several lanes, a zero point',
    stream([3, 64], { lanes: 8, zeroPoint: -7 }),
    { format: mxfp8('e4m3') },
  ),
  scaled(
    'rows with a short last block, lanes that are no power of two',
    stream([3, 45], { lanes: 3 }),
    {
      format: mxfp6('e3m2'),
    },
  ),
  scaled(
    'uint4 with a zero point, rows shorter than a block',
    stream([4, 9], { format: uint(4), zeroPoint: 6, lanes: 2 }),
    {
      format: mxfp6('e2m3'),
      lanes: 16,
    },
  ),
  scaled('int16, 32 lanes', stream([96], { format: int(16), lanes: 32 }), { format: mxint8() }),
  scaled(
    'float32, infinities and NaN among them',
    stream([2, 40], { format: float32(), lanes: 4 }),
    {
      format: mxfp8('e4m3'),
    },
  ),
  scaled('one lane of float32', stream([33], { format: float32() }), { format: mxint8() }),
];
