import { compile } from '../../generator/compile.js';
import { datapath } from '../../generator/dsl/datapath.js';
import { int } from '../../generator/dsl/formats.js';
import { stimulusFor } from '../../sim/stimulus.js';
import { proveFaults } from '../support/prove-faults.js';
import { replacing, type Sabotage } from '../support/sabotage.js';

/** Faults in the units over rows, one in each: the proof tells them from good ones. */
const design = datapath('rows', (d) => {
  const x = d.input('x', { shape: [11, 11], format: int(8), scale: 0.05, lanes: 4 });
  d.output('n', d.layerNorm(x, { lanes: 4, output: { scale: 0.03 } }));
  d.output('y', d.softmax(x, { lanes: 4 }));
  // Streams of their own, so that the slowest does not keep rings from filling.
  const z = d.input('z', { shape: [5, 5], format: int(8), scale: 0.05, lanes: 2 });
  d.output('causal', d.softmax(z, { lanes: 2, causal: true }));
  const slow = d.input('slow', { shape: [6, 8], format: int(8), scale: 0.05 });
  d.output('shared', d.softmax(slow, { lanes: 1, rowCycles: 16 }));
  const w = d.input('w', { shape: [6, 9], format: int(4), lanes: 4 });
  d.output('best', d.argmax(w, { lanes: 4 }));
  d.output('some', d.topK(w, { k: 3, give: 'indices' }));
}).build({ baseDirectory: '.' });

const compiled = compile(design);
const inputs = stimulusFor(design.inputs, 10, 1);
const library = (name: string): string => `rtl/${name}.v`;

const faults: readonly Sabotage[] = [
  {
    title: 'a ring that takes a beat when it is full',
    file: library('sinter_row_replay'),
    edit: replacing('(count_q != FULL) && in_time', 'in_time'),
  },
  {
    title: 'rows that are held apart where they start, not where they end',
    file: library('sinter_row_replay'),
    edit: (text) => text.replace('!last ||', '!first ||').replace('push && last', 'push && first'),
  },
  {
    title: 'a summary that is taken in the middle of a row',
    file: library('sinter_row_replay'),
    edit: replacing('if (pop && read_first) summary_q', 'if (pop) summary_q'),
  },
  {
    title: 'a maximum of lanes that hold nothing',
    file: library('sinter_row_maximum'),
    edit: replacing('(beyond || left_out)', 'left_out'),
  },
  {
    title: 'a mask that shows an element of the future',
    file: library('sinter_row_mask'),
    edit: replacing('(column > row_q)', '(column > row_q + 1)'),
  },
  {
    title: 'engines that do not take turns',
    file: library('rows_softmax0_reciprocal'),
    edit: replacing('{turn_q[COUNT-2:0], turn_q[COUNT-1]}', 'turn_q'),
  },
  {
    title: 'seeds of one value',
    file: library('rows_layer_norm0_seeds'),
    edit: (text) => text.replace(/11'h[0-9a-f]+;/g, "11'h2ff;"),
  },
  {
    title: 'a root that is shifted once too often',
    file: library('sinter_norm_lane'),
    edit: replacing('RIGHT_PLACES + h_wide', "RIGHT_PLACES + h_wide + 1'b1"),
  },
  {
    title: 'the last of equals as the largest',
    file: library('sinter_row_argmax'),
    edit: replacing('(b[NODE-1-:BITS] > a[NODE-1-:BITS])', '(b[NODE-1-:BITS] >= a[NODE-1-:BITS])'),
  },
  {
    title: 'the last of equals among the largest',
    file: library('sinter_top_k'),
    edit: replacing('{key, ~index}', '{key, index}'),
  },
];

proveFaults('faults in units over rows', compiled, inputs, faults);
