/**
 * OCP Microscaling Formats (MX) 1.0: 32 elements share one scale. `mx` are the elements, `e8m0` the scales,
 * each a stream or a constant of its own; `float32` is what leaves a layer of them.
 */

export const mxElements = ['e5m2', 'e4m3', 'e3m2', 'e2m3', 'e2m1', 'int8'] as const;

export type MxElement = (typeof mxElements)[number];

/** The private elements of a block: small floats, or `int8` with six bits behind the point. */
export interface MxFormat {
  readonly kind: 'mx';
  readonly element: MxElement;
  readonly bits: number;
}

/** The scale of a block: 2^(code - 127), 255 is NaN. */
export interface E8m0Format {
  readonly kind: 'e8m0';
  readonly bits: 8;
}

/** IEEE 754 binary32; codes are its bits as an unsigned word. */
export interface Float32Format {
  readonly kind: 'float32';
  readonly bits: 32;
}

/** Formats whose values are no integers. */
export type FloatingFormat = MxFormat | E8m0Format | Float32Format;

/** Elements that share a scale (OCP MX 1.0, 5.2). */
export const blockSize = 32;

/** Code of a scale that is NaN, and of the scale 1. */
export const nanScale = 255;
export const scaleBias = 127;

/**
 * How an element's code is read. A magnitude's code is IEEE's: below 2^mantissaBits a multiple of
 * 2^(emin - mantissaBits), above it an exponent. int8 is the same with no exponent at all: magnitudes below 2^7.
 */
export interface ElementShape {
  readonly bits: number;
  readonly mantissaBits: number;
  /** Exponent of the least normal number. */
  readonly emin: number;
  /** Exponent of the largest number. */
  readonly emax: number;
  /** Code of the largest finite magnitude. */
  readonly largest: number;
  /** Code of a NaN; undefined where there is none. */
  readonly nan: number | undefined;
  /** Whether the code is two's complement, not sign and magnitude. */
  readonly twosComplement: boolean;
}

const small = { nan: undefined, twosComplement: false } as const;

/** OCP MX 1.0, table 1 and 5.3. */
export const elementShapes: Readonly<Record<MxElement, ElementShape>> = {
  e5m2: { bits: 8, mantissaBits: 2, emin: -14, emax: 15, largest: 0x7b, ...small, nan: 0x7f },
  e4m3: { bits: 8, mantissaBits: 3, emin: -6, emax: 8, largest: 0x7e, ...small, nan: 0x7f },
  e3m2: { bits: 6, mantissaBits: 2, emin: -2, emax: 4, largest: 0x1f, ...small },
  e2m3: { bits: 6, mantissaBits: 3, emin: 0, emax: 2, largest: 0x1f, ...small },
  e2m1: { bits: 4, mantissaBits: 1, emin: 0, emax: 2, largest: 0x07, ...small },
  int8: {
    ...small,
    bits: 8,
    mantissaBits: 7,
    emin: 1,
    emax: 0,
    largest: 127,
    twosComplement: true,
  },
};

export const shapeOfElement = ({ element }: MxFormat): ElementShape => elementShapes[element];

/** As messages write it: `mxfp8e4m3`, `mxint8`. */
export const mxName = ({ element, bits }: MxFormat): string =>
  element === 'int8' ? 'mxint8' : `mxfp${bits}${element}`;

/** Every element format by its name. */
export const mxFormats: ReadonlyMap<string, MxFormat> = new Map(
  mxElements.map((element) => {
    const format: MxFormat = Object.freeze({
      ...{ kind: 'mx' as const, element, bits: elementShapes[element].bits },
    });
    return [mxName(format), format];
  }),
);

/** Exponent of the unit that all values of a format are whole multiples of. */
export const unitExponent = (format: MxFormat): number => {
  const { emin, mantissaBits } = shapeOfElement(format);
  return emin - mantissaBits;
};

/** A code's magnitude in that unit; undefined for infinity and NaN. */
const magnitude = (code: number, { mantissaBits, largest }: ElementShape): number | undefined => {
  if (code > largest) return undefined;
  const field = Math.floor(code / 2 ** mantissaBits);
  const fraction = code % 2 ** mantissaBits;
  return field === 0 ? fraction : (fraction + 2 ** mantissaBits) * 2 ** (field - 1);
};

const tabulate = (format: MxFormat): readonly (number | undefined)[] => {
  const shape = shapeOfElement(format);
  const half = 2 ** (shape.bits - 1);
  return Array.from({ length: 2 * half }, (_, code) => {
    if (shape.twosComplement) return code < half ? code : code - 2 * half;
    const value = magnitude(code % half, shape);
    return code < half || !value ? value : -value;
  });
};

const tables = new Map<MxElement, readonly (number | undefined)[]>();

/** Value of each code in units of 2^`unitExponent`; undefined for infinities and NaN. */
export const elementUnits = (format: MxFormat): readonly (number | undefined)[] => {
  const known = tables.get(format.element) ?? tabulate(format);
  tables.set(format.element, known);
  return known;
};

/** Largest magnitude of any code, in the same units. */
export const largestUnits = (format: MxFormat): number =>
  Math.max(...elementUnits(format).map((value) => Math.abs(value ?? 0)));
