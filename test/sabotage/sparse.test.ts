import { compile } from '../../generator/compile.js';
import type { StreamHandle } from '../../generator/dsl/builder.js';
import { datapath } from '../../generator/dsl/datapath.js';
import { int } from '../../generator/dsl/formats.js';
import { stimulusFor } from '../../sim/stimulus.js';
import { proveFaults } from '../support/prove-faults.js';
import { replacing, type Sabotage } from '../support/sabotage.js';

/** Faults in what sparse attention is made of, one in each: the proof tells them from good ones. */
const design = datapath('sparse', (d) => {
  const x = d.input('x', { shape: [6, 4], format: int(8), scale: 0.05, lanes: 2 });
  const { context, shares } = d.attentionParts(x, x, x, {
    scores: { format: int(8), scale: 0.05 },
    sparse: { threshold: 0.3 },
    softmax: { lanes: 2 },
    arrays: { context: { dataflow: 'skip-zeros', columns: 2 } },
    context: { format: int(8), scale: 0.05 },
  });
  const pruned = d.pruneTokens({ tokens: [context], shares }, { keep: 3 });
  d.output('y', pruned.tokens[0] as StreamHandle);
}).build({ baseDirectory: '.' });

const compiled = compile(design);
const inputs = stimulusFor(design.inputs, 16, 1);
const library = (name: string): string => `rtl/${name}.v`;

const faults: readonly Sabotage[] = [
  {
    title: 'a mask of what is far from the largest',
    file: library('sinter_row_within'),
    edit: replacing('< beyond', '>= beyond'),
  },
  {
    title: 'a zero that is worked as an element',
    file: library('sinter_nonzeros'),
    edit: replacing(
      'wire [COUNT_BITS-1:0] count = none ? count_q :',
      'wire [COUNT_BITS-1:0] count =',
    ),
  },
  {
    title: 'elements in the place of their neighbours',
    file: library('sinter_nonzeros'),
    edit: replacing('distance = i * STRIDE_VALUE', 'distance = (i + 1) * STRIDE_VALUE'),
  },
  {
    title: 'a row without elements that keeps the sums before',
    file: library('sinter_skip_zeros'),
    edit: replacing("(first_q[4] ? {ACC_BITS{1'b0}} : sum_q)", 'sum_q'),
  },
  {
    title: 'a matrix that is written while it is read',
    file: library('sinter_block_store'),
    edit: replacing('assign s_ready = !held_q[half_q];', "assign s_ready = 1'b1;"),
  },
  {
    title: 'rows of another tensor',
    file: library('sinter_gather'),
    edit: replacing('row_q <= index_half_q ? row + SECOND : row;', 'row_q <= row;'),
  },
  {
    title: 'tokens in falling order of their importance',
    file: library('sinter_top_k'),
    edit: replacing(
      '.s_data({found[INDEX_BITS-1:0], found[ITEM-1:INDEX_BITS]})',
      '.s_data({~found[INDEX_BITS-1:0], found[ITEM-1:INDEX_BITS]})',
    ),
  },
  {
    title: 'a queue that keeps a row for the next',
    file: library('sinter_priority_queue'),
    edit: replacing('wire had = kept_valid_q && !starts;', 'wire had = kept_valid_q;'),
  },
];

proveFaults('faults in sparse attention', compiled, inputs, faults);
