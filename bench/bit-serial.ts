import { datapath } from '../generator/dsl/datapath.js';
import { int } from '../generator/dsl/formats.js';
import { tensor } from '../generator/dsl/tensor.js';
import { xc7 } from '../generator/evaluate/area.js';
import type { Datapath } from '../generator/ir/datapath.js';
import { randomIntegers } from '../generator/numeric/random.js';
import { bindDatapath } from '../generator/passes/bind.js';
import { withTemporaryFolder } from '../sim/cache/temporary.js';
import { ecp5Cells, ecp5Text, ecp5Titles } from './ecp5.js';
import { synthesizeProven, tensors } from './netlist.js';
import { scratchFolder } from './scratch.js';
import { count, type Section, table } from './section.js';

/** BARVINN's dot product of 64 lanes, one bit by one bit a cycle, with the same Yosys. */
const barvinnLuts = 572;

interface Folding {
  readonly dataflow: 'bit-serial' | 'composed';
  readonly simd: number;
  readonly serial?: 'activations' | 'both';
}

/** Arrays that make one output of 64 int8 inputs with int8 weights. */
const arrays: readonly {
  readonly title: string;
  readonly name: string;
  readonly array: Folding;
}[] = [
  {
    title: 'bit-serial: 64 lanes, 1 bit x int8 a cycle',
    name: 'serial_activations',
    array: { dataflow: 'bit-serial', simd: 64 },
  },
  {
    title: 'bit-serial in both: 64 lanes, 1 bit x 1 bit a cycle',
    name: 'serial_both',
    array: { dataflow: 'bit-serial', simd: 64, serial: 'both' },
  },
  {
    title: 'composed: 8 lanes of 8 bits, 16 of 4 or 32 of 2 a cycle',
    name: 'composed',
    array: { dataflow: 'composed', simd: 8 },
  },
];

/** One of them. */
const design = (name: string, array: Folding): Datapath => {
  const next = randomIntegers(1);
  const codes = Array.from({ length: 64 }, () => (next() % 256) - 128);
  return datapath(name, (d) => {
    const x = d.input('x', { shape: [64], format: int(8), scale: 1, lanes: array.simd });
    const y = d.dense(x, {
      name: 'dense',
      weights: tensor.fromCodes(codes, [1, 64], int(8), { scale: 1 }),
      array,
      output: { format: int(24), scale: 1 },
    });
    d.output('y', y);
  }).build({ baseDirectory: '.' });
};

const rowsOf = async (
  say: (line: string) => void,
  folder: string,
): Promise<readonly (readonly string[])[]> => {
  const rows: (readonly string[])[] = [];
  for (const { title, name, array } of arrays) {
    const module = `${name}_dense_array`;
    const written = design(name, array);
    const { area } = await synthesizeProven({ datapath: written, module }, xc7, folder);
    const others = await ecp5Cells({ datapath: written, module }, folder);
    // What simulation measured is a mean over vectors of many precisions.
    const [node] = bindDatapath(written).nodes;
    const intervalCycles = node?.unit.contract().intervalCycles ?? 0;
    rows.push([
      title,
      count(area.luts),
      count(area.flipFlops),
      count(area.dsps),
      count(intervalCycles),
      ...others,
    ]);
    say(rows.at(-1)?.join('  ') ?? '');
  }
  return [
    ...rows,
    [
      'BARVINN: 64 lanes, 1 bit x 1 bit, dot product',
      count(barvinnLuts),
      '0',
      '0',
      '',
      ...ecp5Titles.map(() => ''),
    ],
  ];
};

export const bitSerial: Section = {
  name: 'bit-serial',
  title: 'Bit-serial and composed arrays',
  async run(say) {
    const rows = await withTemporaryFolder(await scratchFolder(), (folder) => rowsOf(say, folder));
    return [
      `\`array: { dataflow: 'bit-serial' }\` and \`'composed'\`, one output of 64 int8 inputs, the array alone, its weights, accumulator and registers counted: \`${xc7.synthesis}\` of Yosys 0.55.`,
      `Every netlist was simulated in Verilator in place of its module, ${tensors} vectors with and without stalls, and equals the golden model. Interval: the contract's, for vectors that need all 8 bits; fewer bits take proportionally less.`,
      ecp5Text,
      '',
      table(['module', 'LUT', 'FF', 'DSP', 'interval', ...ecp5Titles], rows),
    ].join('\n');
  },
};
