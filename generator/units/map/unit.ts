import { Decimal } from '../../functions/decimal.js';
import {
  elaborateLookup,
  lookupChannels,
  lookupContract,
  lookupGolden,
  lookupReference,
} from '../lookup/function.js';
import { resolveFunction } from '../lookup/method.js';
import { defineUnit } from '../unit.js';
import { mapParameters } from './spec.js';

export const map = defineUnit({
  kind: 'map',
  summary: 'any function of one code, by pwl, table, polynomial or the cheapest of them',
  inputCount: 1,
  parameters: mapParameters,
  resolve: ({ compute: { definition, method, output } }, [input], place) =>
    resolveFunction(input, place, {
      unit: 'map',
      definition,
      real: (value) => definition.of(new Decimal(value)).toNumber(),
      options: { multiplier: 'dsp', ...method },
      output,
    }),
  golden: lookupGolden,
  reference: lookupReference,
  elaborate: elaborateLookup,
  contract: lookupContract,
  channels: lookupChannels,
});
