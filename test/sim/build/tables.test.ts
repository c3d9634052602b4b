import { describe, expect, it } from 'vitest';
import { tabulate } from '../../../sim/build/tables.js';
import { buildSimulator } from '../../../sim/build.js';
import { compareRun } from '../../../sim/compare.js';
import { simulate } from '../../../sim/run.js';
import { input, output, writePackage } from '../fixtures.js';

const statements = (count: number, one: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => `    ${one(index)}\n`).join('');

const hex = (value: number): string => (value < 10 ? `${value}U` : `0x${value.toString(16)}U`);

describe('tabulate', () => {
  it('turns a long run of assignments into a table, broken lines included', () => {
    const text = `{\n${statements(40, (i) => `vlSelf->rom[${hex(i + 3)}] \n  = ${hex(i)};`)}    f();\n}`;
    const values = Array.from({ length: 40 }, (_, i) => hex(i)).join(',\n');
    expect(tabulate(text)).toBe(
      `{\n    { static const IData table[] = {\n${values}};\nfor (size_t i = 0; i < 40; ++i) vlSelf->rom[3 + i] = table[i]; }\n    f();\n}`,
    );
  });

  it('knows the words of a wide element, and ends where another array begins', () => {
    const wide = (name: string) =>
      statements(45, (i) => `vlSelf->${name}[${hex(Math.floor(i / 3))}][${i % 3}U] = ${hex(i)};`);
    const loops = tabulate(wide('a') + wide('b')).match(/for .*/g);
    expect(loops).toEqual(
      ['a', 'b'].map(
        (name) => `for (size_t i = 0; i < 45; ++i) vlSelf->${name}[0 + i / 3][i % 3] = table[i]; }`,
      ),
    );
  });

  it('leaves short runs, gaps and everything else as they are', () => {
    const short = statements(31, (i) => `vlSelf->rom[${hex(i)}] = 1U;`);
    const gaps = statements(40, (i) => `vlSelf->rom[${hex(2 * i)}] = 1U;`);
    const others = statements(40, (i) => `vlSelf->rom[${hex(i)}] = vlSelf->x;`);
    for (const text of [short, gaps, others]) expect(tabulate(text)).toBe(text);
  });

  it.each([8, 40, 100])('keeps the contents of a ROM of %i-bit words', async (bits) => {
    const depth = 700;
    const word = (index: number): bigint => {
      let value = BigInt(index + 1);
      for (let i = 0; i < 8; i++)
        value = (value * 6364136223846793005n + 1442695040888963407n) % 2n ** 128n;
      return value >> BigInt(128 - bits);
    };
    const lanes = bits / 4;
    const streams = [
      input('x', { shape: [1], lanes: 1, elementBits: 8, signed: false }),
      output('y', { shape: [lanes], lanes, elementBits: 4, signed: false }),
    ];
    const body = `
      reg [${bits - 1}:0] memory [0:${depth - 1}];
      initial begin
${statements(depth, (index) => `memory[${index}] = ${bits}'h${word(index).toString(16)};`)}
      end
      reg [9:0] address_q;
      always @(posedge clk)
        if (rst) address_q <= 10'd0;
        else if (m_axis_y_tvalid && m_axis_y_tready) address_q <= address_q + 10'd1;
      assign s_axis_x_tready = m_axis_y_tready;
      assign m_axis_y_tvalid = s_axis_x_tvalid;
      assign m_axis_y_tlast = 1'b1;
      assign m_axis_y_tdata = memory[address_q];`;
    const simulator = await buildSimulator(await writePackage('rom', streams, body));
    const inputs = new Map([['x', Array.from({ length: depth }, () => Int32Array.of(0))]]);
    const run = await simulate(simulator, { inputs, stall: 'none', seed: 1 });
    const expected = Array.from({ length: depth }, (_, index) =>
      Int32Array.from({ length: lanes }, (_, lane) =>
        Number((word(index) >> BigInt(4 * lane)) & 15n),
      ),
    );
    expect(compareRun(run, new Map([['y', expected]])).first).toBeUndefined();
  });
});
