import type { GeneratedModule, Instance, Stage } from '../ir/module.js';
import { dataBitsOf, describeStream, type StreamType } from '../ir/stream.js';
import type { BoundNode } from '../passes/bind.js';
import { units } from '../units/index.js';
import type { Contract } from '../units/unit.js';

export interface UnitModule {
  readonly module: GeneratedModule;
  readonly stages: readonly Stage[];
  readonly contract: Contract;
}

const tensorText = (stream: StreamType): string =>
  `[${stream.shape.join(', ')}] ${describeStream(stream)}`;

/**
 * A node of the datapath as one module: its stages in a row. The last is a register slice, so that no
 * path of ready runs from unit to unit.
 */
export const unitModule = (
  { node, unit }: BoundNode,
  name: string,
  dslName: string,
): UnitModule | undefined => {
  const { spec } = unit;
  const stages = unit.elaborate({ module: name, dslName });
  const [input] = spec.inputs;
  // A unit without hardware (a reshape) is wires in the module above.
  if (stages.length === 0 || !input) return undefined;
  const contract = unit.contract();
  const links = stages.slice(0, -1).map((stage) => ({
    name: stage.instance,
    bits: stage.outputBits,
  }));
  return {
    stages,
    contract,
    module: {
      kind: 'generated',
      name,
      template: 'package/unit',
      instances: stages.map(
        (stage): Instance => ({
          name: stage.instance,
          module: stage.module,
          dslName: `${dslName}.${stage.instance}`,
        }),
      ),
      view: {
        name,
        dslName,
        unit: node.unit,
        summary: units[node.unit].summary,
        parameters: `${contract.multipliers} multiplier(s), ${contract.memoryBits} bits of memory`,
        input: tensorText(input),
        output: tensorText(spec.output),
        latencyCycles: contract.latencyCycles,
        intervalCycles: contract.intervalCycles,
        inputBits: dataBitsOf(input),
        outputBits: dataBitsOf(spec.output),
        links,
        stages: stages.map((stage, i) => {
          const entries = Object.entries(stage.parameters);
          return {
            module: stage.module.name,
            instance: stage.instance === 'output' ? 'output_slice' : `${stage.instance}_stage`,
            in: i === 0 ? 's' : (links[i - 1]?.name ?? 's'),
            out: i === stages.length - 1 ? 'm' : stage.instance,
            parameters: entries.map(([key, value], at) => ({
              key,
              value,
              separator: at === entries.length - 1 ? '' : ',',
            })),
          };
        }),
      },
    },
  };
};
