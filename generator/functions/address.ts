/**
 * Which segment an argument u lies in, and the offset t that its polynomial is of.
 * `uniform`: the high bits and the low bits of u.
 * `octave`: the place of u's leading one and the bits behind it; t are the bits behind those, left-aligned.
 * `comparators`: segments that begin at any u; t is u.
 */
export type Address =
  | { readonly kind: 'uniform'; readonly argumentBits: number; readonly offsetBits: number }
  | { readonly kind: 'octave'; readonly argumentBits: number; readonly splitBits: number }
  | {
      readonly kind: 'comparators';
      readonly argumentBits: number;
      /** First argument of every segment, rising, the first 0. */
      readonly starts: readonly number[];
    };

export interface Place {
  readonly segment: number;
  readonly offset: number;
}

export const offsetBitsOf = (address: Address): number => {
  switch (address.kind) {
    case 'uniform':
      return address.offsetBits;
    case 'octave':
      return address.argumentBits - 1 - address.splitBits;
    case 'comparators':
      return address.argumentBits;
  }
};

/** Rows of the coefficient table, those that no argument reaches included. */
export const segmentsOf = (address: Address): number => {
  switch (address.kind) {
    case 'uniform':
      return 2 ** (address.argumentBits - address.offsetBits);
    case 'octave':
      return (address.argumentBits + 1) * 2 ** address.splitBits;
    case 'comparators':
      return address.starts.length;
  }
};

export const placeOf = (address: Address, u: number): Place => {
  switch (address.kind) {
    case 'uniform': {
      const size = 2 ** address.offsetBits;
      return { segment: Math.floor(u / size), offset: u % size };
    }
    case 'octave': {
      if (u === 0) return { segment: 0, offset: 0 };
      const octave = 32 - Math.clz32(u);
      const fraction = (u - 2 ** (octave - 1)) * 2 ** (address.argumentBits - octave);
      const size = 2 ** offsetBitsOf(address);
      return {
        segment: octave * 2 ** address.splitBits + Math.floor(fraction / size),
        offset: fraction % size,
      };
    }
    case 'comparators': {
      let segment = 0;
      while (segment + 1 < address.starts.length && u >= (address.starts[segment + 1] as number)) {
        segment++;
      }
      return { segment, offset: u };
    }
  }
};
