import { unsignedDecimal } from '../../emit/literal.js';
import { type NumberFormat, unsignedBitsFor } from '../../ir/format.js';
import type { MemoryModule, Stage } from '../../ir/module.js';
import { isPaired } from '../../ir/values.js';
import type { Timing } from '../../stream/timing.js';
import type { Naming } from '../unit.js';
import { accumulatorsOf } from './mac-array.js';
import type { Matrix } from './matrix.js';
import { productOf } from './product/choose.js';
import type { Product } from './product/product.js';
import { type Field, romWord } from './rom-word.js';
import { cellView, decoderView, singleProduct, wordOf } from './single-product.js';
import { type SkipPlace, type SkipSchedule, skipLanes } from './skip-schedule.js';
import type { VectorArray } from './vector-array.js';

interface SkipArray {
  readonly schedule: SkipSchedule;
  readonly inputs: number;
  readonly outputs: number;
  readonly product: Product;
  readonly inputFormat: NumberFormat;
  readonly accBits: number;
}

/** Widths of an entry's and a place's fields. */
const widthsOf = ({ schedule, inputs, product, inputFormat }: SkipArray) => {
  // A beat holds whole pairs.
  const least = isPaired(inputFormat) ? 2 : 1;
  const lanes = Math.max(least, skipLanes(inputs, schedule.length));
  const words = Math.ceil(inputs / lanes);
  const wordBits = unsignedBitsFor(words - 1);
  const laneBits = unsignedBitsFor(lanes - 1);
  const slotBits = unsignedBitsFor(schedule.slots - 1);
  // Multipliers of a lane of results.
  const lanePes = schedule.lists.length / schedule.lanes;
  const peBits = unsignedBitsFor(lanePes - 1);
  return {
    lanes,
    lanePes,
    outLanes: schedule.lanes,
    words,
    wordBits,
    laneBits,
    slotBits,
    peBits,
    /** Of an activation as the copies hold it. */
    valueBits: product.activationDecoder?.valueBits ?? inputFormat.bits,
    entryBits: product.weightBits + wordBits + laneBits + 1,
    placeBits: slotBits + peBits + 1,
  };
};

/** A cycle's entries, PE 0 lowest; of each weight, lane, word and end of part, the weight lowest. */
const scheduleMemory = (array: SkipArray, name: string): MemoryModule => {
  const { schedule, product } = array;
  const { lanes, wordBits, laneBits, entryBits } = widthsOf(array);
  const field = (value: number, bits: number): string => value.toString(2).padStart(bits, '0');
  const idle = '0'.repeat(entryBits);
  const words = Array.from({ length: schedule.length }, (_, cycle) => {
    const entries = schedule.lists.map((list) => {
      const entry = list[cycle];
      if (!entry) return idle;
      const word = Math.floor(entry.input / lanes);
      return [
        entry.endsPart ? '1' : '0',
        field(word, wordBits),
        field(entry.input % lanes, laneBits),
        field(wordOf(product, entry.weight), product.weightBits),
      ].join('');
    });
    return BigInt(`0b${entries.reverse().join('')}`);
  });
  return {
    kind: 'memory',
    name,
    widthBits: entryBits * schedule.lists.length,
    words,
    description: `non-zero weights and where their activations are, ${schedule.lists.length} a cycle`,
  };
};

/**
 * A word a beat of outputs; of each, the first lowest, two places: slot, PE of the output's lane, and above
 * them whether there is such a part.
 */
const placeMemory = (array: SkipArray, name: string): MemoryModule => {
  const { slotBits, peBits, placeBits, lanePes } = widthsOf(array);
  const { places, lanes } = array.schedule;
  const fieldsOf = (place: SkipPlace | undefined): readonly Field[] => [
    [place?.slot ?? 0, slotBits],
    [(place?.pe ?? 0) % lanePes, peBits],
    [place ? 1 : 0, 1],
  ];
  return {
    kind: 'memory',
    name,
    widthBits: lanes * 2 * placeBits,
    words: Array.from({ length: places.length / lanes }, (_, beat) =>
      romWord(
        places
          .slice(beat * lanes, (beat + 1) * lanes)
          .flatMap(([first, second]) => [...fieldsOf(first), ...fieldsOf(second)]),
      ),
    ),
    description: 'where the two parts of an output are: slot, PE, and whether there is such a part',
  };
};

/** ROM and RAM of the array: entries, places, a copy of two vectors a PE, two vectors of results. */
const memoryBitsOf = (array: SkipArray): number => {
  const { schedule, outputs, accBits } = array;
  const { lanes, words, valueBits, entryBits, placeBits } = widthsOf(array);
  const pe = schedule.lists.length;
  return (
    schedule.length * pe * entryBits +
    outputs * 2 * placeBits +
    pe * 2 * words * lanes * valueBits +
    pe * 2 * schedule.slots * accBits
  );
};

/** Bits that say where weights and results are. */
const indexBitsOf = (array: SkipArray): number => {
  const { schedule, outputs, product } = array;
  const { entryBits, placeBits } = widthsOf(array);
  const { length } = schedule.lists;
  return schedule.length * length * (entryBits - product.weightBits) + outputs * 2 * placeBits;
};

/** Cycles from a vector's last beat to its first result, beside the length of the lists. */
const fixedLatencyCycles = 6;

const timingOf = (array: SkipArray, vectors: number): Timing => {
  const { schedule, outputs } = array;
  const { words } = widthsOf(array);
  const { length } = schedule;
  return {
    intervalCycles: vectors * length,
    departures(arrivals) {
      const beats = outputs / schedule.lanes;
      const departures = new Float64Array(vectors * beats);
      const starts = new Float64Array(vectors);
      let accepted = -1;
      let left = -1;
      for (let vector = 0; vector < vectors; vector++) {
        // The half of the vector before last is free two cycles after its last entry.
        const free = vector < 2 ? 0 : (starts[vector - 2] as number) + length + 1;
        for (let word = 0; word < words; word++) {
          const arrival = arrivals[vector * words + word] as number;
          accepted = Math.max(accepted + 1, arrival, free);
        }
        const after = vector === 0 ? 0 : (starts[vector - 1] as number) + length;
        const start = Math.max(after, accepted + 1);
        starts[vector] = start;
        for (let beat = 0; beat < beats; beat++) {
          left = Math.max(left + 1, start - 1 + length + fixedLatencyCycles + beat);
          departures[vector * beats + beat] = left;
        }
      }
      return departures;
    },
  };
};

const stageOf = (array: SkipArray, vectors: number, naming: Naming): Stage => {
  const { schedule, outputs, inputFormat, accBits, product } = array;
  const widths = widthsOf(array);
  const name = `${naming.module}_array`;
  const cell = cellView(product, inputFormat.bits, name, naming.dslName);
  const decoder = decoderView(product.activationDecoder, widths.lanes, name, naming.dslName);
  const { activationBits, operandBits, doubled } = cell.view;
  const entries = scheduleMemory(array, `${naming.module}_schedule`);
  const places = placeMemory(array, `${naming.module}_places`);
  const addressBits = unsignedBitsFor(schedule.length - 1);
  const beats = outputs / schedule.lanes;
  const orderBits = unsignedBitsFor(beats - 1);
  const { wordBits, slotBits } = widths;
  return {
    kind: 'stage',
    instance: 'array',
    module: {
      kind: 'generated',
      name,
      template: 'units/dense/skip_array',
      instances: [
        { name: 'schedule', module: entries, dslName: `${naming.dslName}.schedule` },
        { name: 'places', module: places, dslName: `${naming.dslName}.places` },
        ...cell.instances,
        ...decoder.instances,
      ],
      view: {
        name,
        dslName: naming.dslName,
        ...cell.view,
        decoder: decoder.view,
        text: product.text,
        ...widths,
        pe: schedule.lists.length,
        length: schedule.length,
        latency: schedule.length + fixedLatencyCycles,
        outputs,
        inputBits: widths.lanes * inputFormat.bits,
        outputBits: schedule.lanes * accBits,
        accBits: doubled ? accBits - 1 : accBits,
        ramWords: 2 ** wordBits + widths.words,
        resultWords: 2 ** slotBits + schedule.slots,
        firstWord: unsignedDecimal(wordBits, 0),
        lastWord: unsignedDecimal(wordBits, widths.words - 1),
        addressBits,
        firstEntry: unsignedDecimal(addressBits, 0),
        lastEntry: unsignedDecimal(addressBits, schedule.length - 1),
        orderBits,
        firstOutput: unsignedDecimal(orderBits, 0),
        lastOutput: unsignedDecimal(orderBits, beats - 1),
        schedule: entries.name,
        places: places.name,
        operand: operandBits > activationBits ? "{1'b0, activation}" : 'activation',
      },
    },
    parameters: {},
    inputBits: widths.lanes * inputFormat.bits,
    outputBits: schedule.lanes * accBits,
    timing: timingOf(array, vectors),
  };
};

/**
 * A matrix-vector array that multiplies non-zero weights only, each PE by the schedule's list of its own.
 * Accumulators leave in as many lanes as they need to leave in time.
 */
export const skippingArray = (matrix: Matrix, schedule: SkipSchedule): VectorArray => {
  const product = singleProduct(productOf(matrix));
  const { inputs, outputs, inputFormat, weights, ranges } = matrix;
  // A weight that is left out is a zero, whose term is nothing.
  const sums = accumulatorsOf({ product, weights, missing: 0, ranges, accBits: matrix.accBits });
  const array = { schedule, inputs, outputs, product, inputFormat, ...sums };
  const pe = schedule.lists.length;
  return {
    inputFormat,
    inputLanes: widthsOf(array).lanes,
    outputLanes: schedule.lanes,
    resultLanes: schedule.lanes,
    accBits: sums.accBits,
    offsets: sums.offsets,
    cyclesPerVector: schedule.length,
    multipliers: pe,
    memoryBits: memoryBitsOf(array),
    indexBits: indexBitsOf(array),
    folding: { pe, skip: 1 },
    stages: (vectors, naming) => [stageOf(array, vectors, naming)],
  };
};
