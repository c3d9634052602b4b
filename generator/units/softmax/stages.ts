import { bitVector, unsignedDecimal } from '../../emit/literal.js';
import { unsignedBitsFor } from '../../ir/format.js';
import type { MemoryModule, Stage } from '../../ir/module.js';
import { departuresByCycle } from '../../stream/cycles.js';
import { type RowOptions, tailOfRow, wordsOfRow } from '../../stream/row-difference.js';
import { pipeline, type Timing } from '../../stream/timing.js';
import { adderTreeLevels } from '../dense/mac-array.js';
import type { Naming } from '../unit.js';
import { sumTerm } from './golden.js';
import type { SoftmaxSpec } from './spec.js';

/** Cycles of templates/lib/sinter_reciprocal.v, from a sum to its reciprocal and from sum to sum. */
export const reciprocalCycles = 16;

export const normaliseLatencyCycles = 5;

/** Bits beside the differences: reciprocal and bits over unit. */
const scaleBits = 31 + 4;

/** Bits of a sum's term, Q12.19 up to 1, and of an exponential, Q0.31. */
const termBits = 20;
const exponentialBits = 31;

export const rowOptions = (spec: SoftmaxSpec): RowOptions => ({
  instance: 'difference',
  format: spec.inputs[0]?.format ?? spec.output.format,
  lanes: spec.parameters.lanes,
  row: spec.row,
  rows: spec.rows,
});

/** A beat a cycle, but no row in fewer cycles than a reciprocal takes. */
export const softmaxCycles = (spec: SoftmaxSpec): number =>
  spec.rows * Math.max(wordsOfRow(rowOptions(spec)), reciprocalCycles);

/** The row's last beat has lanes without an element, which are told apart. */
const isTailed = (options: RowOptions): boolean => tailOfRow(options) !== options.lanes;

/** Beats that come while a row is summed and inverted, so that no row waits for room. */
const depthOf = (options: RowOptions): number => {
  const words = wordsOfRow(options);
  const behind = adderTreeLevels(options.lanes) + 4 + reciprocalCycles;
  return 2 * words + Math.min(words, behind);
};

/** Bits of both tables, a copy a lane, and of the ring between them. */
export const softmaxMemoryBits = (spec: SoftmaxSpec): number => {
  const options = rowOptions(spec);
  const tables = spec.exponentials.length * options.lanes * (termBits + exponentialBits);
  return tables + depthOf(options) * (options.lanes * options.format.bits + 1);
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
const sumTiming = (options: RowOptions): Timing => {
  const words = wordsOfRow(options);
  const depth = depthOf(options);
  const { rows, lanes } = options;
  return {
    intervalCycles: rows * Math.max(words, reciprocalCycles),
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
        if (starts) busyCycles = reciprocalCycles - 1;
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

/** Differences to differences beside the reciprocal of their row's sum. */
export const sumStage = (spec: SoftmaxSpec, naming: Naming): Stage => {
  const options = rowOptions(spec);
  const { lanes, format, row } = options;
  const words = wordsOfRow(options);
  const depth = depthOf(options);
  const tailed = isTailed(options);
  const levels = adderTreeLevels(lanes);
  const name = `${naming.module}_sum`;
  const terms = table(
    `${naming.module}_terms`,
    termBits,
    spec.exponentials.map(sumTerm),
    'exponential of each difference from the maximum, in Q12.19',
  );
  const wordBits = unsignedBitsFor(words - 1);
  const countBits = unsignedBitsFor(depth);
  const addressBits = unsignedBitsFor(depth - 1);
  const inputBits = lanes * format.bits;
  const outputBits = inputBits + scaleBits + (tailed ? 1 : 0);
  return {
    kind: 'stage',
    instance: 'sum',
    module: {
      kind: 'generated',
      name,
      template: 'units/softmax/sum',
      instances: Array.from({ length: lanes }, (_, lane) => ({
        name: `gen_term[${lane}].exponentials`,
        module: terms,
        dslName: `${naming.dslName}.terms`,
      })),
      view: {
        name,
        dslName: naming.dslName,
        lanes,
        words,
        depth,
        tailed,
        tail: tailOfRow(options),
        latency: 3 + levels + reciprocalCycles,
        bits: format.bits,
        inputBits,
        outputBits,
        levels,
        treeBits: termBits + 1 + (lanes > 1 ? unsignedBitsFor(lanes - 1) : 0),
        sumBits: unsignedBitsFor(row * 2 ** (termBits - 1)),
        countBits,
        full: unsignedDecimal(countBits, depth),
        empty: unsignedDecimal(countBits, 0),
        wordBits,
        firstWord: unsignedDecimal(wordBits, 0),
        lastWord: unsignedDecimal(wordBits, words - 1),
        addressBits,
        firstAddress: unsignedDecimal(addressBits, 0),
        lastAddress: unsignedDecimal(addressBits, depth - 1),
        table: terms.name,
      },
    },
    parameters: {},
    inputBits,
    outputBits,
    timing: sumTiming(options),
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
