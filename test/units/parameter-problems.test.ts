import { describe, expect, it } from 'vitest';
import { int } from '../../generator/dsl/formats.js';
import { tensor } from '../../generator/dsl/tensor.js';
import type { SinterError } from '../../generator/error.js';
import type { UnitKind } from '../../generator/units/index.js';
import { stream } from '../support/streams.js';
import { bindUnit } from '../support/units.js';

/** Everything that is said of parameters that do not fit, without the code. */
const told = (kind: UnitKind, parameters: Readonly<Record<string, unknown>>): readonly string[] => {
  try {
    bindUnit(kind, [stream([4, 4, 2])], parameters);
  } catch (error) {
    return (error as SinterError).message
      .split('\n')
      .map((line) => line.replace(/^E_\w+ at design\./, ''));
  }
  return [];
};

const weights = tensor.of([[1, 2]], int(8));
const kernel = tensor.of([[[[1, 2]]]], int(8));
const output = { format: int(8), scale: 1 };

describe('what is said of a parameter that does not fit', () => {
  it.each<[string, UnitKind, Readonly<Record<string, unknown>>, string]>([
    [
      'a number that is none',
      'dense',
      { weights, output, array: { pe: 'two' } },
      'dense0.array.pe: gives "two", needs a whole number from 1; set dense0.array.pe to 1 or more',
    ],
    [
      'a number out of its range',
      'requantize',
      { output, multipliers: [{ multiplier: 1, shift: 40 }] },
      'requantize0.multipliers.0.shift: gives 40, needs a whole number from -31 to 31; set requantize0.multipliers.0.shift between -31 and 31',
    ],
    [
      'a part of a number',
      'softmax',
      { lanes: 1.5 },
      'softmax0.lanes: gives 1.5, needs a whole number from 1; set softmax0.lanes to 1 or more',
    ],
    [
      'a scale that is not positive',
      'dense',
      { weights, output: { ...output, scale: 0 } },
      'dense0.output.scale: gives 0, needs a number above 0; set dense0.output.scale above 0',
    ],
    [
      'a missing parameter',
      'dense',
      { weights },
      'dense0.output: is missing, needs { format, scale, zeroPoint }; give dense0.output',
    ],
    [
      'a missing number',
      'dense',
      { weights, output: {} },
      'dense0.output.scale: is missing, needs a number above 0; set dense0.output.scale above 0',
    ],
    [
      'a word close to one that there is',
      'dense',
      { weights, output, activation: 'relu_6' },
      'dense0.activation: gives "relu_6", needs one of none, relu, relu6, relu_n1_to_1; did you mean relu6?',
    ],
    [
      'a word like none that there is',
      'dense',
      { weights, output, activation: 'swish' },
      'dense0.activation: gives "swish", needs one of none, relu, relu6, relu_n1_to_1; there is none, relu, relu6, relu_n1_to_1',
    ],
    [
      'numbers where a tensor stands',
      'dense',
      { weights: [[1, 2]], output },
      'dense0.weights: gives [[1,2]], needs a constant tensor (tensor.of or tensor.fromNpy)',
    ],
    [
      'a name that is no parameter',
      'dense',
      { weights, output, array: { simdd: 2 } },
      'dense0.array: has no parameter simdd; did you mean simd?',
    ],
    [
      'one of a list',
      'reshape',
      { shape: [4, 0] },
      'reshape0.shape.1: gives 0, needs a whole number from 1; set reshape0.shape.1 to 1 or more',
    ],
    [
      'no list',
      'reshape',
      { shape: 32 },
      'reshape0.shape: gives 32, needs a list of whole numbers from 1',
    ],
    [
      'half a pair',
      'max_pool',
      { size: [2] },
      'max_pool0.size: gives [2], needs a pair of whole numbers from 1',
    ],
    [
      'a part of one of several forms',
      'conv2d',
      { weights: kernel, output, padding: { top: -1, bottom: 0, left: 0, right: 0 } },
      'conv2d0.padding.top: gives -1, needs a whole number from 0; set conv2d0.padding.top to 0 or more',
    ],
    [
      'none of several forms',
      'conv2d',
      { weights: kernel, output, padding: 1 },
      'conv2d0.padding: gives 1, needs one of same, valid or { top, bottom, left, right }',
    ],
    [
      'no word for true',
      'subtract',
      { constant: tensor.of([1], int(8)), output, reversed: 'yes' },
      'subtract0.reversed: gives "yes", needs true or false',
    ],
  ])('names the place, the value, the range and the remedy: %s', (_, kind, parameters, line) => {
    expect(told(kind, parameters)).toEqual([line]);
  });

  it('is all of it at once, and cut short where it is long', () => {
    const lines = told('dense', {
      weights: 'w'.repeat(100),
      output: { format: int(8), scale: '1' },
    });
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^dense0\.weights: gives "w{59}\.\.\., needs/);
    expect(lines[1]).toMatch(/^dense0\.output\.scale: gives "1", needs a number above 0/);
  });
});
