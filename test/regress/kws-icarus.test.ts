import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compile } from '../../generator/compile.js';
import { writePackage } from '../../generator/emit/write.js';
import { importTflite } from '../../generator/import/tflite/import-tflite.js';
import { elementsOf } from '../../generator/ir/stream.js';
import { parseNpy } from '../../generator/npy.js';
import { fold } from '../../generator/passes/fold.js';
import { readPackage } from '../../sim/manifest.js';
import { goldenOutputs } from '../../sim/verify.js';
import { runIcarus } from '../support/icarus.js';
import { needsShared, sharedFolder, sharedModel } from '../support/shared.js';

/**
 * A whole published network, keyword spotting, in a second simulator, held against the outputs that
 * were published with it. Minutes long: `make regress`.
 */
describe.skipIf(!sharedFolder)(`keyword spotting under Icarus Verilog ${needsShared}`, () => {
  const samples = 1;

  it.each([{ gaps: false }, { gaps: true }])(
    'gives the published output of a sample (gaps: $gaps)',
    async ({ gaps }) => {
      const model = sharedModel('kws');
      const network = importTflite(model.read('kws.tflite'), 'kws');
      // Few multipliers: Icarus takes a wide bus apart anew for each of its bits that changes.
      const compiled = compile(fold(network, { kind: 'multipliers', budget: 64 }));
      const { datapath } = compiled.bound;
      const [input] = datapath.inputs;
      const [output] = datapath.outputs;
      if (!input || !output) throw new Error('kws has one input and one output');

      const split = (file: string, elements: number) => {
        const { data } = parseNpy(model.read(file), file);
        return Array.from({ length: samples }, (_, i) =>
          Int32Array.from(
            data.slice(i * elements, (i + 1) * elements) as ArrayLike<number>,
            Number,
          ),
        );
      };
      const inputs = new Map([[input.name, split('input.npy', elementsOf(input.stream))]]);
      const type = compiled.bound.streams.get(output.from);
      const published = split('output.npy', type ? elementsOf(type) : 0);
      const expected = goldenOutputs(compiled.bound, inputs);
      expect(expected.get(output.name)).toEqual(published);

      const folder = await mkdtemp(join(tmpdir(), 'sinter-kws-'));
      try {
        writePackage(compiled.package, join(folder, 'package'));
        const design = await readPackage(join(folder, 'package'));
        const tensors = new Map([...inputs, [output.name, published]]);
        const text = await runIcarus({ design, folder: join(folder, 'run'), tensors, gaps });
        expect(text).toMatch(/^PASS \d+ beats in \d+ cycles$/m);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    1_200_000,
  );
});
