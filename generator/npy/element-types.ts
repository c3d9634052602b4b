/** Integer elements, as a typed array in the machine's own byte order. */
export type IntegerData =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;

export type FloatData = Float32Array | Float64Array;

/** How the elements behind one numpy type code are held. */
export type ElementType =
  | {
      readonly kind: 'integer';
      readonly bytes: number;
      readonly wrap: (b: ArrayBuffer) => IntegerData;
    }
  | {
      readonly kind: 'float';
      readonly bytes: number;
      readonly wrap: (b: ArrayBuffer) => FloatData;
    };

/** By type code and bytes, without byte order: what `descr` says after its first character. */
export const elementTypes: ReadonlyMap<string, ElementType> = new Map<string, ElementType>([
  ['b1', { kind: 'integer', bytes: 1, wrap: (buffer) => new Uint8Array(buffer) }],
  ['i1', { kind: 'integer', bytes: 1, wrap: (buffer) => new Int8Array(buffer) }],
  ['u1', { kind: 'integer', bytes: 1, wrap: (buffer) => new Uint8Array(buffer) }],
  ['i2', { kind: 'integer', bytes: 2, wrap: (buffer) => new Int16Array(buffer) }],
  ['u2', { kind: 'integer', bytes: 2, wrap: (buffer) => new Uint16Array(buffer) }],
  ['i4', { kind: 'integer', bytes: 4, wrap: (buffer) => new Int32Array(buffer) }],
  ['u4', { kind: 'integer', bytes: 4, wrap: (buffer) => new Uint32Array(buffer) }],
  ['i8', { kind: 'integer', bytes: 8, wrap: (buffer) => new BigInt64Array(buffer) }],
  ['u8', { kind: 'integer', bytes: 8, wrap: (buffer) => new BigUint64Array(buffer) }],
  ['f4', { kind: 'float', bytes: 4, wrap: (buffer) => new Float32Array(buffer) }],
  ['f8', { kind: 'float', bytes: 8, wrap: (buffer) => new Float64Array(buffer) }],
]);
