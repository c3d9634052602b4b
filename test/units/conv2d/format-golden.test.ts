import { describe, expect, it } from 'vitest';
import { binary, int } from '../../../generator/dsl/formats.js';
import type { StreamType } from '../../../generator/ir/stream.js';
import type { ConstantTensor } from '../../../generator/ir/tensor.js';
import { stimulusFor } from '../../../sim/stimulus.js';
import { definedValues } from '../../support/format-values.js';
import { problemsOf } from '../../support/golden.js';
import { randomTensor, stream } from '../../support/streams.js';
import type { UnitCase } from '../../support/unit-case.js';
import { bindCase, bindUnit } from '../../support/units.js';
import { formatCases as depthwiseCases } from '../depthwise_conv2d/format-cases.js';
import { formatCases } from './format-cases.js';

/** The convolution of values, cell by cell, with zeros around the image; stride 1. */
const convolve = ({ unit, inputs, parameters }: UnitCase, codes: Int32Array): readonly number[] => {
  const [input] = inputs as [StreamType];
  const { weights, bias, padding } = parameters as {
    weights: ConstantTensor;
    bias: ConstantTensor;
    padding?: 'valid';
  };
  const [height = 0, width = 0, channels = 0] = input.shape;
  const depthwise = unit === 'depthwise_conv2d';
  const [first = 0, kernelHeight = 0, kernelWidth = 0, last = 0] = weights.shape;
  const outputs = depthwise ? last : first;
  const x = definedValues(input.format, [...codes]);
  const w = definedValues(weights.format, [...(weights.data as Int32Array)]);
  const same = padding !== 'valid';
  const [top, left] = same ? [(kernelHeight - 1) >> 1, (kernelWidth - 1) >> 1] : [0, 0];
  const rows = same ? height : height - kernelHeight + 1;
  const columns = same ? width : width - kernelWidth + 1;
  const sums: number[] = [];
  for (let y = 0; y < rows; y++) {
    for (let z = 0; z < columns; z++) {
      for (let o = 0; o < outputs; o++) {
        let sum = Number(bias.data[o]);
        for (let ky = 0; ky < kernelHeight; ky++) {
          for (let kx = 0; kx < kernelWidth; kx++) {
            const [row, column] = [y + ky - top, z + kx - left];
            if (row < 0 || column < 0 || row >= height || column >= width) continue;
            const pixel = (row * width + column) * channels;
            const tap = ky * kernelWidth + kx;
            if (depthwise) {
              sum += (w[tap * outputs + o] as number) * (x[pixel + o] as number);
              continue;
            }
            for (let c = 0; c < channels; c++) {
              const at = (o * kernelHeight * kernelWidth + tap) * channels + c;
              sum += (w[at] as number) * (x[pixel + c] as number);
            }
          }
        }
        sums.push(sum);
      }
    }
  }
  return sums;
};

describe('convolutions in formats, golden', () => {
  it.each([...formatCases, ...depthwiseCases])('are sums of products of values: $title', (one) => {
    const unitCase = {
      ...one,
      parameters: { ...one.parameters, output: { format: int(32), scale: 1 } },
    };
    const unit = bindCase(unitCase);
    const [input] = one.inputs as [StreamType];
    const tensors = stimulusFor([{ name: 'x', stream: input }], 12, 3).get('x') as Int32Array[];
    for (const codes of tensors) {
      expect([...unit.golden([codes])].map(Number)).toEqual(convolve(unitCase, codes));
    }
  });

  it('has no zeros to read beside an image of binary codes', () => {
    const bind = () =>
      bindUnit('conv2d', [stream([4, 4, 2], { format: binary() })], {
        weights: randomTensor([1, 3, 3, 2], binary(), 1),
        output: { format: int(8), scale: 1 },
      });
    expect(problemsOf(bind)).toEqual([
      "E_FORMAT at design.conv2d0.padding: reads zeros beside the image, but binary has no zero; set padding 'valid', and pad the stream with a code before it",
    ]);
  });
});
