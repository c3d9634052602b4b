import { describe, expect, it } from 'vitest';
import { parametersOf } from '../../generator/report/parameters.js';
import { units } from '../../generator/units/index.js';
import { problemsIn, sinter } from './support.js';

describe('sinter units', () => {
  it('lists every unit with its summary', async () => {
    const { status, out } = await sinter('.', ['units']);
    expect(status).toBe(0);
    for (const [kind, { summary }] of Object.entries(units)) {
      expect(out.split('\n').find((line) => line.startsWith(`${kind} `))).toContain(summary);
    }
  });

  it('shows every parameter with type, range, default and description, then the page', async () => {
    const { out } = await sinter('.', ['units', 'dense']);
    expect(out).toMatch(/^dense: fully connected layer/);
    const row = (name: string) => out.split('\n').find((line) => line.startsWith(`${name} `));
    expect(row('weights')).toMatch(/^weights +tensor +required +weights \[outputs, inputs\]/);
    expect(row('activation')).toMatch(/word +none, relu, relu6, relu_n1_to_1 +none +clamp/);
    expect(row('array.pe')).toMatch(/whole number +>= 1 +- +output channels a cycle/);
    expect(row('output.format')).toMatch(
      /number format +int1 \.\. int64, uint1 \.\. uint64, binary, ternary, .*olive, .*float32 +int8/,
    );
    expect(row('output.scale')).toMatch(/number +> 0 +required +real value of one code/);
    expect(row('output.zeroPoint')).toMatch(/whole number +0 +code of real zero/);
    expect(out).toMatch(/^## Cycles$/m);
  });

  it('knows the type and describes each parameter of every unit', () => {
    for (const [kind, unit] of Object.entries(units)) {
      for (const { path, type, description } of parametersOf(unit)) {
        expect({ kind, path, type }).not.toMatchObject({ type: 'any' });
        expect({ kind, path, described: description !== '' }).toMatchObject({ described: true });
      }
    }
  });

  it('gives the same for machines', async () => {
    const { out } = await sinter('.', ['units', 'conv2d', '--json']);
    expect(JSON.parse(out).parameters).toContainEqual({
      path: 'stride',
      type: 'pair',
      range: '>= 1',
      default: '[1,1]',
      required: false,
      description: 'rows and columns between windows',
    });
  });

  it('names a unit that is not there', async () => {
    const said = await sinter('.', ['units', 'dens']);
    expect(said).toMatchObject({ status: 2, out: '' });
    expect(problemsIn(said)).toBe('E_UNKNOWN at units: there is no unit dens; did you mean dense?');
  });
});
