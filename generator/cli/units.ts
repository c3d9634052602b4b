import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../emit/root.js';
import { SinterError } from '../error.js';
import { suggestion } from '../report/nearest.js';
import { type ParameterFacts, parametersOf } from '../report/parameters.js';
import { textTable } from '../report/table.js';
import { isUnitKind, type UnitKind, units } from '../units/index.js';
import type { Unit } from '../units/unit.js';
import { defineCommand, type Outcome } from './command.js';

const kinds = Object.keys(units).sort() as readonly UnitKind[];

const listing = (): Outcome => ({
  status: 0,
  text: `${textTable(
    [{ title: 'unit' }, { title: '' }],
    kinds.map((kind) => [kind, units[kind].summary]),
  )}\n\nsinter units UNIT tells its parameters`,
  json: { units: kinds.map((kind) => ({ unit: kind, summary: units[kind].summary })) },
});

const parameterRow = (one: ParameterFacts): readonly string[] => [
  one.path,
  one.type,
  one.range,
  one.default ?? (one.required ? 'required' : '-'),
  one.description,
];

const readme = (kind: string): string | undefined => {
  const file = join(packageRoot, 'generator', 'units', kind, 'README.md');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
};

const page = (kind: UnitKind): Outcome => {
  const unit: Unit = units[kind];
  const parameters = parametersOf(unit);
  const titles = ['parameter', 'type', 'range', 'default', 'description'];
  const table = textTable(
    titles.map((title) => ({ title })),
    parameters.map(parameterRow),
  );
  const more = readme(kind);
  return {
    status: 0,
    text: `${kind}: ${unit.summary}\n\n${table}${more === undefined ? '' : `\n\n${more}`}`,
    json: { unit: kind, summary: unit.summary, inputs: unit.inputCount, parameters },
  };
};

export const unitsCommand = defineCommand({
  usage: 'units [unit]',
  summary: 'list the units, or the parameters of one',
  positionals: { unit: { type: 'string', describe: 'name of a unit' } },
  options: {},
  examples: [['$0 units dense', 'parameters of dense with ranges and defaults']],
  async run({ unit }) {
    if (unit === undefined) return listing();
    if (isUnitKind(unit)) return page(unit);
    throw new SinterError({
      code: 'E_UNKNOWN',
      place: 'units',
      reason: `there is no unit ${unit}`,
      hint: suggestion(unit, kinds),
    });
  },
});
