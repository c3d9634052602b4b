import {
  e8m0,
  float32,
  int,
  mxfp4,
  mxfp6,
  mxfp8,
  mxint8,
  uint,
} from '../../../generator/dsl/formats.js';
import type { MxFormat } from '../../../generator/ir/format.js';
import type { StreamType } from '../../../generator/ir/stream.js';
import { stream } from '../../support/streams.js';
import type { UnitCase } from '../../support/unit-case.js';

const elements = (
  title: string,
  format: MxFormat,
  input: StreamType,
  { scaleLanes = 1, ...parameters }: { readonly scaleLanes?: number; readonly lanes?: number } = {},
): UnitCase => {
  const blocks = Math.ceil((input.shape.at(-1) ?? 1) / 32);
  const scales = stream([...input.shape.slice(0, -1), blocks], {
    ...{ format: e8m0(), scale: 1, lanes: scaleLanes },
  });
  return {
    title,
    unit: 'mx_elements',
    inputs: [input, scales],
    parameters: { format, ...parameters },
  };
};

export const cases: readonly UnitCase[] = [
  elements('mxfp4, one int8 element: every code with every scale', mxfp4(), stream([1])),
  elements('mxfp8e4m3, one int8 element: every code with every scale', mxfp8('e4m3'), stream([1])),
  elements(
    'mxfp8e5m2, rows with a short last block, a zero point, lanes that are no power of two',
    mxfp8('e5m2'),
    stream([2, 45], { lanes: 3, zeroPoint: 9 }),
  ),
  elements(
    'mxfp6e3m2 of uint4, rows shorter than a block',
    mxfp6('e3m2'),
    stream([5, 7], { format: uint(4), lanes: 4, zeroPoint: 3 }),
  ),
  elements(
    'mxfp6e2m3 of int16, two scales a beat',
    mxfp6('e2m3'),
    stream([64], { format: int(16), lanes: 16 }),
    { scaleLanes: 2 },
  ),
  elements('mxfp8e5m2 of float32', mxfp8('e5m2'), stream([2, 40], { format: float32(), lanes: 4 })),
  elements('mxfp8e4m3 of float32', mxfp8('e4m3'), stream([33], { format: float32() })),
  elements('mxfp4 of float32, 32 lanes', mxfp4(), stream([96], { format: float32(), lanes: 32 })),
  elements('mxint8 of float32', mxint8(), stream([34], { format: float32(), lanes: 2 })),
];
