import { describe, expect, test } from 'vitest';
import { isSinterError } from '../../../generator/error.js';
import { importTflite } from '../../../generator/import/tflite/import-tflite.js';
import { needsShared, sharedModel, sharedModels } from '../../support/shared.js';
import {
  concatenationModel,
  meanModel,
  padV2Model,
  splitModel,
  stridedSliceModel,
  transposeModel,
} from '../../support/tflite-layout-models.js';
import {
  chainModel,
  convModel,
  denseModel,
  depthwiseModel,
  poolModel,
  reshapeModel,
  softmaxModel,
  withTensor,
} from '../../support/tflite-models.js';
import { changed } from '../../support/tflite-proof.js';
import { gelu, norm } from '../../support/tflite-transformer.js';
import { writeModel } from '../../support/tflite-writer.js';

const int16 = { type: 7, zeroPoints: [0] };

/** Small, fast and repeatable (mulberry32). */
const randomFrom = (seed: number) => {
  let state = seed;
  return (below: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
};

/** A datapath, or one SinterError whose every problem says what, where, why and what to do. */
const outcome = (bytes: Uint8Array): 'datapath' | 'refused' => {
  try {
    importTflite(bytes, 'm');
    return 'datapath';
  } catch (error) {
    if (!isSinterError(error)) throw error;
    expect(error.problems.length).toBeGreaterThan(0);
    expect(error.message.length).toBeLessThan(100_000);
    for (const { place, reason } of error.problems) {
      expect(place).toMatch(/^m[.:]/);
      expect(reason.length).toBeGreaterThan(0);
    }
    return 'refused';
  }
};

/** What damage writes: single bits, and numbers that a length or an offset would not like. */
const damage = (bytes: Uint8Array, random: (below: number) => number): Uint8Array => {
  const damaged = Uint8Array.from(bytes);
  const view = new DataView(damaged.buffer);
  const hits = 1 + random(3);
  for (let hit = 0; hit < hits; hit++) {
    const at = random(damaged.length - 4);
    const kind = random(4);
    if (kind === 0) damaged[at] = (damaged[at] as number) ^ (1 << random(8));
    else if (kind === 1) damaged[at] = random(256);
    else if (kind === 2) view.setUint32(at & ~3, random(damaged.length), true);
    else
      view.setUint32(
        at & ~3,
        [0xffffffff, 0x7fffffff, 0x80000000, 0x10000][random(4)] as number,
        true,
      );
  }
  return damaged;
};

const written: readonly (readonly [string, Uint8Array])[] = [
  ['dense', writeModel(denseModel)],
  ['int16 dense', writeModel(changed(denseModel, { 0: int16, 1: int16, 3: { type: 4 } }))],
  ['int4 conv', withTensor(convModel, 2, { type: 17 })],
  ['conv', writeModel(convModel)],
  ['depthwise', writeModel(depthwiseModel)],
  ['pool', writeModel(poolModel(1))],
  ['reshape', writeModel(reshapeModel)],
  ['softmax', writeModel(softmaxModel)],
  ['chain', writeModel(chainModel)],
  ['pad', writeModel(padV2Model)],
  ['mean', writeModel(meanModel(true))],
  ['concatenation', writeModel(concatenationModel)],
  ['slice', writeModel(stridedSliceModel)],
  ['split', writeModel(splitModel)],
  ['transpose', writeModel(transposeModel)],
];

describe('anything but a datapath is a SinterError', () => {
  test.each(written)('%s, cut at every length', (_, bytes) => {
    for (let length = 0; length < bytes.length; length++) outcome(bytes.subarray(0, length));
  });

  test.each(written)('%s, every bit of it flipped', (_, bytes) => {
    for (let at = 0; at < bytes.length; at++) {
      for (let bit = 0; bit < 8; bit++) {
        const flipped = Uint8Array.from(bytes);
        flipped[at] = (flipped[at] as number) ^ (1 << bit);
        outcome(flipped);
      }
    }
  });

  test.each(written)('%s, damaged at random', (_, bytes) => {
    const random = randomFrom(1);
    for (let run = 0; run < 5000; run++) outcome(damage(bytes, random));
  });

  test.each([
    ['a norm', norm('keras', [1, 2, 4]).model],
    ['GELU', gelu('plain').model],
  ])('%s in operators, damaged at random and cut', (_, model) => {
    const bytes = writeModel(model);
    const random = randomFrom(4);
    for (let run = 0; run < 2000; run++) outcome(damage(bytes, random));
    for (let length = 0; length < bytes.length; length += 13) outcome(bytes.subarray(0, length));
  });

  test('random bytes behind the identifier', () => {
    const random = randomFrom(2);
    for (let run = 0; run < 2000; run++) {
      const bytes = Uint8Array.from({ length: 8 + random(400) }, () =>
        random(random(2) ? 256 : 24),
      );
      bytes.set(Buffer.from('TFL3'), 4);
      expect(outcome(bytes)).toBe('refused');
    }
  });

  test.skipIf(sharedModels.length === 0)(`published models, damaged ${needsShared}`, () => {
    for (const name of sharedModels) {
      const bytes = sharedModel(name).read(`${name}.tflite`);
      const random = randomFrom(3);
      const step = Math.ceil(bytes.length / 100);
      for (let length = 0; length < bytes.length; length += step)
        outcome(bytes.subarray(0, length));
      for (let run = 0; run < 100; run++) outcome(damage(bytes, random));
    }
  });
});
