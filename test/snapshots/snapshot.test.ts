import { describe, expect, it } from 'vitest';
import { compile } from '../../generator/compile.js';
import { datapath } from '../../generator/dsl/datapath.js';
import { int } from '../../generator/dsl/formats.js';
import { tensor } from '../../generator/dsl/tensor.js';

/**
 * The generated Verilog as a person reads it. When one of these files changes, read the difference:
 * it is what users see in their own version control.
 */
describe('the Verilog of a small design', () => {
  const { package: made } = compile(
    datapath('sample', (d) => {
      const image = d.input('image', {
        shape: [4, 4, 1],
        format: int(8),
        scale: 0.05,
        zeroPoint: -8,
      });
      const edges = d.conv2d(image, {
        name: 'edges',
        weights: tensor.of(
          [
            [
              [[-1], [0], [1]],
              [[-2], [0], [2]],
              [[-1], [0], [1]],
            ],
            [
              [[-1], [-2], [-1]],
              [[0], [0], [0]],
              [[1], [2], [1]],
            ],
          ],
          int(4),
          { scale: [0.25, 0.2] },
        ),
        bias: tensor.fromCodes([20, -20], [2], int(32)),
        stride: [2, 2],
        activation: 'relu',
        array: { pe: 2, simd: 3 },
        output: { format: int(8), scale: 0.08, zeroPoint: -128 },
      });
      const scores = d.dense(edges, {
        name: 'scores',
        weights: tensor.of(
          [
            [3, -4],
            [-5, 6],
            [7, 0],
          ],
          int(4),
          { scale: 0.125 },
        ),
        array: { pe: 3, simd: 1 },
        output: { format: int(8), scale: 0.1 },
      });
      d.output('scores', scores);
    }).build({ baseDirectory: '.' }),
  );
  const generated = [...made.files].filter(([path]) => !/^rtl\/sinter_|^mem\/|\.json$/.test(path));

  it('is these files, and the library modules that they need', () => {
    expect([...made.files.keys()].sort().join('\n')).toMatchInlineSnapshot(`
      "manifest.json
      mem/sample_edges_constants.mem
      mem/sample_edges_weights.mem
      mem/sample_scores_constants.mem
      mem/sample_scores_weights.mem
      rtl/sample.v
      rtl/sample_edges.v
      rtl/sample_edges_array.v
      rtl/sample_edges_constants.v
      rtl/sample_edges_requantize.v
      rtl/sample_edges_weights.v
      rtl/sample_scores.v
      rtl/sample_scores_array.v
      rtl/sample_scores_constants.v
      rtl/sample_scores_requantize.v
      rtl/sample_scores_weights.v
      rtl/sinter_adder_tree.v
      rtl/sinter_multiplier.v
      rtl/sinter_ram.v
      rtl/sinter_rescale_lane.v
      rtl/sinter_select.v
      rtl/sinter_sign_extend.v
      rtl/sinter_skid_buffer.v
      rtl/sinter_width_converter.v
      rtl/sinter_window_columns.v
      sample.core
      sample.f
      sample.sdc"
    `);
  });

  it.each(generated)('%s', async (path, text) => {
    await expect(text).toMatchFileSnapshot(`./__snapshots__/sample/${path.replace('rtl/', '')}`);
  });
});
