import type { Stage } from '../ir/module.js';
import { greatestCommonDivisor } from '../numeric/divisors.js';
import { widthConverter } from './width-converter.js';

export interface LanesOptions {
  readonly elementBits: number;
  /** Lanes of the flat stream that comes. */
  readonly inLanes: number;
  /** Lanes that are wanted. */
  readonly outLanes: number;
  /** Elements of a vector (a pixel's channels, a row) and vectors in a tensor. */
  readonly vector: number;
  readonly vectors: number;
}

/** A flat stream with other lanes, still flat: beats may hold the end of one vector and the next's start. */
export const flatLanes = (instance: string, options: LanesOptions): readonly Stage[] => {
  const { elementBits, inLanes, outLanes, vector, vectors } = options;
  if (inLanes === outLanes) return [];
  return [
    widthConverter({
      instance,
      elementBits,
      inLanes,
      outLanes,
      group: vector * vectors,
      groups: 1,
    }),
  ];
};

/** Largest lanes, at most `inLanes`, whose beats never hold elements of two vectors. */
export const alignedLanes = ({ inLanes, vector, vectors }: LanesOptions): number =>
  vectors === 1 ? inLanes : greatestCommonDivisor(vector, inLanes);

/** A flat stream brought to `outLanes` with every vector starting a beat. */
export const vectorLanes = (options: LanesOptions): readonly Stage[] => {
  const { elementBits, outLanes, vector, vectors } = options;
  if (vectors === 1 || vector % outLanes === 0) return flatLanes('lanes', options);
  const aligned = alignedLanes(options);
  return [
    ...flatLanes('align', { ...options, outLanes: aligned }),
    ...(aligned === outLanes
      ? []
      : [
          widthConverter({
            instance: 'lanes',
            elementBits,
            inLanes: aligned,
            outLanes,
            group: vector,
            groups: vectors,
          }),
        ]),
  ];
};
