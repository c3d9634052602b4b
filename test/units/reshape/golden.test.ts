import { describe, expect, it } from 'vitest';
import { compile } from '../../../generator/compile.js';
import { datapath } from '../../../generator/dsl/datapath.js';
import { int } from '../../../generator/dsl/formats.js';
import { reshape } from '../../../generator/units/reshape/unit.js';
import { stream } from '../../support/streams.js';

describe('reshape', () => {
  it('gives the same codes in the same order, as another shape', () => {
    const unit = reshape.bind({ shape: [3, 2] }, [stream([2, 3], { lanes: 2 })], 'net.reshape0');
    const codes = Int32Array.of(1, 2, 3, 4, 5, 6);
    expect(unit.golden([codes])).toEqual(codes);
    expect(unit.spec.output).toEqual(stream([3, 2], { lanes: 2 }));
  });

  it('refuses another number of elements', () => {
    expect(() => reshape.bind({ shape: [4, 2] }, [stream([2, 3])], 'net.reshape0')).toThrow(
      'E_SHAPE at net.reshape0.shape: gives [4, 2] with 8 elements, the input [2, 3] has 6',
    );
  });

  it('is wires: a design with flatten has no more modules than without', () => {
    const design = (flat: boolean) =>
      compile(
        datapath('flat', (d) => {
          const x = d.input('x', { shape: [2, 2, 3], format: int(8), lanes: 3 });
          const y = d.relu(x);
          d.output('y', flat ? d.flatten(y) : y);
        }).build({ baseDirectory: '.' }),
      ).package;
    const flat = design(true);
    expect([...flat.files.keys()]).toEqual([...design(false).files.keys()]);
    expect(flat.manifest.streams.find(({ name }) => name === 'y')?.shape).toEqual([12]);
  });
});
