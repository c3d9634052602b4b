import type { Problem } from '../../error.js';
import { formatName, isInteger } from '../../ir/format.js';
import { blockSize } from '../../ir/formats/microscaling.js';
import type { Stage } from '../../ir/module.js';
import type { StreamType } from '../../ir/stream.js';
import { centreStage } from '../../stream/centre.js';
import { vectorLanes } from '../../stream/lanes.js';
import { centredBits } from '../../stream/product.js';
import { shapeText } from '../weights.js';

/** Blocks along the last axis; the last one of a row is as long as what is left. */
export const blocksOf = (length: number): number => Math.ceil(length / blockSize);

/** A row of elements in beats that hold elements of one block only. */
export interface BlockRow {
  readonly length: number;
  readonly lanes: number;
  /** Beats of a row and of a block; the row's last block may be shorter. */
  readonly rowBeats: number;
  readonly blockBeats: number;
  readonly blocks: number;
  readonly rows: number;
}

export const blockRow = (shape: readonly number[], lanes: number): BlockRow => {
  const length = shape.at(-1) ?? 1;
  const rowBeats = Math.ceil(length / lanes);
  return {
    ...{ length, lanes, rowBeats },
    blockBeats: Math.min(blockSize / lanes, rowBeats),
    blocks: blocksOf(length),
    rows: shape.slice(0, -1).reduce((a, b) => a * b, 1),
  };
};

/** Lanes that a block is whole beats of. */
export const blockLanes = [1, 2, 4, 8, 16, 32] as const;

/** The least of them that takes what comes in a cycle. */
export const blockLanesFor = (lanes: number): number =>
  blockLanes.find((wide) => wide >= lanes) ?? blockSize;

/** A stream of which blocks are made: integers with a scale and a zero point, or single precision. */
export const sourceProblems = ({ format }: StreamType, place: string): readonly Problem[] => {
  if (format.kind === 'float32') return [];
  if (isInteger(format) && format.bits <= (format.kind === 'int' ? 32 : 31)) return [];
  return [
    {
      code: 'E_FORMAT',
      place: `${place}.in`,
      reason: `gives ${formatName(format)}, needs float32, int32 or narrower, or uint31 or narrower`,
    },
  ];
};

/** Scales that do not belong to elements: another format, or not one for each block. */
export const scaleProblems = (
  elements: readonly number[],
  scales: Pick<StreamType, 'format' | 'shape'>,
  place: string,
): readonly Problem[] => {
  const expected = [...elements.slice(0, -1), blocksOf(elements.at(-1) ?? 1)];
  if (scales.format.kind !== 'e8m0') {
    const reason = `gives ${formatName(scales.format)}, needs e8m0`;
    return [{ code: 'E_FORMAT', place, reason, hint: 'd.mxScale makes scales' }];
  }
  if (shapeText(expected) === shapeText(scales.shape)) return [];
  return [
    {
      code: 'E_SHAPE',
      place,
      reason: `gives shape ${shapeText(scales.shape)}, needs ${shapeText(expected)}: one scale for each ${blockSize} elements of the last axis`,
    },
  ];
};

/** Bits of an element of a source without its zero point. */
export const sourceBits = (source: StreamType): number =>
  source.format.kind === 'float32' ? 32 : centredBits(source);

/** Whether codes are signed numbers as they come, zeros in unused lanes. */
const isCentred = ({ format, zeroPoint }: StreamType): boolean =>
  format.kind === 'float32' || (format.kind === 'int' && zeroPoint === 0);

/** A source's elements less their zero point, every row starting a beat. */
export const sourceStages = (source: StreamType, { length, lanes, rows }: BlockRow) => {
  const stages: Stage[] = isCentred(source) ? [] : [centreStage('centre', source)];
  return [
    ...stages,
    ...vectorLanes('align', {
      elementBits: sourceBits(source),
      inLanes: source.lanes,
      outLanes: lanes,
      vector: length,
      vectors: rows,
    }),
  ] as const;
};

/** Multiply-free units: what a contract says besides cycles and memory. */
export const noProducts = { multipliers: 0, macs: 0, effectualMacs: 0 } as const;
