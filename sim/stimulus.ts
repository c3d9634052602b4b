import { allocateCodes, type Codes } from '../generator/ir/codes.js';
import { type FloatingFormat, isFloating, wideRangeOf } from '../generator/ir/format.js';
import { elementUnits } from '../generator/ir/formats/microscaling.js';
import { elementsOf, type StreamType } from '../generator/ir/stream.js';
import { randomIntegers } from '../generator/numeric/random.js';

/** Tensors for the inputs of a datapath: corners first, then seeded random ones. */

const fill = (stream: StreamType, code: (i: number) => bigint): Codes => {
  const codes = allocateCodes(stream.format, elementsOf(stream));
  for (let i = 0; i < codes.length; i++) {
    if (codes instanceof Int32Array) codes[i] = Number(code(i));
    else codes[i] = code(i);
  }
  return codes;
};

/** All at an end of the range, all zero point, both ends in turn, a rising ramp, one element alone. */
export const cornerTensors = (stream: StreamType): readonly Codes[] => {
  const { minimum, maximum } = wideRangeOf(stream.format);
  const zero = BigInt(stream.zeroPoint);
  const span = maximum - minimum + 1n;
  const last = elementsOf(stream) - 1;
  return [
    fill(stream, () => minimum),
    fill(stream, () => maximum),
    fill(stream, () => zero),
    fill(stream, (i) => (i % 2 === 0 ? minimum : maximum)),
    fill(stream, (i) => minimum + (BigInt(i) % span)),
    fill(stream, (i) => (i === last ? maximum : minimum)),
  ];
};

/** One tensor of uniform codes, or of codes close to one place in the range: real data is not uniform. */
const randomTensor = (stream: StreamType, next: () => number, uniform: boolean): Codes => {
  const { minimum, maximum } = wideRangeOf(stream.format);
  const span = maximum - minimum + 1n;
  const draw = (): bigint => (BigInt(next()) << 32n) | BigInt(next());
  const centre = draw() % span;
  const width = span / 8n + 1n;
  const at = (): bigint => {
    if (uniform) return draw() % span;
    const moved = centre + (draw() % width) - width / 2n;
    return moved < 0n ? 0n : moved >= span ? span - 1n : moved;
  };
  return fill(stream, () => minimum + at());
};

const fastRandomTensor = (stream: StreamType, next: () => number): Codes => {
  const codes = allocateCodes(stream.format, elementsOf(stream));
  if (!(codes instanceof Int32Array)) return randomTensor(stream, next, true);
  const { minimum, maximum } = wideRangeOf(stream.format);
  const span = Number(maximum - minimum) + 1;
  if (span !== 2 ** stream.format.bits) return randomTensor(stream, next, true);
  const shift = 32 - stream.format.bits;
  for (let i = 0; i < codes.length; i++) codes[i] = (next() >>> shift) + Number(minimum);
  return codes;
};

/** Codes of finite numbers, scales and exponents close to each other: of codes that are uniform hardly any sum is finite. */
const finiteTensor = (stream: StreamType, format: FloatingFormat, next: () => number): Codes => {
  const whole = (count: number): number => next() % count;
  if (format.kind === 'mx') {
    const finite = elementUnits(format).flatMap((value, code) =>
      value === undefined ? [] : [code],
    );
    return fill(stream, () => BigInt(finite[whole(finite.length)] as number));
  }
  if (format.kind === 'e8m0') {
    const least = whole(243);
    return fill(stream, () => BigInt(least + whole(12)));
  }
  const least = whole(239);
  const fraction = 2 ** 23;
  return fill(stream, () =>
    BigInt(whole(2) * 256 * fraction + (least + whole(16)) * fraction + whole(fraction)),
  );
};

/** `count` tensors per input, corners among them first. */
export const stimulusFor = (
  inputs: readonly { readonly name: string; readonly stream: StreamType }[],
  count: number,
  seed: number,
): ReadonlyMap<string, readonly Codes[]> =>
  new Map(
    inputs.map(({ name, stream }, input) => {
      const next = randomIntegers(seed * 1009 + input);
      const corners = cornerTensors(stream).slice(0, count);
      const { format } = stream;
      const random = Array.from({ length: count - corners.length }, (_, i) => {
        if (isFloating(format) && i % 4 !== 3) return finiteTensor(stream, format, next);
        return i % 3 === 2 ? randomTensor(stream, next, false) : fastRandomTensor(stream, next);
      });
      return [name, [...corners, ...random]];
    }),
  );

/** Bits of one whole input: at most 16 means that every input can be tried. */
export const exhaustiveBits = 16;

/** Every tensor of a stream of at most 16 bits in all. */
export const everyTensor = (stream: StreamType): readonly Codes[] => {
  const elements = elementsOf(stream);
  const { minimum, maximum } = wideRangeOf(stream.format);
  const span = Number(maximum - minimum) + 1;
  return Array.from({ length: span ** elements }, (_, number) =>
    fill(stream, (i) => minimum + BigInt(Math.floor(number / span ** i) % span)),
  );
};

export const isExhaustible = (stream: StreamType): boolean =>
  stream.format.bits * elementsOf(stream) <= exhaustiveBits;
