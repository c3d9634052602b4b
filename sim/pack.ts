import { SinterError } from '../generator/error.js';
import type { Codes } from '../generator/ir/codes.js';
import { beatBytes, beatsPerTensor, elementsPerTensor, type StreamFacts } from './manifest.js';

/**
 * Codes to beats and back. Flat packing: lane 0 in the low bits, every element at its own width, the
 * beat padded to bytes, bytes little-endian; unused lanes of a tensor's last beat are zero.
 */

/** What a stream's codes are kept in; elements wider than a signed 32-bit integer are BigInt64Array. */
const isWide = (stream: StreamFacts): boolean => stream.elementBits > (stream.signed ? 32 : 31);

const allocate = (stream: StreamFacts): Codes =>
  isWide(stream)
    ? new BigInt64Array(elementsPerTensor(stream))
    : new Int32Array(elementsPerTensor(stream));

/** Bytes of one tensor's beats. */
export const tensorBytes = (stream: StreamFacts): number =>
  beatsPerTensor(stream) * beatBytes(stream);

/** Lanes are whole bytes with nothing between them: a beat's boundary does not matter. */
const isByteStream = (stream: StreamFacts): boolean => stream.elementBits === 8;

/** Codes as 32-bit words, `words` per element: no BigInt arithmetic on the way. */
const wordsOf = (codes: Codes): { data: Uint32Array; words: number } => ({
  data: new Uint32Array(codes.buffer, codes.byteOffset, codes.byteLength / 4),
  words: codes instanceof Int32Array ? 1 : 2,
});

/** ORs the low `bits` of `word` into zeroed `bytes` at a bit position. */
const putBits = (bytes: Uint8Array, position: number, word: number, bits: number): void => {
  let at = position;
  let rest = bits < 32 ? word & ((1 << bits) - 1) : word;
  for (let left = bits; left > 0; ) {
    const shift = at & 7;
    const taken = Math.min(8 - shift, left);
    bytes[at >>> 3]! |= rest << shift;
    rest >>>= taken;
    at += taken;
    left -= taken;
  }
};

/** The `bits` at a bit position, as an unsigned 32-bit word. */
const getBits = (bytes: Uint8Array, position: number, bits: number): number => {
  let word = 0;
  for (let done = 0; done < bits; ) {
    const at = position + done;
    const shift = at & 7;
    const taken = Math.min(8 - shift, bits - done);
    word |= ((bytes[at >>> 3]! >>> shift) & ((1 << taken) - 1)) << done;
    done += taken;
  }
  return word >>> 0;
};

/** Bit position of an element in its tensor's beats. Exact up to 2^53 bits; `>>>` limits it to 2^32. */
const positionOf = (stream: StreamFacts, index: number): number => {
  const lane = index % stream.lanes;
  return ((index - lane) / stream.lanes) * stream.tdataBits + lane * stream.elementBits;
};

const checkCodes = (stream: StreamFacts, codes: Codes): void => {
  const { elementBits: bits, signed, port } = stream;
  const place = `stream ${port}`;
  if (
    codes.length !== elementsPerTensor(stream) ||
    codes instanceof Int32Array === isWide(stream)
  ) {
    const got = `${codes.length} codes as ${codes.constructor.name}`;
    const needs = `${elementsPerTensor(stream)} as ${allocate(stream).constructor.name}`;
    throw new SinterError({ code: 'E_TENSOR', place, reason: `is given ${got}, needs ${needs}` });
  }
  if (isWide(stream)) return;
  const minimum = signed ? -(2 ** (bits - 1)) : 0;
  const maximum = signed ? 2 ** (bits - 1) - 1 : 2 ** bits - 1;
  const index = (codes as Int32Array).findIndex((code) => code < minimum || code > maximum);
  if (index < 0) return;
  const reason = `element ${index} is ${codes[index]}, outside ${minimum}..${maximum}`;
  throw new SinterError({ code: 'E_TENSOR', place, reason });
};

/** Writes one tensor's beats into `into`, which is zero and has `tensorBytes` bytes. */
const packInto = (stream: StreamFacts, codes: Codes, into: Uint8Array): void => {
  checkCodes(stream, codes);
  if (isByteStream(stream)) {
    into.set(codes as Int32Array);
    return;
  }
  const { data, words } = wordsOf(codes);
  for (let index = 0; index < codes.length; index++) {
    const position = positionOf(stream, index);
    for (let word = 0, left = stream.elementBits; left > 0; word++, left -= 32) {
      putBits(into, position + 32 * word, data[index * words + word]!, Math.min(left, 32));
    }
  }
};

/** The beats of tensors one after the other. Throws SinterError on a wrong length or range. */
export const packTensors = (stream: StreamFacts, tensors: readonly Codes[]): Uint8Array => {
  const size = tensorBytes(stream);
  const bytes = new Uint8Array(size * tensors.length);
  tensors.forEach((codes, tensor) => {
    packInto(stream, codes, bytes.subarray(tensor * size, (tensor + 1) * size));
  });
  return bytes;
};

/** One element of a tensor whose beats start at `bytes[0]`. */
export const elementAt = (stream: StreamFacts, bytes: Uint8Array, index: number): bigint => {
  const position = positionOf(stream, index);
  const low = BigInt(getBits(bytes, position, Math.min(stream.elementBits, 32)));
  const highBits = Math.max(stream.elementBits - 32, 0);
  const value = (BigInt(getBits(bytes, position + 32, highBits)) << 32n) | low;
  return stream.signed ? BigInt.asIntN(stream.elementBits, value) : value;
};

/** The codes of one tensor's beats; whatever stands in unused lanes and padding is passed over. */
export const unpackTensor = (stream: StreamFacts, bytes: Uint8Array): Codes => {
  const codes = allocate(stream);
  const bits = stream.elementBits;
  if (codes instanceof BigInt64Array) {
    for (let index = 0; index < codes.length; index++)
      codes[index] = elementAt(stream, bytes, index);
  } else if (isByteStream(stream)) {
    const typed = stream.signed
      ? new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length)
      : bytes;
    codes.set(typed.subarray(0, codes.length));
  } else {
    const unused = stream.signed ? 32 - bits : 0;
    for (let index = 0; index < codes.length; index++) {
      codes[index] = (getBits(bytes, positionOf(stream, index), bits) << unused) >> unused;
    }
  }
  return codes;
};
