import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type BuildOptions, buildSimulator, type Simulator } from '../../sim/build.js';
import type { StreamFacts } from '../../sim/manifest.js';

/** A folder that is gone after the test. */
export const temporaryFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'sinter-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

type Shape = Pick<StreamFacts, 'shape' | 'lanes' | 'elementBits' | 'signed'>;

const stream = (name: string, direction: StreamFacts['direction'], shape: Shape): StreamFacts => ({
  name,
  port: `${direction === 'input' ? 's' : 'm'}_axis_${name}`,
  direction,
  ...shape,
  tdataBits: 8 * Math.ceil((shape.lanes * shape.elementBits) / 8),
  scale: 1,
  zeroPoint: 0,
});

export const input = (name: string, shape: Shape): StreamFacts => stream(name, 'input', shape);
export const output = (name: string, shape: Shape): StreamFacts => stream(name, 'output', shape);

/** Six int8 elements, one a beat. */
export const INT8: Shape = { shape: [6], lanes: 1, elementBits: 8, signed: true };

const portsOf = ({ port, direction, tdataBits }: StreamFacts): readonly string[] => {
  const [forward, back] = direction === 'input' ? ['input', 'output'] : ['output', 'input'];
  return [
    `${forward} wire [${tdataBits - 1}:0] ${port}_tdata`,
    `${forward} wire ${port}_tvalid`,
    `${back} wire ${port}_tready`,
    `${forward} wire ${port}_tlast`,
  ];
};

/** A package as `sinter compile` writes it: one module with the given body. */
export const writePackage = async (
  name: string,
  streams: readonly StreamFacts[],
  body: string,
): Promise<string> => {
  const folder = await temporaryFolder();
  const ports = ['input wire clk', 'input wire rst', ...streams.flatMap(portsOf)];
  const verilog = `\`default_nettype none
module ${name} (
  ${ports.join(',\n  ')}
);
${body}
endmodule
\`default_nettype wire
`;
  await mkdir(join(folder, 'rtl'));
  await writeFile(join(folder, 'rtl', `${name}.v`), verilog);
  await writeFile(join(folder, `${name}.f`), `rtl/${name}.v\n`);
  await writeFile(join(folder, 'manifest.json'), JSON.stringify({ name, top: name, streams }));
  return folder;
};

/** What varies between a good register slice and its sabotaged copies. */
export interface SliceOptions {
  readonly ready?: string;
  readonly valid?: string;
  /** When an offered beat leaves the register. */
  readonly taken?: string;
  readonly last?: string;
  readonly data?: string;
  readonly reset?: string;
  readonly extra?: string;
}

/** One register between s_axis_x and m_axis_y; a beat a cycle, latency one cycle. */
export const slice = (bits: number, options: SliceOptions = {}): string => `
  reg [${bits - 1}:0] data_q;
  reg last_q;
  reg valid_q;
  reg [7:0] count_q; // beats taken
  wire move = s_axis_x_tvalid && s_axis_x_tready;
  assign s_axis_x_tready = ${options.ready ?? '!valid_q || m_axis_y_tready'};
  assign m_axis_y_tvalid = ${options.valid ?? 'valid_q'};
  assign m_axis_y_tlast = ${options.last ?? 'last_q'};
  assign m_axis_y_tdata = ${options.data ?? 'data_q'};
  always @(posedge clk) begin
    if (move) begin
      data_q <= s_axis_x_tdata;
      last_q <= s_axis_x_tlast;
      count_q <= count_q + 8'd1;
      valid_q <= 1'b1;
    end else if (${options.taken ?? 'm_axis_y_tready'}) valid_q <= 1'b0;
    if (rst) begin
      count_q <= 8'd0;
      ${options.reset ?? "valid_q <= 1'b0;"}
    end
  end
  ${options.extra ?? ''}
`;

/** Tensor t, element i holds 10 t + i + 1: one can read the place off a value. */
export const counting = (tensors: number, elements: number): Int32Array[] =>
  Array.from({ length: tensors }, (_, t) =>
    Int32Array.from({ length: elements }, (_, i) => 10 * t + i + 1),
  );

/** The simulator of a good register slice for INT8. */
export const sliceSimulator = async (options: BuildOptions = {}): Promise<Simulator> => {
  const streams = [input('x', INT8), output('y', INT8)];
  return buildSimulator(await writePackage('slice', streams, slice(8)), options);
};
