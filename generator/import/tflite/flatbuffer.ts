import { ByteBuffer } from 'flatbuffers';
import { damaged } from './problem.js';

/** Names of a table's fields and their vtable slots. */
export type Fields = Readonly<Record<string, number>>;

/**
 * The bytes of a FlatBuffer that is not trusted. Whatever is read is claimed first: it lies inside
 * the file, and all claims together are bounded by the file's size, so that a file whose offsets all
 * point to the same bytes cannot make work or memory out of nothing.
 */
export class FlatbufferFile {
  readonly buffer: ByteBuffer;
  readonly bytes: Uint8Array;
  #left: number;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.buffer = new ByteBuffer(bytes);
    // A sound file is read once; shared vtables, strings and weights are read a few times.
    this.#left = 32 * bytes.length + 65_536;
  }

  /** Throws unless `size` bytes at `position` may be read. */
  claim(position: number, size: number, place: string): void {
    if (position < 0 || position + size > this.bytes.length) {
      throw damaged(
        place,
        `refers to bytes ${position} to ${position + size} of a file of ${this.bytes.length} bytes`,
      );
    }
    this.spend(size, place);
  }

  /** Accounts for work on `size` bytes that lie in the file. */
  spend(size: number, place: string): void {
    this.#left -= size;
    if (this.#left < 0) throw damaged(place, 'the file refers to the same bytes over and over');
  }

  /** The root table; `place` names it in messages. */
  root<F extends Fields>(fields: F, place: string): Table<F> {
    this.claim(0, 4, place);
    return new Table(this, this.buffer.readUint32(0), fields, place);
  }
}

interface Span {
  readonly start: number;
  readonly length: number;
}

/**
 * A table, read field by field; an absent field gives its default. Layout: FlatBuffers internals,
 * https://flatbuffers.dev/internals
 */
export class Table<F extends Fields> {
  readonly place: string;
  readonly #file: FlatbufferFile;
  readonly #fields: F;
  readonly #position: number;
  readonly #size: number;
  readonly #vtable: number;
  readonly #vtableSize: number;

  constructor(file: FlatbufferFile, position: number, fields: F, place: string) {
    this.place = place;
    this.#file = file;
    this.#fields = fields;
    this.#position = position;
    file.claim(position, 4, place);
    this.#vtable = position - file.buffer.readInt32(position);
    file.claim(this.#vtable, 4, place);
    this.#vtableSize = file.buffer.readUint16(this.#vtable);
    this.#size = file.buffer.readUint16(this.#vtable + 2);
    if (this.#vtableSize < 4 || this.#vtableSize % 2 !== 0 || this.#size < 4) {
      throw damaged(place, 'its table of fields has an impossible size');
    }
    file.claim(this.#vtable, this.#vtableSize, place);
    file.claim(position, this.#size, place);
  }

  placeOf(field: keyof F & string): string {
    return `${this.place}.${field}`;
  }

  /** Where a field of `size` bytes stands; undefined when it is absent. */
  #find(field: keyof F & string, size: number): number | undefined {
    const slot = 4 + 2 * (this.#fields[field] as number);
    if (slot + 2 > this.#vtableSize) return undefined;
    const offset = this.#file.buffer.readUint16(this.#vtable + slot);
    if (offset === 0) return undefined;
    if (offset < 4 || offset + size > this.#size) {
      throw damaged(this.placeOf(field), 'lies outside its table');
    }
    return this.#position + offset;
  }

  int8(field: keyof F & string, absent = 0): number {
    const at = this.#find(field, 1);
    return at === undefined ? absent : this.#file.buffer.readInt8(at);
  }

  uint8(field: keyof F & string, absent = 0): number {
    const at = this.#find(field, 1);
    return at === undefined ? absent : this.#file.buffer.readUint8(at);
  }

  int32(field: keyof F & string, absent = 0): number {
    const at = this.#find(field, 4);
    return at === undefined ? absent : this.#file.buffer.readInt32(at);
  }

  uint32(field: keyof F & string, absent = 0): number {
    const at = this.#find(field, 4);
    return at === undefined ? absent : this.#file.buffer.readUint32(at);
  }

  uint64(field: keyof F & string): bigint {
    const at = this.#find(field, 8);
    return at === undefined ? 0n : this.#file.buffer.readUint64(at);
  }

  float32(field: keyof F & string, absent = 0): number {
    const at = this.#find(field, 4);
    return at === undefined ? absent : this.#file.buffer.readFloat32(at);
  }

  /** Where an offset field points to. */
  #target(field: keyof F & string): number | undefined {
    const at = this.#find(field, 4);
    return at === undefined ? undefined : at + this.#file.buffer.readUint32(at);
  }

  has(field: keyof F & string): boolean {
    return this.#find(field, 1) !== undefined;
  }

  table<G extends Fields>(field: keyof F & string, fields: G): Table<G> | undefined {
    const at = this.#target(field);
    return at === undefined ? undefined : new Table(this.#file, at, fields, this.placeOf(field));
  }

  #vector(field: keyof F & string, elementBytes: number): Span {
    const at = this.#target(field);
    if (at === undefined) return { start: 0, length: 0 };
    const place = this.placeOf(field);
    this.#file.claim(at, 4, place);
    const length = this.#file.buffer.readUint32(at);
    this.#file.claim(at + 4, length * elementBytes, place);
    return { start: at + 4, length };
  }

  /** The tables of a vector, made as they are asked for. */
  tables<G extends Fields>(field: keyof F & string, fields: G): TableVector<G> {
    const { start, length } = this.#vector(field, 4);
    return {
      length,
      at: (index) => {
        const place = `${this.placeOf(field)}[${index}]`;
        if (index < 0 || index >= length) throw damaged(place, `there are only ${length}`);
        const at = start + 4 * index;
        return new Table(this.#file, at + this.#file.buffer.readUint32(at), fields, place);
      },
    };
  }

  int32s(field: keyof F & string): readonly number[] {
    const { start, length } = this.#vector(field, 4);
    return Array.from({ length }, (_, i) => this.#file.buffer.readInt32(start + 4 * i));
  }

  int64s(field: keyof F & string): readonly bigint[] {
    const { start, length } = this.#vector(field, 8);
    return Array.from({ length }, (_, i) => this.#file.buffer.readInt64(start + 8 * i));
  }

  float32s(field: keyof F & string): readonly number[] {
    const { start, length } = this.#vector(field, 4);
    return Array.from({ length }, (_, i) => this.#file.buffer.readFloat32(start + 4 * i));
  }

  /** A view of the file, not a copy. */
  bytes(field: keyof F & string): Uint8Array {
    const { start, length } = this.#vector(field, 1);
    return this.#file.bytes.subarray(start, start + length);
  }

  text(field: keyof F & string): string {
    return new TextDecoder().decode(this.bytes(field));
  }
}

export interface TableVector<F extends Fields> {
  readonly length: number;
  at(index: number): Table<F>;
}
