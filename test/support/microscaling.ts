/**
 * OCP Microscaling Formats 1.0 written from its tables alone, in rationals: a number is whole / 2^`point`. For
 * tests, beside the generator's own.
 */

/** Bits behind the point: less than any product of two scales and two elements. */
export const point = 640n;

const one = 1n << point;

/** 2^exponent, exactly. */
export const power = (exponent: number): bigint =>
  exponent >= 0 ? one << BigInt(exponent) : one >> BigInt(-exponent);

interface Layout {
  readonly exponent: number;
  readonly mantissa: number;
  readonly bias: number;
}

/** Table 1 of the specification: bits of exponent and mantissa, and its bias. */
const layouts: Readonly<Record<string, Layout>> = {
  e5m2: { exponent: 5, mantissa: 2, bias: 15 },
  e4m3: { exponent: 4, mantissa: 3, bias: 7 },
  e3m2: { exponent: 3, mantissa: 2, bias: 3 },
  e2m3: { exponent: 2, mantissa: 3, bias: 1 },
  e2m1: { exponent: 2, mantissa: 1, bias: 1 },
};

/** Exponent of the largest power of two of each element. */
export const emax: Readonly<Record<string, number>> = {
  ...{ e5m2: 15, e4m3: 8, e3m2: 4, e2m3: 2, e2m1: 2, int8: 0 },
};

export const bitsOf = (element: string): number => {
  const layout = layouts[element];
  return layout ? 1 + layout.exponent + layout.mantissa : 8;
};

/** What an element's code is worth; undefined for infinities and NaN. */
export const elementValue = (element: string, code: number): bigint | undefined => {
  const layout = layouts[element];
  if (!layout) return BigInt(code > 127 ? code - 256 : code) * power(-6);
  const text = code.toString(2).padStart(bitsOf(element), '0');
  const field = text.slice(1, 1 + layout.exponent);
  const rest = text.slice(1 + layout.exponent);
  if (element === 'e5m2' && field === '11111') return undefined;
  if (element === 'e4m3' && text.slice(1) === '1111111') return undefined;
  const exponent = Number.parseInt(field, 2);
  const hidden = exponent === 0 ? '0' : '1';
  const whole = BigInt(Number.parseInt(hidden + rest, 2));
  const value = whole * power(Math.max(exponent, 1) - layout.bias - layout.mantissa);
  return text.startsWith('1') ? -value : value;
};

export const scaleValue = (code: number): bigint | undefined =>
  code === 255 ? undefined : power(code - 127);

const absolute = (value: bigint): bigint => (value < 0n ? -value : value);

/** Scale of a block, by trial: the largest power of two that is no more than any magnitude there is. */
export const blockScale = (element: string, block: readonly (bigint | undefined)[]): number => {
  if (block.some((value) => value === undefined)) return 255;
  let largest = 0n;
  for (const value of block) {
    const magnitude = absolute(value as bigint);
    if (magnitude > largest) largest = magnitude;
  }
  if (largest === 0n) return 0;
  let exponent = -400;
  while (power(exponent + 1) <= largest) exponent++;
  return Math.min(254, Math.max(0, 127 + exponent - (emax[element] as number)));
};

/** Magnitudes of all finite codes without a sign, rising; of int8 those of both signs. */
const magnitudes = (element: string): readonly bigint[] =>
  Array.from({ length: 2 ** (bitsOf(element) - 1) }, (_, code) =>
    elementValue(element, code),
  ).filter((value): value is bigint => value !== undefined);

/** The nearest element of all there are, of two the even one. The sign is the number's. */
export const nearestElement = (element: string, value: bigint, scale: number): number => {
  // Compared times the scale, where nothing is lost.
  const unit = scaleValue(scale) as bigint;
  const magnitude = absolute(value);
  let best = 0;
  let distance = -1n;
  magnitudes(element).forEach((own, code) => {
    const apart = absolute(((own * unit) >> point) - magnitude);
    if (distance < 0n || apart < distance || (apart === distance && code % 2 === 0)) {
      best = code;
      distance = apart;
    }
  });
  const half = 2 ** (bitsOf(element) - 1);
  if (value >= 0n) return best;
  return element === 'int8' ? (best === 0 ? 0 : 256 - best) : best + half;
};

/** Single precision by its digits: 24 of them, ties to even, no exponent below -149. */
export const singlePrecision = (value: bigint): number => {
  if (value === 0n) return 0;
  const digits = absolute(value).toString(2);
  const exponent = digits.length - 1 - Number(point);
  const last = Math.max(exponent - 23, -149);
  const kept = Math.max(0, exponent - last + 1);
  const head = digits.slice(0, kept);
  const rest = exponent - last + 1 < 0 ? `0${digits}` : digits.slice(kept);
  let whole = head === '' ? 0 : Number.parseInt(head, 2);
  if (rest > '1' && rest.startsWith('1') && (/1/.test(rest.slice(1)) || whole % 2 === 1)) whole++;
  else if (rest === '1' && whole % 2 === 1) whole++;
  const real = whole * 2 ** last;
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value < 0n ? -real : real);
  return view.getUint32(0);
};

/** The real number of a single-precision code; undefined for infinities and NaN. */
export const singleValue = (code: number): bigint | undefined => {
  const text = code.toString(2).padStart(32, '0');
  const field = Number.parseInt(text.slice(1, 9), 2);
  if (field === 255) return undefined;
  const whole = BigInt(Number.parseInt((field === 0 ? '0' : '1') + text.slice(9), 2));
  const value = whole * power(Math.max(field, 1) - 127 - 23);
  return text.startsWith('1') ? -value : value;
};
