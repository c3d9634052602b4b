import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { FetchOptions } from './debian.js';
import { findIcarus } from './icarus.js';
import { tryTool } from './run-tool.js';
import { findVerilator } from './verilator.js';

/** Warnings and errors, one a line, as the tool words them; none when the Verilog is clean. */
export type Findings = readonly string[];

const linesOf = (output: string): string[] =>
  output.split('\n').filter((line) => line.trim() !== '');

/** A tool that fails without a word still fails. */
const withStatus = (findings: Findings, status: number, tool: string): Findings =>
  findings.length === 0 && status !== 0 ? [`${tool} ended with status ${status}`] : findings;

export interface LintOptions extends FetchOptions {
  /** Top module; Verilator finds one by itself. */
  readonly top?: string;
}

/** `verilator --lint-only -Wall`. Throws ToolError when Verilator is missing. */
export const verilatorLint = async (
  files: readonly string[],
  options: LintOptions = {},
): Promise<Findings> => {
  const { command, environment } = await findVerilator(options);
  const top = options.top === undefined ? [] : ['--top-module', options.top];
  const args = ['--lint-only', '-Wall', ...top, ...files];
  const { status, output } = await tryTool(command, args, { environment });
  const findings = linesOf(output).filter((line) => /^%(Warning|Error)/.test(line));
  return withStatus(findings, status, 'verilator');
};

/** `iverilog -g2005 -Wall -t null`. Throws ToolError when Icarus is missing. */
export const icarusLint = async (
  files: readonly string[],
  top: string,
  options: FetchOptions = {},
): Promise<Findings> => {
  const { iverilog } = await findIcarus(options);
  const args = [...iverilog.args, '-g2005', '-Wall', '-t', 'null', '-s', top, ...files];
  const environment = options.environment ?? process.env;
  const { status, output } = await tryTool(iverilog.command, args, { environment });
  return withStatus(linesOf(output), status, 'iverilog');
};

/**
 * Yosys: read, `hierarchy -check`, `proc`, `check -assert`, which finds what lint does not (two
 * drivers on one wire, loops). It is a WebAssembly module of npm; nothing to be missing.
 */
export const yosysCheck = async (files: readonly string[], top: string): Promise<Findings> => {
  const { runYosys, Exit } = await import('@yowasp/yosys');
  const names = files.map((file, index) => `${index}_${basename(file)}`);
  const texts = await Promise.all(files.map((file) => readFile(file)));
  const tree = Object.fromEntries(
    names.map((name, index) => [name, new Uint8Array(texts[index]!)]),
  );
  const script = `read_verilog ${names.join(' ')}; hierarchy -check -top ${top}; proc; check -assert`;
  const decoder = new TextDecoder();
  let output = '';
  const write = (bytes: Uint8Array | null): void => {
    output += bytes === null ? decoder.decode() : decoder.decode(bytes, { stream: true });
  };
  let status = 0;
  try {
    await runYosys(['-p', script], tree, { stdout: write, stderr: write });
  } catch (error) {
    if (!(error instanceof Exit)) throw error;
    status = error.code;
  }
  const findings = linesOf(output).filter((line) => /\b(Warning|ERROR):/.test(line));
  return withStatus([...new Set(findings)], status, 'yosys');
};
