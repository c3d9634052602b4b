import {
  type Adder,
  type AdderGraph,
  type Width,
  widthOf,
} from '../../numeric/adder-graph/graph.js';
import type { Pipeline } from '../../numeric/adder-graph/pipeline.js';
import { valueNames } from './constant-names.js';

/** An operand: `count` bits of a value from bit `from` up, its sign or zeros above its end. */
interface Slice {
  readonly value: number;
  readonly stage: number;
  readonly from: number;
  readonly count: number;
}

export interface AdderView {
  readonly name: string;
  readonly bits: number;
  /** Whether all bits come from the adder; else `highBits` of them do, and `parts` puts them together. */
  readonly whole: boolean;
  readonly highBits: number;
  readonly parts: string;
  readonly left: string;
  readonly sign: '+' | '-';
  readonly right: string;
}

export interface RegisterView {
  readonly name: string;
  readonly bits: number;
  readonly from: string;
}

export interface StageView {
  readonly title: string;
  readonly adders: readonly AdderView[];
  readonly registers: readonly RegisterView[];
}

export interface ConstantVerilog {
  readonly inputWires: readonly {
    readonly name: string;
    readonly bits: number;
    readonly from: number;
  }[];
  readonly stages: readonly StageView[];
  readonly results: readonly { readonly from: number; readonly text: string }[];
  readonly unused: readonly { readonly name: string; readonly bits: string }[];
}

const registerName = (name: string, ranks: number): string =>
  ranks === 0 ? name : ranks === 1 ? `${name}_q` : `${name}_q${ranks}`;

const range = (name: string, from: number, count: number): string =>
  count === 1 ? `${name}[${from}]` : `${name}[${from + count - 1}:${from}]`;

/** The operands of an adder's carry chain, and how many low bits of the left one pass it by. */
const chainOf = (
  { left, right, shift, operation }: Adder,
  stage: number,
  bits: number,
): { readonly slices: readonly [Slice, Slice]; readonly passed: number } => {
  const all = bits - shift;
  if (operation === 'subtract from') {
    return {
      slices: [
        { value: right, stage, from: -shift, count: bits },
        { value: left, stage, from: 0, count: bits },
      ],
      passed: 0,
    };
  }
  return {
    slices: [
      { value: left, stage, from: shift, count: all },
      { value: right, stage, from: 0, count: all },
    ],
    passed: shift,
  };
};

/** The Verilog of a pipelined adder graph, value by value. */
export const constantVerilog = (
  graph: AdderGraph,
  { ranks, stages, carried }: Pipeline,
  accBits: number,
): ConstantVerilog => {
  const { inputs, adders, outputs, ranges } = graph;
  const names = valueNames(graph);
  const widths: readonly Width[] = ranges.map(widthOf);
  // Of each value's last register: up to where its bits are read, and by which slices.
  const readTo = ranges.map(() => 0);
  const readers: Slice[][] = ranges.map(() => []);

  const nameAt = (value: number, stage: number): string =>
    registerName(names[value] as string, stage - (stages[value] as number));

  const read = (slice: Slice): void => {
    const { value, stage, from, count } = slice;
    readers[value]?.push(slice);
    if (stage - (stages[value] as number) !== carried[value]) return;
    const { bits } = widths[value] as Width;
    const to = from >= bits ? bits : Math.min(bits, from + count);
    readTo[value] = Math.max(readTo[value] as number, to);
  };

  const text = ({ value, stage, from, count }: Slice): string => {
    const { bits, signed } = widths[value] as Width;
    const name = nameAt(value, stage);
    if (from < 0) {
      const own = text({ value, stage, from: 0, count: count + from });
      return `{${own}, ${-from}'d0}`;
    }
    const real = Math.max(0, Math.min(bits - from, count));
    const above = count - real;
    const own = real === bits ? name : range(name, from, real);
    if (above === 0) return own;
    const extension = signed ? ` {${above}{${name}[${bits - 1}]}}` : `${above}'d0`;
    return real === 0 ? extension.trim() : `{${extension}, ${own}}`;
  };

  const chains = adders.map((adder, i) =>
    chainOf(adder, stages[inputs + i] as number, (widths[inputs + i] as Width).bits),
  );
  for (const [i, { slices, passed }] of chains.entries()) {
    const [first] = slices;
    for (const slice of slices) read(slice);
    if (passed > 0 && adders[i]) read({ ...first, from: 0, count: passed });
  }
  const results = outputs.map((output, number) => {
    const from = number * accBits;
    if (!output) return { from, text: `${accBits}'d0` };
    const slice = { value: output.value, stage: ranks, from: -output.shift, count: accBits };
    read(slice);
    return { from, text: text(slice) };
  });

  /**
   * Yosys merges an adder into the only other that reads its whole carry chain, and leaves the chains
   * for it; a lowest bit of its own keeps the two apart at no cost.
   */
  const apart: string[] = [];
  const standsApart = (value: number, passed: number, chainBits: number): boolean => {
    const [reader, other] = readers[value] as readonly Slice[];
    if (!reader || chainBits < 2 || carried[value] !== 0) return false;
    // A reader with low bits that pass by slices the value twice.
    const chainReader = [reader, other].find((slice) => slice?.from === passed);
    return chainReader !== undefined && (readers[value]?.length ?? 0) <= 2;
  };

  const adderView = (adder: Adder, i: number): AdderView => {
    const value = inputs + i;
    const { bits } = widths[value] as Width;
    const { slices, passed } = chains[i] as (typeof chains)[number];
    const [left, right] = slices;
    const name = names[value] as string;
    const highBits = bits - passed;
    const lone = standsApart(value, passed, highBits);
    const parts: string[] = [];
    if (lone) {
      apart.push(`${name}_high[0]`);
      parts.push(range(`${name}_high`, 1, highBits - 1));
      const low = [left, right]
        .filter((slice) => slice.from >= 0)
        .map((slice) => text({ ...slice, count: 1 }));
      parts.push(low.join(' ^ '));
    } else {
      parts.push(`${name}_high`);
    }
    if (passed > 0) parts.push(text({ ...left, from: 0, count: passed }));
    return {
      name,
      bits,
      whole: passed === 0 && !lone,
      highBits,
      parts: `{${parts.join(', ')}}`,
      left: text(left),
      sign: adder.operation === 'add' ? '+' : '-',
      right: text(right),
    };
  };

  const views = adders.map(adderView);
  const stageViews = Array.from({ length: ranks }, (_, stage): StageView => {
    const registers: RegisterView[] = [];
    for (const [value, name] of names.entries()) {
      const rank = stage + 1 - (stages[value] as number);
      if (rank < 1 || rank > (carried[value] as number)) continue;
      registers.push({
        name: registerName(name, rank),
        bits: (widths[value] as Width).bits,
        from: registerName(name, rank - 1),
      });
    }
    return {
      title: `stage ${stage + 1} of ${ranks}`,
      adders: views.filter((__, i) => stages[inputs + i] === stage),
      registers,
    };
  });

  const unread = names.flatMap((name, value) => {
    const { bits } = widths[value] as Width;
    const to = readTo[value] as number;
    const last = registerName(name, carried[value] as number);
    return to < bits ? [range(last, to, bits - to)] : [];
  });
  return {
    inputWires: names.slice(0, inputs).map((name, value) => {
      const { bits } = widths[value] as Width;
      return { name, bits, from: value * bits };
    }),
    stages: stageViews,
    results,
    unused: [...apart, ...unread].map((bits, i) => ({ name: `unused_${i}`, bits })),
  };
};
