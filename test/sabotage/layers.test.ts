import { describe, expect, it } from 'vitest';
import { type Compiled, compile } from '../../generator/compile.js';
import { datapath } from '../../generator/dsl/datapath.js';
import { int } from '../../generator/dsl/formats.js';
import { buildSimulator } from '../../sim/build.js';
import { describeMismatch } from '../../sim/compare/mismatch.js';
import { localise } from '../../sim/localise.js';
import { STALL_PROFILES, type StallProfile, simulate } from '../../sim/run.js';
import { stimulusFor } from '../../sim/stimulus.js';
import { tapsOf } from '../../sim/taps.js';
import { type Tensors, verify } from '../../sim/verify.js';
import { compileSmall } from '../package/small-network.js';
import {
  flippingBit,
  replacing,
  type Sabotage,
  sabotaged,
  withPackageFolder,
} from '../support/sabotage.js';
import { randomBias, randomTensor } from '../support/streams.js';

/** A mismatch of a network is put down to the layer that it comes from. */

const output = (scale: number) => ({ format: int(8), scale });

/** A block with a shortcut around two layers, another behind it, and a view in between. */
const residual = compile(
  datapath('residual', (d) => {
    const image = d.input('image', { shape: [3, 3, 4], format: int(8), scale: 0.05 });
    const point = (name: string, seed: number) => ({
      name,
      weights: randomTensor([4, 1, 1, 4], int(8), seed, 0.01),
      bias: randomBias(4, 2000, seed + 1),
      array: { pe: 1, simd: 2 },
      output: output(0.05),
    });
    const stem = d.conv2d(image, point('stem', 21));
    const left = d.conv2d(d.conv2d(stem, point('first', 23)), point('second', 25));
    const sum = d.add(left, stem, { name: 'sum', output: output(0.08) });
    const flat = d.flatten(sum, { name: 'flat' });
    const scores = d.dense(flat, {
      name: 'scores',
      weights: randomTensor([3, 36], int(8), 27, 0.01),
      array: { pe: 1, simd: 4 },
      output: output(0.3),
    });
    d.output('scores', scores);
    d.output('sum', sum);
  }).build({ baseDirectory: '.' }),
);

const inputsOf = ({ bound }: Compiled): Tensors => stimulusFor(bound.datapath.inputs, 6, 1);

const find = (compiled: Compiled, sabotage: Sabotage, stalls: readonly StallProfile[]) =>
  withPackageFolder(sabotaged(compiled.package.files, sabotage), (packageDir) =>
    verify({
      packageDir,
      bound: compiled.bound,
      layers: compiled,
      inputs: inputsOf(compiled),
      stalls,
      seed: 1,
      jobs: 2,
    }),
  );

const wrongWeight = (module: string): Sabotage => ({
  title: 'another weight',
  file: `rtl/${module}_weights.v`,
  edit: flippingBit(0, 6),
});

describe('the layer that a mismatch comes from', () => {
  it.each(['stem', 'first', 'second', 'scores'])(
    'is %s of a network with a shortcut',
    async (name) => {
      const [result] = await find(residual, wrongWeight(`residual_${name}`), ['none']);
      const { first, streams } = result?.localisation ?? {};
      expect(first?.layer).toBe(`${name} (${name === 'scores' ? 'dense' : 'conv2d'})`);
      expect(first?.mismatch).toMatchObject({ kind: 'value', stream: `w_${name}` });
      expect(streams).toEqual([]);
      // What is wrong further on comes later.
      expect(first?.mismatch.cycle).toBeLessThanOrEqual(result?.comparison.first?.cycle ?? 0);
    },
  );

  it('is the middle one of a chain, with the values at its own output', async () => {
    const compiled = compileSmall();
    const weight = { title: 'a weight', file: 'rtl/tiny_mixed_weights.v', edit: flippingBit(5, 0) };
    const results = await find(compiled, weight, ['none', 'both']);
    for (const { localisation, mismatch } of results) {
      expect(mismatch).toMatch(/^m_axis_scores: .*\(from scores, dense\)$/);
      const { first } = localisation ?? {};
      expect(first && describeMismatch({ ...first.mismatch, stream: first.layer })).toMatch(
        /^mixed \(depthwise_conv2d\): tensor \d+ element \d+ \(lane \d+ of beat \d+, cycle \d+\): expected -?\d+, got -?\d+$/,
      );
    }
  });

  it('is the fork, where only what goes on behind it is wrong', async () => {
    const [result] = await find(
      residual,
      {
        title: 'a bit of the first branch',
        file: 'rtl/sinter_fork.v',
        edit: replacing('= {OUTPUTS{s_data}};', "= {OUTPUTS{s_data}} ^ 1'b1;"),
      },
      ['none'],
    );
    expect(result?.localisation?.first?.layer).toBe('fork of stem');
  });

  it('is none where only the way out is wrong', async () => {
    const [result] = await find(
      residual,
      {
        title: 'no tlast',
        file: 'rtl/residual.v',
        edit: replacing('m_axis_sum_tlast = w1_sum_last', "m_axis_sum_tlast = 1'b0"),
      },
      ['none'],
    );
    expect(result?.localisation).toEqual({ first: undefined, streams: [], stuck: [] });
  });

  it('is the one that stands still in a deadlock, with the beats that every stream carried', async () => {
    const [result] = await find(
      residual,
      {
        title: 'an output that never is valid',
        file: 'rtl/residual_second.v',
        edit: (text) =>
          replacing(
            '.m_valid(m_valid)',
            '.m_valid()',
          )(text).replace('endmodule', "  assign m_valid = 1'b0;\nendmodule"),
      },
      ['none'],
    );
    expect(result?.comparison.first?.kind).toBe('missing');
    expect(result?.localisation?.first).toBeUndefined();
    expect(result?.localisation?.stuck).toEqual(['second (conv2d)']);
    const streams = result?.localisation?.streams ?? [];
    expect(streams).toHaveLength(residual.design.links.length);
    expect(streams).toContainEqual(
      expect.objectContaining({ from: 'second (conv2d)', beats: 0, state: 'waits for valid' }),
    );
    // One branch of the fork is full: nothing goes on behind it.
    expect(streams).toContainEqual(
      expect.objectContaining({ from: 'fork of stem', state: 'waits for ready' }),
    );
  });
});

describe('a good package', () => {
  it.each([
    ['with a shortcut', residual],
    ['that is a chain', compileSmall()],
  ])('%s has nothing wrong between its layers', async (_, compiled) => {
    await withPackageFolder(compiled.package.files, async (packageDir) => {
      const plain = await buildSimulator(packageDir);
      const taps = await tapsOf(plain.design, compiled);
      expect(taps.map(({ stream }) => stream.port)).toEqual(
        expect.arrayContaining(compiled.design.links.map(({ name }) => name)),
      );
      const listening = taps.map(({ stream }) => stream);
      const tapped = await buildSimulator(packageDir, { taps: listening });
      const inputs = inputsOf(compiled);
      for (const stall of STALL_PROFILES) {
        const run = await simulate(tapped, { inputs, stall, seed: 1 });
        expect(localise(run, taps, compiled.hardware, inputs, 0).first).toBeUndefined();
        // To listen changes nothing.
        expect(run.cycles).toBe((await simulate(plain, { inputs, stall, seed: 1 })).cycles);
      }
    });
  });

  it('that is folded otherwise than the design has the same layers', async () => {
    const folded = compile(residual.bound.datapath);
    const others = {
      ...residual.bound.datapath,
      nodes: residual.bound.datapath.nodes.map((node) =>
        node.unit === 'conv2d'
          ? { ...node, parameters: { ...node.parameters, array: { pe: 4, simd: 4 } } }
          : node,
      ),
    };
    const other = compile(others);
    await withPackageFolder(other.package.files, async (packageDir) => {
      const { design } = await buildSimulator(packageDir);
      const lanes = async (layers: Compiled) =>
        (await tapsOf(design, layers)).map(({ stream }) => stream.lanes);
      expect(await lanes(folded)).toEqual(await lanes(other));
    });
  });
});
