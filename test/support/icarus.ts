import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Codes } from '../../generator/ir/codes.js';
import { beatBytes, beatsPerTensor, type Package, type StreamFacts } from '../../sim/manifest.js';
import { packTensors } from '../../sim/pack.js';
import { findIcarus } from '../../sim/tools/icarus.js';
import { runTool } from '../../sim/tools/run-tool.js';

/**
 * A second simulator with a testbench in plain Verilog, made from the manifest's facts alone: nothing
 * of ours runs while it simulates. Idle inputs carry X, so that a bit taken without tvalid shows.
 */

const beatsFile = (stream: StreamFacts): string => `${stream.port}.hex`;

const declarations = (stream: StreamFacts, tensors: number): string => {
  const { port, tdataBits } = stream;
  const total = beatsPerTensor(stream) * tensors;
  const driven = stream.direction === 'input';
  return `
  // ---- ${port}
  localparam integer ${port}_beats_a_tensor = ${beatsPerTensor(stream)};
  localparam integer ${port}_beats = ${total};
  reg [${tdataBits - 1}:0] ${port}_memory [0:${total - 1}];
  ${driven ? 'reg ' : 'wire'} [${tdataBits - 1}:0] ${port}_tdata;
  ${driven ? 'reg ' : 'wire'} ${port}_tvalid;
  ${driven ? 'wire' : 'reg '} ${port}_tready;
  ${driven ? 'reg ' : 'wire'} ${port}_tlast;
  integer ${port}_next;
  initial $readmemh("${beatsFile(stream)}", ${port}_memory);
`;
};

const source = ({ port, tdataBits }: StreamFacts, bit: number): string => `
  always @(posedge clk) begin
    if (rst) begin
      ${port}_tvalid <= 1'b0;
      ${port}_next <= 0;
    end else if (!${port}_tvalid || ${port}_tready) begin
      if (${port}_next < ${port}_beats && (!gaps || lfsr[${bit}])) begin
        ${port}_tvalid <= 1'b1;
        ${port}_tdata <= ${port}_memory[${port}_next];
        ${port}_tlast <= ${port}_next % ${port}_beats_a_tensor == ${port}_beats_a_tensor - 1;
        ${port}_next <= ${port}_next + 1;
      end else begin
        ${port}_tvalid <= 1'b0;
        ${port}_tdata <= {${tdataBits}{1'bx}};
        ${port}_tlast <= 1'bx;
      end
    end
  end
`;

const sink = ({ port, tdataBits }: StreamFacts, bit: number): string => `
  reg ${port}_waits;
  reg [${tdataBits}:0] ${port}_held;
  always @(posedge clk) begin
    if (rst) begin
      ${port}_tready <= 1'b0;
      ${port}_next <= 0;
      ${port}_waits <= 1'b0;
    end else begin
      ${port}_tready <= !gaps || lfsr[${bit}];
      ${port}_waits <= ${port}_tvalid && !${port}_tready;
      ${port}_held <= {${port}_tlast, ${port}_tdata};
      if (${port}_tvalid === 1'bx || ${port}_tvalid === 1'bz) begin
        errors = errors + 1;
        $display("${port}: tvalid is unknown in cycle %0d", cycle);
      end
      if (${port}_waits && (!${port}_tvalid || ${port}_held !== {${port}_tlast, ${port}_tdata})) begin
        errors = errors + 1;
        $display("${port}: beat %0d changed while it waited, cycle %0d", ${port}_next, cycle);
      end
      if (${port}_tvalid && ${port}_tready) begin
        if (${port}_next >= ${port}_beats) begin
          errors = errors + 1;
          $display("${port}: a beat too many in cycle %0d", cycle);
        end else begin
          if (${port}_tdata !== ${port}_memory[${port}_next]) begin
            errors = errors + 1;
            $display("${port}: beat %0d: expected %h, got %h", ${port}_next,
                     ${port}_memory[${port}_next], ${port}_tdata);
          end
          if (${port}_tlast !==
              (${port}_next % ${port}_beats_a_tensor == ${port}_beats_a_tensor - 1)) begin
            errors = errors + 1;
            $display("${port}: beat %0d: tlast is %b", ${port}_next, ${port}_tlast);
          end
          checked = checked + 1;
        end
        ${port}_next <= ${port}_next + 1;
      end
    end
  end
`;

/** Cycles that no sound design needs: bursts of gaps leave every second cycle unused. */
const limitOf = ({ intervalCycles = 0, latencyCycles = 0 }: Package, tensors: number): number =>
  10_000 + 8 * Math.ceil(intervalCycles * tensors + latencyCycles);

/** The testbench of a package for `tensors` tensors a stream. */
export const icarusTestbench = (design: Package, tensors: number): string => {
  const inputs = design.streams.filter(({ direction }) => direction === 'input');
  const outputs = design.streams.filter(({ direction }) => direction === 'output');
  const signals = ['tdata', 'tvalid', 'tready', 'tlast'];
  const ports = design.streams.flatMap(({ port }) =>
    signals.map((signal) => `.${port}_${signal}(${port}_${signal})`),
  );
  const done = outputs.map(({ port }) => `${port}_next >= ${port}_beats`).join(' && ');
  const taken = inputs.map(({ port }) => `${port}_next >= ${port}_beats`).join(' && ');
  return `// Made from manifest.json of ${design.name}. Prints PASS or FAIL.
\`timescale 1ns / 1ns
\`default_nettype none

module testbench;
  reg clk = 1'b0;
  reg rst = 1'b1;
  reg gaps;
  integer errors = 0;
  integer checked = 0;
  integer cycle = 0;
  integer quiet = 0;
  reg [31:0] lfsr = 32'h1badcafe;

  always #5 clk = !clk;
  initial gaps = $test$plusargs("gaps");
${design.streams.map((stream) => declarations(stream, tensors)).join('')}
  ${design.top} dut (
      .clk(clk),
      .${design.reset.port}(${design.reset.active === 'high' ? 'rst' : '!rst'}),
      ${ports.join(',\n      ')}
  );
${inputs.map((stream, i) => source(stream, 3 + i)).join('')}${outputs.map((stream, i) => sink(stream, 17 + i)).join('')}
  // x^32 + x^22 + x^2 + x + 1, four steps a cycle
  integer step;
  reg [31:0] next;
  always @(posedge clk) begin
    next = lfsr;
    for (step = 0; step < 4; step = step + 1)
      next = {next[30:0], next[31] ^ next[21] ^ next[1] ^ next[0]};
    lfsr <= next;
  end

  always @(posedge clk) begin
    cycle <= cycle + 1;
    if (cycle == 3) rst <= 1'b0;
    if (${done}) quiet <= quiet + 1;
    if (quiet == 500 || cycle == ${limitOf(design, tensors)}) begin
      if (!(${done})) begin
        errors = errors + 1;
        $display("beats are missing");
      end
      if (!(${taken})) begin
        errors = errors + 1;
        $display("beats were not taken");
      end
      if (errors == 0) $display("PASS %0d beats in %0d cycles", checked, cycle);
      else $display("FAIL %0d errors in %0d beats", errors, checked);
      $finish;
    end
  end
endmodule
`;
};

/** Beats as `$readmemh` takes them, one a line. */
const beatsText = (stream: StreamFacts, tensors: readonly Codes[]): string => {
  const bytes = packTensors(stream, tensors);
  const size = beatBytes(stream);
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += size) {
    lines.push(Buffer.from(bytes.slice(at, at + size).reverse()).toString('hex'));
  }
  return `${lines.join('\n')}\n`;
};

export interface IcarusRun {
  readonly design: Package;
  /** Where the testbench runs; nothing of the package is in it. */
  readonly folder: string;
  /** Input tensors and expected output tensors, by the stream's name. */
  readonly tensors: ReadonlyMap<string, readonly Codes[]>;
  /** Random gaps on the inputs and on tready. */
  readonly gaps: boolean;
  /** Memories are read from this folder. */
  readonly memoryFolder?: string;
}

/** What the testbench prints: `PASS 540 beats in ...`, or what is wrong. Throws ToolError when Icarus refuses. */
export const runIcarus = async (run: IcarusRun): Promise<string> => {
  const { design, folder, tensors, gaps, memoryFolder } = run;
  await mkdir(folder, { recursive: true });
  const count = [...tensors.values()][0]?.length ?? 0;
  await writeFile(join(folder, 'testbench.v'), icarusTestbench(design, count));
  for (const stream of design.streams) {
    const text = beatsText(stream, tensors.get(stream.name) ?? []);
    await writeFile(join(folder, beatsFile(stream)), text);
  }
  const { iverilog, vvp } = await findIcarus();
  const defines = memoryFolder === undefined ? [] : [`-DSINTER_MEM_DIR="${memoryFolder}"`];
  const library = ['-y', join(design.directory, 'rtl')];
  await runTool(
    iverilog.command,
    [
      ...iverilog.args,
      '-g2005',
      ...defines,
      ...library,
      '-s',
      'testbench',
      '-o',
      'run',
      'testbench.v',
    ],
    { cwd: folder },
  );
  const plusargs = gaps ? ['+gaps'] : [];
  const output = await runTool(vvp.command, [...vvp.args, '-n', 'run', ...plusargs], {
    cwd: folder,
  });
  return output.trim();
};
