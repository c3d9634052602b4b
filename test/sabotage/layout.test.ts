import { compile } from '../../generator/compile.js';
import { datapath } from '../../generator/dsl/datapath.js';
import { int } from '../../generator/dsl/formats.js';
import { stimulusFor } from '../../sim/stimulus.js';
import { proveFaults } from '../support/prove-faults.js';
import { replacing, type Sabotage } from '../support/sabotage.js';

/** Faults in the units that move elements, one in each: the proof tells them from good ones. */
const design = datapath('layout', (d) => {
  const x = d.input('x', { shape: [4, 5, 6], format: int(8), scale: 0.1, zeroPoint: 3, lanes: 3 });
  const padded = d.pad(x, { before: [1, 0, 0], after: [0, 1, 0] });
  const turned = d.transpose(padded, { permutation: [1, 0, 2] });
  const part = d.slice(turned, { begin: [1, 0, 0], end: [6, 5, 3] });
  const joined = d.concatenate([turned, d.pad(part, { before: [1, 0, 0], after: [0, 0, 0] })], {
    axis: 2,
  });
  d.output('y', d.mean(joined, { axes: [1], output: { scale: 0.1 } }));
}).build({ baseDirectory: '.' });

const compiled = compile(design);
const inputs = stimulusFor(design.inputs, 8, 1);
const library = (name: string): string => `rtl/${name}.v`;

const faults: readonly Sabotage[] = [
  {
    title: 'padding with another code',
    file: library('layout_pad0'),
    edit: replacing("24'h30303", "24'h30203"),
  },
  {
    title: 'padding that takes data',
    file: library('sinter_pad'),
    edit: replacing('assign s_ready = m_ready && is_data;', 'assign s_ready = m_ready;'),
  },
  {
    title: 'a transpose that reads a half before it is full',
    file: library('sinter_transpose'),
    edit: replacing('wire pop = full[read_half_q] &&', 'wire pop ='),
  },
  {
    title: 'a transpose that writes over what is not read yet',
    file: library('sinter_block_store'),
    edit: replacing('assign s_ready = !held_q[half_q];', "assign s_ready = 1'b1;"),
  },
  {
    title: 'a slice that loses a beat under stalls',
    file: library('sinter_slice'),
    edit: replacing('assign s_ready = m_ready || !keep;', "assign s_ready = 1'b1;"),
  },
  {
    title: 'turns that change places',
    file: library('sinter_concat'),
    edit: replacing("{{(INPUTS - 1) {1'b0}}, 1'b1}", "{1'b1, {(INPUTS - 1) {1'b0}}}"),
  },
  {
    title: 'a mean with another shift',
    file: library('layout_mean0_requantize'),
    edit: (text) => text.replace(/\.SHIFT\((\d+)\)/, (_, shift) => `.SHIFT(${Number(shift) + 1})`),
  },
];

proveFaults('faults in units that move elements', compiled, inputs, faults);
