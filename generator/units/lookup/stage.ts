import { type NumberFormat, rangeOf, signedBitsFor } from '../../ir/format.js';
import type { MemoryModule, Stage } from '../../ir/module.js';
import { pipeline } from '../../stream/timing.js';
import type { Naming } from '../unit.js';

export const lookupLatencyCycles = 1;

/** A function of one code as a ROM, one copy a lane. */
export interface LookupTable {
  /** Verilog name of its word: `value`. */
  readonly name: string;
  /** Bits of a code, and of `s_data` below the first lane's code. */
  readonly codeBits: number;
  readonly offset: number;
  /** The function's values, by the code's bits as an unsigned number. */
  readonly values: Int32Array;
}

export interface LookupOptions {
  readonly naming: Naming;
  /** One line for the file's header. */
  readonly description: string;
  readonly lanes: number;
  readonly beats: number;
  readonly inputBits: number;
  /** Values of all tables are added up. */
  readonly tables: readonly LookupTable[];
  /** Bits of the sum, two's complement or not: what is above them is cut. */
  readonly resultBits: number;
}

/** A function's values in the order of a code's bits. */
export const tabulate = (format: NumberFormat, of: (code: number) => number): Int32Array => {
  const { minimum } = rangeOf(format);
  const count = 2 ** format.bits;
  return Int32Array.from({ length: count }, (_, bits) =>
    of(minimum < 0 && bits >= count / 2 ? bits - count : bits),
  );
};

/** How a table's words are stored: low bits that are zero in all of them are not. */
const storageOf = (values: Int32Array, resultBits: number): { bits: number; zeros: number } => {
  const used = values.reduce((a, b) => a | b, 0);
  const zeros = used === 0 ? 0 : Math.min(31 - Math.clz32(used & -used), resultBits - 1);
  let minimum = 0;
  let maximum = 0;
  for (const value of values) {
    minimum = Math.min(minimum, value);
    maximum = Math.max(maximum, value);
  }
  const bits = signedBitsFor(minimum / 2 ** zeros, maximum / 2 ** zeros);
  return { bits: Math.min(bits, resultBits - zeros), zeros };
};

/** Memory bits of all lanes' tables. */
export const lookupMemoryBits = ({ tables, lanes, resultBits }: LookupOptions): number =>
  tables.reduce(
    (sum, { values }) => sum + lanes * values.length * storageOf(values, resultBits).bits,
    0,
  );

/** A word brought to `resultBits`: sign above, zeros below. */
const widened = (name: string, bits: number, zeros: number, resultBits: number): string => {
  const above = resultBits - bits - zeros;
  const parts = [
    ...(above > 0 ? [`{${above}{${name}[${bits - 1}]}}`] : []),
    name,
    ...(zeros > 0 ? [`${zeros}'d0`] : []),
  ];
  return parts.length === 1 ? name : `{${parts.join(', ')}}`;
};

/** Each lane's code looked up in a ROM, or several codes and the sum of their values. */
export const lookupStage = (options: LookupOptions): Stage => {
  const { naming, lanes, resultBits, inputBits } = options;
  const name = `${naming.module}_lookup`;
  const tables = options.tables.map((table) => {
    const { bits, zeros } = storageOf(table.values, resultBits);
    const memory: MemoryModule = {
      kind: 'memory',
      name: `${naming.module}_${table.name}`,
      widthBits: bits,
      words: Array.from(table.values, (value) => BigInt.asUintN(bits, BigInt(value >> zeros))),
      description: `a value for each code${zeros > 0 ? `, without ${zeros} zero bits below` : ''}`,
    };
    return { ...table, bits, zeros, memory };
  });
  return {
    kind: 'stage',
    instance: 'lookup',
    module: {
      kind: 'generated',
      name,
      template: 'units/lookup/lookup',
      instances: tables.map(({ name: table, memory }) => ({
        name: `${table}_rom`,
        module: memory,
        dslName: `${naming.dslName}.${table}`,
      })),
      view: {
        name,
        dslName: naming.dslName,
        description: options.description,
        lanes,
        inputBits,
        resultBits,
        outputBits: lanes * resultBits,
        tables: tables.map(({ name: table, bits, codeBits, offset, memory }) => ({
          name: table,
          module: memory.name,
          bits,
          codeBits,
          offset,
        })),
        result: tables.map((t) => widened(t.name, t.bits, t.zeros, resultBits)).join(' + '),
      },
    },
    parameters: {},
    inputBits,
    outputBits: lanes * resultBits,
    timing: pipeline(options.beats, lookupLatencyCycles),
  };
};
