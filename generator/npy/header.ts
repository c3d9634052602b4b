/** What the header of a `.npy` file says. */
export interface NpyHeader {
  /** Byte order and type code: `|i1`, `<i4`, `>f8`. */
  readonly descr: string;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
}

const keyPattern = /\s*['"](\w{1,32})['"]\s*:\s*/y;
const descrPattern = /['"]([<>|=]?\w{1,16})['"]/y;
const booleanPattern = /(True|False)/y;
const tuplePattern = /\(([\d,\sL]{0,1024})\)/y;
const separatorPattern = /\s*(,|(?=\}))/y;
const endPattern = /\s*\}\s*$/y;

const sizesIn = (tuple: string): readonly number[] | string => {
  const parts = tuple.split(',').map((part) => part.trim());
  if (parts.at(-1) === '') parts.pop();
  const sizes = parts.map((part) => (/^\d{1,16}L?$/.test(part) ? Number.parseInt(part, 10) : -1));
  if (sizes.some((size) => !Number.isSafeInteger(size) || size < 0)) {
    return `its shape (${tuple}) has a size that is none`;
  }
  return sizes.length > 64 ? `its shape has ${sizes.length} axes` : sizes;
};

/**
 * Reads the Python dictionary of the header: exactly `descr`, `fortran_order` and `shape`, in any
 * order (NEP 1). Gives the header, or the reason why it is none.
 */
export const parseHeader = (text: string): NpyHeader | string => {
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) at = pattern.lastIndex;
    return match?.[1] ?? match?.[0];
  };
  let descr: string | undefined;
  let fortranOrder: boolean | undefined;
  let shape: readonly number[] | undefined;
  if (take(/\s*\{/y) === undefined) return 'its header is no dictionary';
  for (let key = take(keyPattern); key !== undefined; key = take(keyPattern)) {
    if (key === 'descr' && descr === undefined) {
      descr = take(descrPattern);
      if (descr === undefined) return 'its elements are records, not numbers';
    } else if (key === 'fortran_order' && fortranOrder === undefined) {
      const value = take(booleanPattern);
      if (value === undefined) return 'its fortran_order is neither True nor False';
      fortranOrder = value === 'True';
    } else if (key === 'shape' && shape === undefined) {
      const tuple = take(tuplePattern);
      if (tuple === undefined) return 'its shape is no tuple of whole numbers';
      const sizes = sizesIn(tuple);
      if (typeof sizes === 'string') return sizes;
      shape = sizes;
    } else {
      return `its header has an unexpected entry ${key}`;
    }
    if (take(separatorPattern) === undefined) break;
  }
  if (take(endPattern) === undefined) return 'its header is damaged';
  if (descr === undefined || fortranOrder === undefined || shape === undefined) {
    return 'its header lacks descr, fortran_order or shape';
  }
  return { descr, fortranOrder, shape };
};

/** numpy leaves room for the first axis to grow to this many digits (numpy/lib/format.py). */
const growthDigits = 21;
const alignment = 64;

/** Magic, version 1.0, length and header, as `numpy.save` writes them (numpy/lib/format.py). */
export const formatHeader = ({ descr, fortranOrder, shape }: NpyHeader): Uint8Array => {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const order = fortranOrder ? 'True' : 'False';
  const growth =
    shape.length > 0 ? growthDigits - String(shape[fortranOrder ? shape.length - 1 : 0]).length : 0;
  const dictionary = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${tuple}, }${' '.repeat(growth)}`;
  const prefixBytes = 10;
  const unpadded = prefixBytes + dictionary.length + 1;
  const padding = alignment - (unpadded % alignment);
  const length = unpadded + padding - prefixBytes;
  const text = `${dictionary}${' '.repeat(padding)}\n`;
  return Buffer.concat([
    Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, length & 255, length >> 8]),
    Buffer.from(text, 'latin1'),
  ]);
};
