import { datapath } from '../generator/dsl/datapath.js';
import { int } from '../generator/dsl/formats.js';
import { tensor } from '../generator/dsl/tensor.js';
import { xc7 } from '../generator/evaluate/area.js';
import type { Datapath } from '../generator/ir/datapath.js';
import { randomIntegers } from '../generator/numeric/random.js';
import { withTemporaryFolder } from '../sim/cache/temporary.js';
import { quote, tensors } from './netlist.js';
import { scratchFolder } from './scratch.js';
import { count, type Section, table } from './section.js';

/** BARVINN's dot product of 64 lanes, one bit by one bit a cycle, with the same Yosys. */
const barvinnLuts = 572;

/** One output of 64 int8 inputs, bit by bit. */
const serialDesign = (serial: 'activations' | 'both'): Datapath => {
  const next = randomIntegers(1);
  const codes = Array.from({ length: 64 }, () => (next() % 256) - 128);
  return datapath(`serial_${serial}`, (d) => {
    const x = d.input('x', { shape: [64], format: int(8), scale: 1, lanes: 64 });
    const y = d.dense(x, {
      name: 'dense',
      weights: tensor.fromCodes(codes, [1, 64], int(8), { scale: 1 }),
      array: { dataflow: 'bit-serial', pe: 1, simd: 64, serial },
      output: { format: int(24), scale: 1 },
    });
    d.output('y', y);
  }).build({ baseDirectory: '.' });
};

const serialRows = async (
  say: (line: string) => void,
  folder: string,
): Promise<readonly (readonly string[])[]> => {
  const rows: (readonly string[])[] = [];
  for (const serial of ['activations', 'both'] as const) {
    const { area, intervalCycles } = await quote(
      serialDesign(serial),
      `serial_${serial}_dense_array`,
      xc7,
      folder,
    );
    const title = `64 lanes, 1 bit x ${serial === 'both' ? '1 bit' : 'int8'}`;
    rows.push([title, count(area.luts), count(area.flipFlops), count(intervalCycles)]);
    say(rows.at(-1)?.join('  ') ?? '');
  }
  return [...rows, ['BARVINN: 64 lanes, 1 bit x 1 bit, dot product', count(barvinnLuts), '0', '']];
};

export const bitSerial: Section = {
  name: 'bit-serial',
  title: 'Bit-serial arrays',
  async run(say) {
    const rows = await withTemporaryFolder(await scratchFolder(), (folder) =>
      serialRows(say, folder),
    );
    return [
      `\`array: { dataflow: 'bit-serial' }\`, the array of one output, its weights, accumulator and registers counted: \`${xc7.synthesis}\` of Yosys 0.55.`,
      `Every netlist was simulated in Verilator in place of its module, ${tensors} vectors with and without stalls, and equals the golden model. Interval: most that was measured on average; all 8 bits.`,
      '',
      table(['module', 'LUT', 'FF', 'interval'], rows),
    ].join('\n');
  },
};
