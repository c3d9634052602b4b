import { int, mxfp4, mxfp6, mxfp8, mxint8 } from '../../generator/dsl/formats.js';
import { randomIntegers } from '../../generator/numeric/random.js';
import { proveUnit } from '../support/unit-suite.js';
import { denseCase } from '../units/mx_dense/cases.js';

/** Every pair of element formats, each with a shape, a folding and an output of its own. */
const formats = [mxfp8('e5m2'), mxfp8('e4m3'), mxfp6('e3m2'), mxfp6('e2m3'), mxfp4(), mxint8()];

const next = randomIntegers(12);
const from = <Value>(choices: readonly Value[]): Value => choices[next() % choices.length] as Value;

const cases = formats.flatMap((activation) =>
  formats.map((weight) => {
    const outputs = 1 + (next() % 7);
    const inputs = 1 + (next() % 100);
    const rows = 1 + (next() % 3);
    const pe = 1 + (next() % outputs);
    const simd = from([1, 2, 4, 8, 16, 32]);
    const guardBits = from([0, 3, 8, 40]);
    return denseCase(
      `${activation.element} x ${weight.element}: ${rows} x ${inputs} -> ${outputs}, pe ${pe}, simd ${simd}, guard ${guardBits}`,
      [activation, weight],
      [outputs, inputs],
      { pe, simd, ...(next() % 2 === 0 ? { multiplier: 'lut' } : {}) },
      {
        ...{ shape: [rows, inputs], lanes: 1 + (next() % inputs), guardBits },
        ...{ spread: from([3, 12, 200]), biased: next() % 2 === 0 },
        ...(next() % 3 === 0 ? { output: { format: int(8), scale: 0.7, zeroPoint: 3 } } : {}),
      },
    );
  }),
);

proveUnit('mx_dense', cases);
