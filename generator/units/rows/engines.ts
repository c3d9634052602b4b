import { bitVector } from '../../emit/literal.js';
import type { Naming } from '../unit.js';
import { type Part, partInstances, partView } from './part.js';

export interface EngineOptions {
  readonly instance: string;
  readonly naming: Naming;
  readonly description: string;
  /** Ports clk rst start operand done result; `latencyCycles` from start to done, and to the next start. */
  readonly engine: Part;
  readonly operandBits: number;
  readonly resultBits: number;
  /** Cycles between operands, at least. */
  readonly every: number;
}

/** Engines that keep up with operands that come every `every` cycles. */
export const engineCount = ({ engine, every }: Pick<EngineOptions, 'engine' | 'every'>): number =>
  Math.ceil(engine.latencyCycles / every);

/**
 * Results at the rate of the rows from engines that take several cycles each; templates/units/rows/
 * engines.v.hbs. Ports clk rst s_valid s_operand m_valid m_result.
 */
export const enginePool = (options: EngineOptions): Part => {
  const { naming, instance, engine, operandBits, resultBits, every } = options;
  const count = engineCount(options);
  const name = `${naming.module}_${instance}`;
  return {
    module: {
      kind: 'generated',
      name,
      template: 'units/rows/engines',
      instances: partInstances(
        engine,
        Array.from({ length: count }, (_, i) => `gen_engine[${i}].engine`),
        `${naming.dslName}.${instance}`,
      ),
      view: {
        name,
        dslName: naming.dslName,
        description: options.description,
        count,
        several: count > 1,
        firstTurn: bitVector(count, 1),
        cycles: engine.latencyCycles,
        every,
        operandBits,
        resultBits,
        engine: partView(engine),
      },
    },
    parameters: {},
    latencyCycles: engine.latencyCycles,
    memoryBits: count * engine.memoryBits,
  };
};
