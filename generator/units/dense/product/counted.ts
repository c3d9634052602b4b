import { formatName } from '../../../ir/format.js';
import type { Product, ProductOptions } from './product.js';
import { weightBitsOf } from './weight-bits.js';

/** Lanes whose matches one cell counts: six inputs, two outputs. */
const matchLanes = 3;

/** Binary by binary: the number of equal codes. dot = 2 * matches - inputs. */
export const matchesProduct = ({ weightFormat, inputFormat }: ProductOptions): Product => ({
  text: `${formatName(inputFormat)} x ${formatName(weightFormat)}: equal codes are counted`,
  lanes: matchLanes,
  weightBits: 1,
  // An activation that is not there has code 0: a weight of 1 never matches it.
  words: (values) => values.map((value) => (value === -1 ? 0 : 1)),
  activationBits: 1,
  activationDecoder: undefined,
  weightDecoder: undefined,
  cell: { module: 'sinter_product_matches', parameters: {}, count: 1 },
  terms: 1,
  termBits: 2,
  signed: false,
  doubled: true,
  offsetOf: (row) => -row.length,
});

/** An integer by binary: the weight where the code is 1. dot = 2 * that - sum of the weights. */
export const selectProduct = ({ weightFormat, inputFormat, weights }: ProductOptions): Product => {
  const bits = weightBitsOf(weights);
  return {
    text: `${formatName(inputFormat)} x ${formatName(weightFormat)}: weights are taken or not`,
    lanes: 1,
    weightBits: bits,
    words: (values) => values.map((value = 0) => (value < 0 ? value + 2 ** bits : value)),
    activationBits: 1,
    activationDecoder: undefined,
    weightDecoder: undefined,
    cell: { module: 'sinter_product_select', parameters: { B_BITS: bits }, count: 1 },
    terms: 1,
    termBits: bits,
    signed: true,
    doubled: true,
    offsetOf(row) {
      let sum = 0;
      for (let i = 0; i < row.length; i++) sum += row[i] as number;
      return -sum;
    },
  };
};
