import type { Instance } from '../../ir/module.js';
import { type Decoder, decoderModule } from '../decoder.js';
import { productModule } from './product/module.js';
import { isMultiplier } from './product/multiply.js';
import type { Product } from './product/product.js';

/** One activation by one weight, wherever it comes from: cells that stand side by side, each alone. */
export const singleProduct = (product: Product): Product => {
  const { lanes, terms, cell } = product;
  if (lanes === 1) return product;
  if (cell.count !== lanes || terms !== lanes) {
    throw new Error(`${product.text}: ${lanes} lanes are one cell`);
  }
  return { ...product, lanes: 1, terms: 1, cell: { ...cell, count: 1 } };
};

/** The stored word of one weight; undefined stands where the matrix has ended. */
export const wordOf = (product: Product, value: number | undefined): number =>
  product.words([value])[0] as number;

/** What a template says of the product of one multiplier, and the modules that takes. */
export interface CellView {
  readonly instances: readonly Instance[];
  readonly view: {
    /** Of a product that is no more than a multiplier of integers: its module; else false. */
    readonly multiplier: string | false;
    /** Module of the product where it is more than that; else false. */
    readonly cell: string | false;
    /** Bits of what it makes. */
    readonly termBits: number;
    /** Bits of an activation as it is kept, and as the cell takes it. */
    readonly activationBits: number;
    readonly operandBits: number;
    readonly weightBits: number;
    /** Accumulators of halves get a bit below as they leave. */
    readonly doubled: boolean;
  };
}

/** `codeBits`: of an activation that no decoder changes. */
export const cellView = (
  product: Product,
  codeBits: number,
  name: string,
  dslName: string,
): CellView => {
  const plain = isMultiplier(product.cell) && !product.weightDecoder;
  const cell = plain ? undefined : productModule(product, `${name}_product`, `${dslName}.product`);
  return {
    instances: cell ? [{ name: 'product', module: cell, dslName: `${dslName}.product` }] : [],
    view: {
      multiplier: plain && product.cell.module,
      cell: cell?.name ?? false,
      termBits: product.termBits,
      activationBits: product.activationDecoder?.valueBits ?? codeBits,
      operandBits: product.activationBits,
      weightBits: product.weightBits,
      doubled: product.doubled,
    },
  };
};

/** What decodes `lanes` activations of a beat: the module, and where each instance's bits are. */
export const decoderView = (
  decoder: Decoder | undefined,
  lanes: number,
  name: string,
  dslName: string,
) => {
  if (!decoder) return { instances: [], view: false as const };
  const module = decoderModule(`${name}_decode`, `${dslName}.decode`, decoder);
  const codeBits = decoder.codeBits * decoder.lanes;
  const valueBits = decoder.valueBits * decoder.lanes;
  return {
    instances: [{ name: 'decode', module, dslName: `${dslName}.decode` }],
    view: {
      module: module.name,
      totalBits: lanes * decoder.valueBits,
      instances: Array.from({ length: lanes / decoder.lanes }, (_, index) => ({
        index,
        from: index * codeBits,
        codeBits,
        to: index * valueBits,
        valueBits,
      })),
    },
  };
};
