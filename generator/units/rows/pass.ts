import type { Stage } from '../../ir/module.js';
import {
  type ReplayOptions,
  replayLatencyCycles,
  replayMemoryBits,
  replayParameters,
  replayTiming,
} from '../../stream/row-replay.js';
import type { Naming } from '../unit.js';
import { type Part, partInstances, partView } from './part.js';

export interface PassOptions {
  readonly instance: string;
  readonly naming: Naming;
  /** One line for the file's header. */
  readonly description: string;
  readonly words: number;
  /** Beats that have a summary together; `words` unless said. */
  readonly group?: number;
  /** Cycles between groups, at least; those of its beats unless said. */
  readonly period?: number;
  readonly rows: number;
  readonly widthBits: number;
  readonly summaryBits: number;
  /** Ports clk rst push first last data m_valid m_summary; nothing holds it up. */
  readonly reduction: Part;
}

const replayOf = (options: PassOptions): ReplayOptions => ({
  words: options.words,
  group: options.group ?? options.words,
  ...(options.period === undefined ? {} : { period: options.period }),
  rows: options.rows,
  widthBits: options.widthBits,
  summaryBits: options.summaryBits,
  summaryCycles: options.reduction.latencyCycles,
});

/** Bits of the ring, and of the tables in the reduction. */
export const passMemoryBits = (options: PassOptions): number =>
  replayMemoryBits(replayOf(options)) + options.reduction.memoryBits;

/** Rows to rows beside a summary of each; templates/units/rows/pass.v.hbs. */
export const passStage = (options: PassOptions): Stage => {
  const { naming, instance, reduction, widthBits, summaryBits } = options;
  const replay = replayOf(options);
  const name = `${naming.module}_${instance}`;
  return {
    kind: 'stage',
    instance,
    module: {
      kind: 'generated',
      name,
      template: 'units/rows/pass',
      instances: partInstances(reduction, ['reduce'], `${naming.dslName}.${instance}`),
      view: {
        name,
        dslName: naming.dslName,
        description: options.description,
        words: options.words,
        unit: replay.group === replay.words ? 'row' : 'group',
        latency: reduction.latencyCycles + replayLatencyCycles,
        inputBits: widthBits,
        outputBits: widthBits + summaryBits,
        summaryBits,
        reduction: partView(reduction),
        replay: Object.entries(replayParameters(replay)).map(([key, value]) => ({ key, value })),
      },
    },
    parameters: {},
    inputBits: widthBits,
    outputBits: widthBits + summaryBits,
    timing: replayTiming(replay),
  };
};
