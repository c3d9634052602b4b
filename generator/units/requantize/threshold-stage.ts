import { bitVector, unsignedDecimal } from '../../emit/literal.js';
import { unsignedBitsFor } from '../../ir/format.js';
import type { Instance, MemoryModule, Stage } from '../../ir/module.js';
import { pipeline } from '../../stream/timing.js';
import { decoderModule } from '../decoder.js';
import type { RequantizeStageOptions } from './lane.js';
import type { Search, SearchTable } from './search.js';

/** Bits of the thresholds that are looked up. */
export const thresholdMemoryBits = ({ steps, thresholdBits }: Search): number =>
  steps
    .flat()
    .reduce(
      (sum, { thresholds, isConstant }) =>
        sum + (isConstant ? 0 : thresholds.length * thresholdBits),
      0,
    );

const memoryOf = (name: string, { thresholds }: SearchTable, widthBits: number): MemoryModule => ({
  kind: 'memory',
  name,
  widthBits,
  words: thresholds.map((threshold) => BigInt.asUintN(widthBits, BigInt(threshold))),
  description: 'thresholds of the channels of a lane, by what is known of the code',
});

/** Codes in the order of their values, as they are or through a small table. */
const codesOf = (name: string, dslName: string, codes: readonly number[], outBits: number) => {
  const indexBits = unsignedBitsFor(codes.length - 1);
  if (indexBits === outBits && codes.every((code, index) => code === index)) return undefined;
  return decoderModule(name, dslName, {
    lanes: 1,
    codeBits: indexBits,
    valueBits: outBits,
    words: codes.map(BigInt),
    text: 'place in the order of values to code',
  });
};

/** A comparison a step, `lanes` codes a cycle. */
export const thresholdStage = (
  options: RequantizeStageOptions,
  { steps, words, thresholdBits }: Search,
  codes: readonly number[],
): Stage => {
  const { naming, lanes, accBits, outBits, bias, beats } = options;
  const name = `${naming.module}_threshold`;
  const dslName = `${naming.dslName}.thresholds`;
  const latency = 1 + steps.length;
  const wordBits = unsignedBitsFor(words - 1);
  const instances: Instance[] = [];
  const laneView = (table: SearchTable, step: number, lane: number): object => {
    const at = lane * thresholdBits;
    if (table.isConstant) {
      return { lane, at, memory: false, value: bitVector(thresholdBits, table.thresholds[0] ?? 0) };
    }
    const module = memoryOf(`${name}s_${step}_${lane}`, table, thresholdBits);
    instances.push({ name: `thresholds_${step}_${lane}`, module, dslName });
    // The word of channels, then what earlier steps found, this cycle's comparison last.
    const parts = [
      ...(words > 1 ? [step === 0 ? 'word_q' : `word_${step - 1}_q`] : []),
      ...(step > 1 ? [`found_${step - 1}_q[${lane * (step - 1)}+:${step - 1}]`] : []),
      ...(step > 0 ? [`reaches_${step - 1}[${lane}]`] : []),
    ];
    const address = parts.length === 1 ? parts.join('') : `{${parts.join(', ')}}`;
    return { lane, at, memory: module.name, address };
  };
  const stepViews = steps.map((tables, step) => ({
    step,
    accumulatorFrom: step === 0 ? 's_data' : `accumulator_${step - 1}_q`,
    /** Whether a later step asks for the channel again. */
    hasWord: words > 1 && steps.slice(step + 1).some((later) => later.some((t) => !t.isConstant)),
    wordFrom: step === 0 ? 'word_q' : `word_${step - 1}_q`,
    wordBits,
    lanes: tables.map((table, lane) => laneView(table, step, lane)),
    foundBits: step + 1,
    foundName: `found_${step + 1}_q`,
    found: Array.from({ length: lanes }, (_, lane) => ({
      lane,
      at: lane * (step + 1),
      bits: step + 1,
      value:
        step === 0
          ? `reaches_0[${lane}]`
          : `{found_${step}_q[${lane * step}+:${step}], reaches_${step}[${lane}]}`,
    })),
  }));
  const asksFirst = words > 1 && steps.flat().some(({ isConstant }) => !isConstant);
  const decoder = codesOf(`${name}_codes`, dslName, codes, outBits);
  if (decoder) instances.push({ name: 'codes_0', module: decoder, dslName });
  const indexBits = steps.length;
  return {
    kind: 'stage',
    instance: 'requantize',
    module: {
      kind: 'generated',
      name,
      template: 'units/requantize/threshold',
      instances,
      view: {
        name,
        dslName: naming.dslName,
        lanes,
        channels: bias.length,
        codeCount: codes.length,
        latency,
        zeroValid: bitVector(latency, 0),
        inputBits: lanes * accBits,
        outputBits: lanes * outBits,
        accBits,
        thresholdBits,
        word: asksFirst && {
          bits: wordBits,
          first: unsignedDecimal(wordBits, 0),
          last: unsignedDecimal(wordBits, words - 1),
        },
        steps: stepViews,
        decoder: decoder
          ? {
              module: decoder.name,
              lanes: Array.from({ length: lanes }, (_, lane) => ({
                lane,
                from: lane * indexBits,
                indexBits,
                to: lane * outBits,
                outBits,
              })),
            }
          : false,
        result: `found_${steps.length}_q`,
      },
    },
    parameters: {},
    inputBits: lanes * accBits,
    outputBits: lanes * outBits,
    timing: pipeline(beats, latency),
  };
};
