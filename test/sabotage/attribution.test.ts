import { describe, expect, it } from 'vitest';
import { compile } from '../../generator/compile.js';
import { datapath } from '../../generator/dsl/datapath.js';
import { int } from '../../generator/dsl/formats.js';
import { stimulusFor } from '../../sim/stimulus.js';
import { replacing, sabotaged, verifyFiles } from '../support/sabotage.js';

/** A mismatch names the unit that drives the stream, whatever the streams are called. */
describe('the unit that a mismatch is put down to', () => {
  const output = { format: int(8), scale: 0.1 };
  const compiled = compile(
    datapath('two', (d) => {
      const x = d.input('x', { shape: [5], format: int(8), scale: 0.1 });
      d.output('y', d.requantize(x, { name: 'first', output, factor: 0.5 }));
      d.output('xy', d.requantize(x, { name: 'second', output, factor: 0.7 }));
    }).build({ baseDirectory: '.' }),
  );
  const inputs = stimulusFor(compiled.bound.datapath.inputs, 6, 1);

  it.each([
    { node: 'first', port: 'm_axis_y' },
    { node: 'second', port: 'm_axis_xy' },
  ])('$node drives $port', async ({ node, port }) => {
    const files = sabotaged(compiled.package.files, {
      title: 'a lower clamp',
      file: `rtl/two_${node}_requantize.v`,
      edit: replacing("MAXIMUM(8'sd127)", "MAXIMUM(8'sd20)"),
    });
    const [result] = await verifyFiles(files, compiled, inputs, ['none']);
    expect(result?.mismatch).toMatch(new RegExp(`^${port}: .* \\(from ${node}, requantize\\)$`));
  });
});
