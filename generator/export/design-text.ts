import { uniqueIdentifiers } from '../emit/identifiers.js';
import { version } from '../emit/root.js';
import type { Datapath, DatapathInput, DatapathNode } from '../ir/datapath.js';
import { isSigned, type NumberFormat } from '../ir/format.js';
import type { ConstantTensor } from '../ir/tensor.js';
import { serialiseNpy } from '../npy.js';
import { call, type Expression, layout, list, members } from './layout.js';
import {
  type Aside,
  formatFunction,
  formatLiteral,
  isConstant,
  isFormat,
  memberLiterals,
  numbersLiteral,
  stringLiteral,
  valueLiteral,
} from './literal.js';
import { methods } from './methods.js';
import { VariableNames } from './names.js';

/** A design as text, and its weights: name of a file in `folder` to its bytes. */
export interface DesignText {
  readonly text: string;
  readonly weights: ReadonlyMap<string, Uint8Array>;
}

/** Codes as a `.npy` file of the least integers that hold them. */
const npyOf = ({ data, format, shape }: ConstantTensor): Uint8Array => {
  const npy = (dtype: string, elements: Parameters<typeof serialiseNpy>[0]['data']) =>
    serialiseNpy({ kind: 'integer', dtype, shape, data: elements } as Parameters<
      typeof serialiseNpy
    >[0]);
  if (data instanceof BigInt64Array) return npy('<i8', data);
  const bits = format.bits + (isSigned(format) ? 0 : 1);
  if (bits <= 8) return npy('|i1', Int8Array.from(data));
  return bits <= 16 ? npy('<i2', Int16Array.from(data)) : npy('<i4', data);
};

/** Collects what stands outside of the network: rows of numbers, files. */
class Collector {
  readonly names = new VariableNames();
  readonly constants: string[] = [];
  readonly weights = new Map<string, Uint8Array>();
  readonly formats = new Set<string>();
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  format(format: NumberFormat): string {
    this.formats.add(formatFunction(format));
    return formatLiteral(format);
  }

  /** For the parameters of a node, whose files begin with `file`. */
  asideOf(node: string, file: string): Aside {
    const numbers: Aside['numbers'] = (values, path) => {
      const name = this.names.next(node, ...path);
      const lead = `const ${name} = `;
      this.constants.push(`${lead}${layout(numbersLiteral(values), '', lead.length)};`);
      return name;
    };
    const aside: Aside = {
      numbers,
      constant: (value, path) => {
        const name = `${[file, ...path].join('.')}.npy`;
        this.weights.set(name, npyOf(value));
        const { scale, zeroPoint } = value;
        const options = { scale, ...(zeroPoint === 0 ? {} : { zeroPoint }) };
        return call('tensor.fromNpy', [
          stringLiteral(`${this.#folder}/${name}`),
          this.format(value.format),
          members(memberLiterals(options, path, aside)),
        ]);
      },
    };
    return aside;
  }
}

/** A statement of the design's body. */
const statement = (lead: string, value: Expression): string =>
  `  ${lead}${layout(value, '  ', 2 + lead.length)};\n`;

const inputCall = ({ name, stream }: DatapathInput, collector: Collector): Expression => {
  const { shape, format, scale, zeroPoint, lanes } = stream;
  const aside = collector.asideOf(name, name);
  collector.format(format);
  const options = { shape, format, scale, ...(zeroPoint === 0 ? {} : { zeroPoint }), lanes };
  return call('d.input', [
    stringLiteral(name),
    members(memberLiterals(options, [], aside), 'always'),
  ]);
};

const usedFormats = (value: unknown): readonly string[] => {
  if (typeof value !== 'object' || value === null || isConstant(value)) return [];
  if (isFormat(value)) return [formatFunction(value)];
  return Object.values(value).flatMap(usedFormats);
};

const nodeCall = (
  { name, unit, parameters, inputs }: DatapathNode,
  variables: ReadonlyMap<string, string>,
  file: string,
  collector: Collector,
): Expression => {
  const { name: method, takes } = methods[unit];
  const aside = collector.asideOf(name, file);
  for (const made of usedFormats(parameters)) collector.formats.add(made);
  const streams = inputs.map((input) => variables.get(input) as string);
  const { constant, ...rest } = parameters;
  const operand = takes === 'two' && constant !== undefined;
  const written = operand ? rest : parameters;
  const options = members(
    [['name', stringLiteral(name)], ...memberLiterals(written, [], aside)],
    'always',
  );
  return call(`d.${method}`, [
    ...(takes === 'list' ? [list(streams)] : streams),
    ...(operand ? [valueLiteral(constant, ['constant'], aside)] : []),
    options,
  ]);
};

/**
 * A datapath as the text of a design that builds it, parameter for parameter. Its weights are files in
 * `folder`, beside the design.
 */
export const designText = (datapath: Datapath, folder: string): DesignText => {
  const collector = new Collector(folder);
  const { inputs, nodes, outputs } = datapath;
  const all = [...inputs, ...nodes];
  const variables = new Map(all.map(({ name }) => [name, collector.names.next(name)]));
  const files = uniqueIdentifiers(nodes.map(({ name }) => name));
  const lead = (name: string): string => `const ${variables.get(name)} = `;
  const body = [
    ...inputs.map((input) => statement(lead(input.name), inputCall(input, collector))),
    ...nodes.map((node) => {
      const file = files.get(node.name) as string;
      return statement(lead(node.name), nodeCall(node, variables, file, collector));
    }),
    ...outputs.map(({ name, from }) =>
      statement('', call('d.output', [stringLiteral(name), variables.get(from) as string])),
    ),
  ];
  const imports = [
    'datapath',
    ...[...collector.formats].sort(),
    ...(collector.weights.size > 0 ? ['tensor'] : []),
  ];
  const text = [
    `// Written by sinter ${version}. Parameters are explicit; codes of weights are in ${commentOf(folder)}.`,
    `import { ${imports.join(', ')} } from 'sinter';\n`,
    ...(collector.constants.length > 0 ? [`${collector.constants.join('\n')}\n`] : []),
    `export default datapath(${stringLiteral(datapath.name)}, (d) => {\n${body.join('')}});\n`,
  ].join('\n');
  return { text, weights: collector.weights };
};

/** A file's name as a comment may hold it. */
const commentOf = (name: string): string => name.replace(/[^\x20-\x7e]/g, '?');
