import type { z } from 'zod';
import { SinterError } from '../error.js';
import type { Codes } from '../ir/codes.js';
import type { Hardware, Stage } from '../ir/module.js';
import { beatsOf, dataBitsOf, type StreamType } from '../ir/stream.js';
import { type Flow, plainFlow } from '../schedule/flow.js';
import { chainOf, departuresOf, isWires } from '../stream/hardware.js';
import { skidBuffer } from '../stream/skid-buffer.js';
import { everyCycle } from '../stream/timing.js';
import type { ChannelRules } from './channels.js';
import { formatProblems, integersOnly, type TakesFormat } from './format-problems.js';
import { parameterProblems } from './parameter-problems.js';

/** What every resolved spec has, whatever the unit. */
export interface UnitSpec {
  readonly inputs: readonly StreamType[];
  readonly output: StreamType;
  /** How far the hardware is unrolled: `pe`, `simd`, `lanes`; for tables and the manifest. */
  readonly folding: Readonly<Record<string, number>>;
}

/**
 * What a unit promises, from its spec alone. The suite measures the cycles and compares; `verify`
 * draws its stimulus from `corners`.
 */
export interface UnitContract {
  /** Cycles between two tensors in steady state, source always valid, sink always ready. */
  readonly intervalCycles: number;
  /** Products of a weight and an activation that the unit can make in a cycle. */
  readonly multipliers: number;
  /** Multiply-accumulates of one tensor by the dense definition, those with padding counted. */
  readonly macs: number;
  /** Those of them whose weight is not a known zero. */
  readonly effectualMacs: number;
  /** Bits of ROM and RAM. */
  readonly memoryBits: number;
  /** Of them those that say where weights are; left out where weights lie in order. */
  readonly indexBits?: number;
  /**
   * Where cycles depend on the data: the cycle in which the last result of each of these tensors leaves,
   * one tensor after another from cycle 0, source always valid, sink always ready. `intervalCycles` is
   * then the most that any data takes; buffers and networks reckon with it.
   */
  readonly completions?: (tensors: readonly Codes[]) => readonly number[];
  /** Input tensors that exercise the unit's edges, beside minimum, maximum, zero point and random. */
  readonly corners?: (input: number) => readonly Codes[];
}

/** With what follows from the stages' timing. */
export interface Contract extends UnitContract {
  /** Cycles from the first input beat to the last output beat of the first tensor, as above. */
  readonly latencyCycles: number;
}

/** Streams that a unit takes; fewest and most where a constant may stand for one of them. */
export type InputCount = number | readonly [number, number];

/** One way to unroll a unit: what to set, what it costs, what it brings. */
export interface FoldingChoice {
  /** To merge into the unit's parameters. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly multipliers: number;
  readonly intervalCycles: number;
}

/** Where a stage chain gets its Verilog names from: `<design>_<node>`, already an identifier. */
export interface Naming {
  readonly module: string;
  readonly dslName: string;
}

/**
 * One kind of hardware block, complete or not at all. `Parameters` is what the user writes, `Spec`
 * what follows from it and from the input streams: every default filled in, every constant computed.
 */
export interface UnitDefinition<Parameters, Spec extends UnitSpec> {
  readonly kind: string;
  /** One line for `sinter units`. */
  readonly summary: string;
  readonly inputCount: InputCount;
  /** Formats of inputs, constants and output that it takes; left out: int and uint. */
  readonly formats?: TakesFormat;
  /** Every parameter with its range, default and `describe` text; `--set` is checked by it too. */
  readonly parameters: z.ZodType<Parameters>;
  /** Throws SinterError with all that is wrong; `place` is `<design>.<node>`. */
  resolve(parameters: Parameters, inputs: readonly StreamType[], place: string): Spec;
  /** Bit-exact: one tensor of codes per input, in the order of `inputs`. */
  golden(spec: Spec, inputs: readonly Codes[]): Codes;
  /** The same in real numbers, without any rounding but the double's own. */
  reference(spec: Spec, inputs: readonly Float64Array[]): Float64Array;
  /**
   * The hardware: a chain of stages from the input stream to the output stream, none where the unit is
   * only another view of the stream; or chains that meet. A register slice follows of itself.
   */
  elaborate(spec: Spec, naming: Naming): readonly Stage[] | Hardware;
  contract(spec: Spec): UnitContract;
  /**
   * Ways to unroll the unit, each one the fastest for its multipliers, rising in them; left out by
   * units that have nothing to choose.
   */
  foldings?(spec: Spec): readonly FoldingChoice[];
  /** How channels hang together; left out by units that need all of theirs. */
  channels?(spec: Spec): ChannelRules | undefined;
  /** How it works through its streams; left out by units that go vector by vector. */
  flow?(spec: Spec): Flow;
}

/** A unit with its parameters and input streams: all that the rest of the generator sees of it. */
export interface BoundUnit {
  readonly spec: UnitSpec;
  golden(inputs: readonly Codes[]): Codes;
  reference(inputs: readonly Float64Array[]): Float64Array;
  elaborate(naming: Naming): Hardware;
  contract(): Contract;
  /** Empty where there is nothing to choose. */
  foldings(): readonly FoldingChoice[];
  /** Undefined where the unit needs all channels. */
  channels(): ChannelRules | undefined;
  flow(): Flow;
}

export interface Unit {
  readonly kind: string;
  readonly summary: string;
  readonly inputCount: InputCount;
  readonly parameters: z.ZodType;
  /** Checks and resolves; throws SinterError with all that is wrong. */
  bind(parameters: unknown, inputs: readonly StreamType[], place: string): BoundUnit;
}

const latencyOf = (hardware: Hardware, inputs: readonly StreamType[]): number =>
  departuresOf(
    hardware,
    inputs.map((input) => everyCycle(beatsOf(input))),
  ).at(-1) ?? 0;

/** The hardware with a register slice behind it, so that no path of ready runs from unit to unit. */
const sliced = (written: readonly Stage[] | Hardware, output: StreamType): Hardware => {
  const hardware = 'body' in written ? written : chainOf(written);
  if (isWires(hardware)) return hardware;
  const slice = skidBuffer('output', dataBitsOf(output), beatsOf(output));
  return { ...hardware, body: [...hardware.body, slice] };
};

/** Cycles of that slice. */
const sliceCycles = 1;

/** Hides `Parameters` and `Spec`, so that units of all kinds fit one registry. */
export const defineUnit = <Parameters, Spec extends UnitSpec>(
  unit: UnitDefinition<Parameters, Spec>,
): Unit => ({
  kind: unit.kind,
  summary: unit.summary,
  inputCount: unit.inputCount,
  parameters: unit.parameters,
  bind(parameters, inputs, place) {
    const parsed = unit.parameters.safeParse(parameters);
    if (!parsed.success) {
      throw new SinterError(parameterProblems(parsed.error, unit.parameters, parameters, place));
    }
    const [fewest, most] = [unit.inputCount].flat() as [number, number?];
    if (inputs.length < fewest || inputs.length > (most ?? fewest)) {
      throw new SinterError({
        code: 'E_ARGUMENT',
        place,
        reason: `gives ${inputs.length} input streams, ${unit.kind} needs ${[unit.inputCount].flat().join(' to ')}`,
      });
    }
    const takes = unit.formats ?? integersOnly;
    const refused = formatProblems(unit.kind, takes, parsed.data, inputs, place);
    if (refused.length > 0) throw new SinterError(refused);
    const spec = unit.resolve(parsed.data, inputs, place);
    const elaborate = (naming: Naming): Hardware =>
      sliced(unit.elaborate(spec, naming), spec.output);
    return {
      spec,
      golden: (codes) => unit.golden(spec, codes),
      reference: (values) => unit.reference(spec, values),
      elaborate,
      channels: () => unit.channels?.(spec),
      flow: () =>
        unit.flow?.(spec) ??
        plainFlow(inputs[0] ?? spec.output, spec.output, unit.contract(spec).intervalCycles),
      foldings: () => unit.foldings?.(spec) ?? [],
      contract() {
        const { completions, ...own } = unit.contract(spec);
        return {
          ...own,
          ...(completions && {
            completions: (tensors) => completions(tensors).map((cycle) => cycle + sliceCycles),
          }),
          latencyCycles: latencyOf(elaborate({ module: unit.kind, dslName: unit.kind }), inputs),
        };
      },
    };
  },
});
