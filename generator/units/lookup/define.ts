import type { z } from 'zod';
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
import { type FunctionParameters, resolveFunction } from './method.js';
import type { LookupSpec } from './spec.js';

/** A function of one code as a unit: what it computes, and what its output is where nobody says. */
export interface FunctionUnit<Parameters extends FunctionParameters> {
  readonly kind: string;
  readonly summary: string;
  readonly parameters: z.ZodType<Parameters>;
  readonly definition: (parameters: Parameters) => FunctionDefinition;
  readonly real: (parameters: Parameters) => (value: number) => number;
  readonly output?: (input: StreamType) => OutputQuantization;
}

export const defineFunction = <Parameters extends FunctionParameters>(
  unit: FunctionUnit<Parameters>,
): Unit =>
  defineUnit<Parameters, LookupSpec>({
    kind: unit.kind,
    summary: unit.summary,
    inputCount: 1,
    parameters: unit.parameters,
    resolve: (parameters, [input], place) =>
      resolveFunction(input, place, {
        unit: unit.kind,
        definition: unit.definition(parameters),
        real: unit.real(parameters),
        options: parameters,
        output: parameters.output ?? (input && unit.output?.(input)),
      }),
    golden: lookupGolden,
    reference: lookupReference,
    elaborate: elaborateLookup,
    contract: lookupContract,
    channels: lookupChannels,
  });
