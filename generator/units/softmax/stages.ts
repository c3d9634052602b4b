import { bitVector, unsignedDecimal } from '../../emit/literal.js';
import { unsignedBitsFor } from '../../ir/format.js';
import type { MemoryModule, Stage } from '../../ir/module.js';
import { departuresByCycle } from '../../stream/cycles.js';
import { type RowOptions, tailOfRow, wordsOfRow } from '../../stream/row-difference.js';
import { pipeline, type Timing } from '../../stream/timing.js';
import { adderTreeLevels } from '../dense/mac-array.js';
import type { Naming } from '../unit.js';
import { sumTerm } from './golden.js';
import {
  int16Reciprocal,
  int16ReciprocalCycles,
  int16ShiftBits,
  int16TableBits,
  int16TermBits,
} from './int16-stages.js';
import { isTailed, rowOptions } from './rows.js';
import type { SoftmaxSpec } from './spec.js';

/** Cycles of templates/lib/sinter_reciprocal.v, from a sum to its reciprocal and from sum to sum. */
export const reciprocalCycles = 16;

export const normaliseLatencyCycles = 5;

/** Bits beside the differences: reciprocal and bits over unit. */
const scaleBits = 31 + 4;

/** Bits of a sum's term, Q12.19 up to 1, and of an exponential, Q0.31. */
const termBits = 20;
const exponentialBits = 31;

/** A beat a cycle, but no row in fewer cycles than a reciprocal takes. */
export const softmaxCycles = (spec: SoftmaxSpec): number =>
  spec.rows * Math.max(wordsOfRow(rowOptions(spec)), formOf(spec).reciprocalCycles);

/** What the sum is made of, and what comes of it: differences and a table, or exponentials themselves. */
interface SumForm {
  /** Bits of an element of the row, and of its term. */
  readonly elementBits: number;
  readonly termBits: number;
  readonly largestTerm: number;
  readonly reciprocalBits: number;
  readonly overBits: number;
  readonly reciprocalCycles: number;
}

const formOf = ({ int16, inputs, output }: SoftmaxSpec): SumForm =>
  int16
    ? {
        elementBits: int16TermBits,
        termBits: int16TermBits,
        largestTerm: 2 ** int16TermBits - 1,
        reciprocalBits: int16TermBits,
        overBits: int16ShiftBits,
        reciprocalCycles: int16ReciprocalCycles,
      }
    : {
        elementBits: (inputs[0] ?? output).format.bits,
        termBits,
        largestTerm: 2 ** (termBits - 1),
        reciprocalBits: 31,
        overBits: 4,
        reciprocalCycles,
      };

/** Beats that come while a row is summed and inverted, so that no row waits for room. */
const depthOf = (options: RowOptions, cycles: number): number => {
  const words = wordsOfRow(options);
  const behind = adderTreeLevels(options.lanes) + 4 + cycles;
  return 2 * words + Math.min(words, behind);
};

/** Bits of both tables, a copy a lane, and of the ring between them. */
export const softmaxMemoryBits = (spec: SoftmaxSpec): number => {
  const options = rowOptions(spec);
  const form = formOf(spec);
  const tables = spec.int16
    ? int16TableBits(options.lanes)
    : spec.exponentials.length * options.lanes * (termBits + exponentialBits);
  const depth = depthOf(options, form.reciprocalCycles);
  return tables + depth * (options.lanes * form.elementBits + 1);
};

const table = (
  name: string,
  widthBits: number,
  values: Int32Array,
  description: string,
): MemoryModule => ({
  kind: 'memory',
  name,
  widthBits,
  words: Array.from(values, (value) => BigInt(value)),
  description,
});

/** As templates/units/softmax/sum.v.hbs moves, cycle by cycle. */
const sumTiming = (options: RowOptions, cycles: number): Timing => {
  const words = wordsOfRow(options);
  const depth = depthOf(options, cycles);
  const { rows, lanes } = options;
  return {
    intervalCycles: rows * Math.max(words, cycles),
    departures(arrivals) {
      const finals = Array.from({ length: adderTreeLevels(lanes) + 1 }, () => false);
      let complete = false;
      let count = 0;
      let word = 0;
      let readWord = 0;
      let busyCycles = 0;
      let done = false;
      let given = false;
      return departuresByCycle(arrivals, rows * words, (offered) => {
        const gives = given;
        const pop = readWord > 0 || done;
        const used = done && readWord === 0;
        const sumReady = busyCycles === 0 && (!done || used);
        const enable = !complete || sumReady;
        const starts = complete && sumReady;
        const takes = offered && enable && count < depth;
        given = pop;
        if (used) done = false;
        if (busyCycles > 0) {
          busyCycles--;
          done = busyCycles === 0;
        }
        if (starts) busyCycles = cycles - 1;
        if (pop) {
          readWord = (readWord + 1) % words;
          count--;
        }
        if (enable) {
          complete = finals.pop() ?? false;
          finals.unshift(takes && word === words - 1);
        }
        if (takes) {
          word = (word + 1) % words;
          count++;
        }
        return { takes, gives };
      });
    },
  };
};

/** The table that a row's elements are looked up in, a copy a lane. */
const termTable = (spec: SoftmaxSpec, naming: Naming): MemoryModule =>
  table(
    `${naming.module}_terms`,
    termBits,
    spec.exponentials.map(sumTerm),
    'exponential of each difference from the maximum, in Q12.19',
  );

/** A row to the row beside the reciprocal of its sum. */
export const sumStage = (spec: SoftmaxSpec, naming: Naming): Stage => {
  const options = rowOptions(spec);
  const form = formOf(spec);
  const { elementBits: bits } = form;
  const { lanes, row } = options;
  const words = wordsOfRow(options);
  const depth = depthOf(options, form.reciprocalCycles);
  const tailed = isTailed(options);
  const levels = adderTreeLevels(lanes);
  const name = `${naming.module}_sum`;
  const sumBits = unsignedBitsFor(row * form.largestTerm);
  const terms = spec.int16 ? undefined : termTable(spec, naming);
  const reciprocal = spec.int16 ? int16Reciprocal(naming, sumBits) : undefined;
  const wordBits = unsignedBitsFor(words - 1);
  const countBits = unsignedBitsFor(depth);
  const addressBits = unsignedBitsFor(depth - 1);
  const inputBits = lanes * bits;
  const outputBits = inputBits + form.reciprocalBits + form.overBits + (tailed ? 1 : 0);
  const tables = terms
    ? Array.from({ length: lanes }, (_, lane) => ({
        name: `gen_term[${lane}].exponentials`,
        module: terms,
        dslName: `${naming.dslName}.terms`,
      }))
    : [];
  return {
    kind: 'stage',
    instance: 'sum',
    module: {
      kind: 'generated',
      name,
      template: 'units/softmax/sum',
      instances: reciprocal
        ? [{ name: 'invert', module: reciprocal, dslName: `${naming.dslName}.reciprocal` }]
        : tables,
      view: {
        name,
        dslName: naming.dslName,
        lanes,
        words,
        depth,
        tailed,
        tail: tailOfRow(options),
        latency: 3 + levels + form.reciprocalCycles,
        reciprocalCycles: form.reciprocalCycles,
        reciprocalBits: form.reciprocalBits,
        overBits: form.overBits,
        reciprocal: reciprocal?.name ?? '',
        bits,
        inputBits,
        outputBits,
        levels,
        treeBits: form.termBits + 1 + (lanes > 1 ? unsignedBitsFor(lanes - 1) : 0),
        sumBits,
        countBits,
        full: unsignedDecimal(countBits, depth),
        empty: unsignedDecimal(countBits, 0),
        wordBits,
        firstWord: unsignedDecimal(wordBits, 0),
        lastWord: unsignedDecimal(wordBits, words - 1),
        addressBits,
        firstAddress: unsignedDecimal(addressBits, 0),
        lastAddress: unsignedDecimal(addressBits, depth - 1),
        table: terms?.name ?? false,
      },
    },
    parameters: {},
    inputBits,
    outputBits,
    timing: sumTiming(options, form.reciprocalCycles),
  };
};

/** Differences and reciprocals to output codes. */
export const normaliseStage = (spec: SoftmaxSpec, naming: Naming): Stage => {
  const options = rowOptions(spec);
  const { lanes, format, rows } = options;
  const tailed = isTailed(options);
  const name = `${naming.module}_normalise`;
  const exponentials = table(
    `${naming.module}_exponentials`,
    exponentialBits,
    spec.exponentials,
    'exponential of each difference from the maximum, in Q0.31',
  );
  const inputBits = lanes * format.bits + scaleBits + (tailed ? 1 : 0);
  return {
    kind: 'stage',
    instance: 'normalise',
    module: {
      kind: 'generated',
      name,
      template: 'units/softmax/normalise',
      instances: Array.from({ length: lanes }, (_, lane) => ({
        name: `gen_lane[${lane}].exponentials`,
        module: exponentials,
        dslName: `${naming.dslName}.exponentials`,
      })),
      view: {
        name,
        dslName: naming.dslName,
        lanes,
        bits: format.bits,
        latency: normaliseLatencyCycles,
        zeroValid: bitVector(normaliseLatencyCycles, 0),
        inputBits,
        outputBits: lanes * 8,
        tailed,
        tail: tailOfRow(options),
        table: exponentials.name,
      },
    },
    parameters: {},
    inputBits,
    outputBits: lanes * 8,
    timing: pipeline(rows * wordsOfRow(options), normaliseLatencyCycles),
  };
};
