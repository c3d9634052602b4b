import { randomIntegers } from '../random.js';
import type { GraphBuilder, Term } from './builder.js';
import type { Width } from './graph.js';
import {
  type Pattern,
  type PatternTable,
  patternTable,
  placeOf,
  shiftAt,
  valueAt,
} from './patterns.js';

/** How pairs of terms are weighed. */
export interface Weighing {
  /** The worth of a pair grows with this power of the bits in which its operands overlap: halves. */
  readonly overlapPower: 1 | 1.5 | 2;
  /** Random share of the worth, in 1/1024. */
  readonly jitter: number;
  readonly seed: number;
}

/** A row of terms: their places in no order, whether each is negative, and where each place stands. */
interface Row {
  readonly places: number[];
  readonly negatives: boolean[];
  readonly indexOf: Map<number, number>;
}

/** A pattern with the number of the value that it became. */
export interface SharedPattern extends Pattern {
  readonly value: number;
}

export interface Sharing {
  readonly rows: readonly (readonly Term[])[];
  /** In the order in which they were taken. */
  readonly shared: readonly SharedPattern[];
  /** Work done, for a budget that does not depend on the machine. */
  readonly work: number;
}

const worthOf = (
  { overlapPower, jitter, seed }: Weighing,
  widths: readonly Width[],
): ((first: number, second: number, shift: number) => number) => {
  const random = randomIntegers(seed);
  return (first, second, shift) => {
    const { bits } = widths[first] as Width;
    const end = Math.min(bits, shift + (widths[second] as Width).bits);
    const overlap = Math.max(1, end - shift);
    const root = overlapPower === 1.5 ? Math.sqrt(overlap) : overlap;
    const power = overlapPower === 1 ? overlap : overlap * root;
    return power * (1024 + (jitter > 0 ? random() % jitter : 0));
  };
};

/** Where a pattern occurs in a row: the places of its two terms, and the sign of the first. */
type Occurrence = readonly [first: number, second: number, negative: boolean];

const occurrencesIn = (row: Row, pattern: Pattern): readonly Occurrence[] => {
  const { first, second, shift, opposite } = pattern;
  const found: Occurrence[] = [];
  const taken = new Set<number>();
  const { places, negatives, indexOf } = row;
  for (let i = 0; i < places.length; i++) {
    const place = places[i] as number;
    if (valueAt(place) !== first) continue;
    const partner = placeOf(second, shiftAt(place) + shift);
    const other = indexOf.get(partner);
    if (other === undefined || (negatives[other] !== negatives[i]) !== opposite) continue;
    if (taken.has(place) || taken.has(partner)) continue;
    taken.add(place);
    taken.add(partner);
    found.push([place, partner, negatives[i] as boolean]);
  }
  return found;
};

/** Counts a term with every term of a row: once more or once less. */
const countWith = (
  { places, negatives }: Row,
  table: PatternTable,
  place: number,
  negative: boolean,
  by: number,
): number => {
  for (let i = 0; i < places.length; i++) {
    table.count(place, negative, places[i] as number, negatives[i] as boolean, by);
  }
  return places.length;
};

const take = (row: Row, table: PatternTable, place: number): number => {
  const { places, negatives, indexOf } = row;
  const index = indexOf.get(place) as number;
  const negative = negatives[index] as boolean;
  const lastPlace = places.pop() as number;
  const lastNegative = negatives.pop() as boolean;
  indexOf.delete(place);
  if (index < places.length) {
    places[index] = lastPlace;
    negatives[index] = lastNegative;
    indexOf.set(lastPlace, index);
  }
  return countWith(row, table, place, negative, -1);
};

const put = (row: Row, table: PatternTable, place: number, negative: boolean): number => {
  const work = countWith(row, table, place, negative, 1);
  row.indexOf.set(place, row.places.length);
  row.places.push(place);
  row.negatives.push(negative);
  return work;
};

/**
 * Common subexpressions of two terms, the one that is worth most first, until none occurs twice. Each
 * becomes an adder of `graph`; what is left are rows of terms to sum. `kept` are taken first, as far as
 * they still occur twice. Source: Hosangadi, Fallah, Kastner, Reducing Hardware Complexity of Linear DSP
 * Systems by Iteratively Eliminating Two-Term Common Subexpressions, ASP-DAC 2005; weighed by overlapping
 * bits as in da4ml (Sun et al., 2025).
 */
export const shareTerms = (
  graph: GraphBuilder,
  terms: readonly (readonly Term[])[],
  weighing: Weighing,
  kept: readonly SharedPattern[] = [],
): Sharing => {
  const given = graph.ranges.length;
  const table = patternTable(worthOf(weighing, graph.widths));
  let work = 0;
  const rows = terms.map((each): Row => {
    const row: Row = { places: [], negatives: [], indexOf: new Map() };
    for (const { value, shift, negative } of each) {
      work += put(row, table, placeOf(value, shift), negative);
    }
    return row;
  });
  const shared: SharedPattern[] = [];

  const share = (pattern: Pattern): number | undefined => {
    const occurrences = rows.map((row) => occurrencesIn(row, pattern));
    work += rows.reduce((sum, row) => sum + row.places.length, 0);
    if (occurrences.reduce((sum, each) => sum + each.length, 0) < 2) return undefined;
    const { first, second, shift, opposite } = pattern;
    const operation = opposite ? 'subtract' : 'add';
    const value = graph.add({ left: first, right: second, shift, operation });
    for (const [i, row] of rows.entries()) {
      for (const [place, partner, negative] of occurrences[i] as readonly Occurrence[]) {
        work += take(row, table, place) + take(row, table, partner);
        work += put(row, table, placeOf(value, shiftAt(place)), negative);
      }
    }
    shared.push({ ...pattern, value });
    return value;
  };

  // Values of the run that `kept` come from, in numbers of this one.
  const renumbered = new Map<number, number>();
  const renumber = (value: number): number | undefined =>
    value < given ? value : renumbered.get(value);
  for (const pattern of kept) {
    const first = renumber(pattern.first);
    const second = renumber(pattern.second);
    if (first === undefined || second === undefined) continue;
    const again = { ...pattern, first, second };
    if (table.occurrences(again) < 2) continue;
    const value = share(again);
    if (value !== undefined) renumbered.set(pattern.value, value);
  }
  for (let pattern = table.best(); pattern; pattern = table.best()) {
    if (share(pattern) === undefined) table.drop(pattern);
  }
  work += table.size;
  return {
    rows: rows.map(({ places, negatives }) =>
      places.map((place, i) => ({
        value: valueAt(place),
        shift: shiftAt(place),
        negative: negatives[i] as boolean,
      })),
    ),
    shared,
    work,
  };
};
