import type { z } from 'zod';
import type { FunctionMethod } from '../../functions/compile.js';
import type { FunctionDefinition } from '../../functions/decimal.js';
import type { StreamType } from '../../ir/stream.js';
import type { OutputQuantization } from '../parameters.js';
import { defineUnit, type Unit } from '../unit.js';
import {
  elaborateLookup,
  lookupChannels,
  lookupContract,
  lookupGolden,
  lookupReference,
} from './function.js';
import { type AnyFunctionParameters, resolveFunction } from './method.js';
import type { LookupSpec } from './spec.js';

/** A function of one code as a unit: what it computes, and what its output is where nobody says. */
export interface FunctionUnit<Parameters extends AnyFunctionParameters> {
  readonly kind: string;
  readonly summary: string;
  readonly parameters: z.ZodType<Parameters>;
  readonly definition: (parameters: Parameters) => FunctionDefinition;
  readonly real: (parameters: Parameters) => (value: number) => number;
  readonly output?: (input: StreamType) => OutputQuantization;
  /** A method of the unit's own; undefined where the parameters ask for another. */
  readonly own?: (
    parameters: Parameters,
    input: StreamType,
    place: string,
    output: OutputQuantization | undefined,
  ) => LookupSpec | undefined;
}

export const defineFunction = <Parameters extends AnyFunctionParameters>(
  unit: FunctionUnit<Parameters>,
): Unit =>
  defineUnit<Parameters, LookupSpec>({
    kind: unit.kind,
    summary: unit.summary,
    inputCount: 1,
    parameters: unit.parameters,
    resolve: (parameters, [input], place) => {
      const output = parameters.output ?? (input && unit.output?.(input));
      const own = input && unit.own?.(parameters, input, place, output);
      if (own) return own;
      return resolveFunction(input, place, {
        unit: unit.kind,
        definition: unit.definition(parameters),
        real: unit.real(parameters),
        options: parameters as FunctionMethod,
        output,
      });
    },
    golden: lookupGolden,
    reference: lookupReference,
    elaborate: elaborateLookup,
    contract: lookupContract,
    channels: lookupChannels,
  });
