import { isSinterError, type Problem, SinterError } from '../error.js';
import {
  type Datapath,
  type DatapathInput,
  type DatapathNode,
  type DatapathOutput,
  unusedStreams,
} from '../ir/datapath.js';
import { formatName, isInteger, isZeroPoint, type NumberFormat } from '../ir/format.js';
import type { StreamType } from '../ir/stream.js';
import { isPaired, pairsReason } from '../ir/values.js';
import { unusedProblems } from '../passes/bind.js';
import { type UnitKind, units } from '../units/index.js';
import { isNpyReference, readReference } from './tensor.js';

/** A stream in a design: what a unit call takes and gives. */
export interface StreamHandle {
  readonly kind: 'handle';
  readonly name: string;
  /** Shape, format, scale and lanes; undefined where an earlier mistake left it unknown. */
  readonly stream: StreamType | undefined;
}

export interface InputOptions {
  /** Without batch axis. */
  readonly shape: readonly number[];
  readonly format: NumberFormat;
  /** Real value of one code. Default 1. */
  readonly scale?: number;
  /** Code of real zero. Default 0. */
  readonly zeroPoint?: number;
  /** Elements a beat. Default 1. */
  readonly lanes?: number;
}

export interface BuildOptions {
  /** Where relative paths start. */
  readonly baseDirectory: string;
}

/** Largest tensor that a stream may carry: keeps every count exact and memory bounded. */
const largestTensor = 2 ** 28;

/** Collects nodes and problems of one design; `finish` gives the datapath or throws them all. */
export class DatapathBuilder {
  readonly #name: string;
  readonly #baseDirectory: string;
  readonly #inputs: DatapathInput[] = [];
  readonly #nodes: DatapathNode[] = [];
  readonly #outputs: DatapathOutput[] = [];
  readonly #problems: Problem[] = [];
  readonly #names = new Set<string>();
  readonly #counts = new Map<string, number>();
  /** Units with a mistake of their own, and the streams that they were to take. */
  readonly #taken = new Set<string>();
  /** Input streams of each node. */
  readonly #streams = new Map<string, readonly StreamType[]>();
  /** Streams that no longer are: their unit gives what was folded into it. */
  readonly #folded = new Set<StreamHandle>();

  constructor(name: string, { baseDirectory }: BuildOptions) {
    this.#name = name;
    this.#baseDirectory = baseDirectory;
    if (typeof name !== 'string' || name.length === 0)
      this.#fail('E_NAME', 'design', 'has no name');
  }

  #fail(code: Problem['code'], place: string, reason: string, hint?: string): void {
    this.#problems.push({ code, place, reason, ...(hint ? { hint } : {}) });
  }

  #claim(name: string): void {
    if (this.#names.has(name)) {
      this.#fail('E_NAME', `${this.#name}.${name}`, 'this name is taken by an earlier node');
    }
    this.#names.add(name);
  }

  input(name: string, options: InputOptions): StreamHandle {
    const place = `${this.#name}.${name}`;
    this.#claim(name);
    const { shape, format, scale = 1, zeroPoint = 0, lanes = 1 } = options;
    const whole = shape.every((size) => Number.isInteger(size) && size >= 1);
    const elements = shape.reduce((a, b) => a * b, 1);
    if (!whole || shape.length === 0 || elements > largestTensor) {
      this.#fail(
        'E_SHAPE',
        place,
        `gives shape [${shape.join(', ')}], needs positive whole sizes of at most ${largestTensor} elements`,
      );
      return { kind: 'handle', name, stream: undefined };
    }
    if (isPaired(format) && (shape.at(-1) as number) % 2 === 1) {
      this.#fail('E_SHAPE', place, pairsReason(shape, format));
    }
    if (!Number.isInteger(lanes) || lanes < 1 || lanes > elements) {
      this.#fail(
        'E_PARAMETER',
        `${place}.lanes`,
        `gives ${lanes}, there are only ${elements} elements`,
        `set ${name}.lanes between 1 and ${elements}`,
      );
    }
    if (!(scale > 0 && Number.isFinite(scale))) {
      this.#fail('E_PARAMETER', `${place}.scale`, `gives ${scale}, needs a positive number`);
    }
    if (!isZeroPoint(format, zeroPoint)) {
      this.#fail(
        'E_PARAMETER',
        `${place}.zeroPoint`,
        isInteger(format)
          ? `gives ${zeroPoint}, which is no code of ${formatName(format)}`
          : `gives ${zeroPoint}, ${formatName(format)} has its zero at 0`,
      );
    }
    const stream: StreamType = { kind: 'stream', shape, format, scale, zeroPoint, lanes };
    this.#inputs.push({ kind: 'input', name, stream });
    return { kind: 'handle', name, stream };
  }

  /** Says what is wrong and gives a stream of which nothing is known, for what follows. */
  mistake(place: string, reason: string, handle: StreamHandle): StreamHandle {
    this.#fail('E_PARAMETER', `${this.#name}.${place}`, reason);
    return { ...handle, stream: undefined };
  }

  #refuseFolded(handles: readonly StreamHandle[], place: string): void {
    for (const handle of handles) {
      if (!this.#folded.has(handle)) continue;
      this.#fail(
        'E_DESIGN',
        place,
        `reads ${handle.name} as it was before a batchNorm was folded into it`,
        'read the batchNorm, or set its fold = false',
      );
    }
  }

  /** The node that drives a stream and its input's scale; undefined where something else reads it. */
  onlyReader(
    handle: StreamHandle,
  ): { readonly node: DatapathNode; readonly inputScale: number } | undefined {
    const node = this.#nodes.find(({ name }) => name === handle.name);
    const read =
      this.#nodes.some(({ inputs }) => inputs.includes(handle.name)) ||
      this.#outputs.some(({ from }) => from === handle.name);
    const [input] = this.#streams.get(handle.name) ?? [];
    return !node || read || !input ? undefined : { node, inputScale: input.scale };
  }

  /** The unit that drives a stream with other parameters; undefined where it does not take them. */
  rewrite(
    handle: StreamHandle,
    parameters: Readonly<Record<string, unknown>>,
  ): StreamHandle | undefined {
    const at = this.#nodes.findIndex(({ name }) => name === handle.name);
    const node = this.#nodes[at];
    if (!node) return undefined;
    const streams = this.#streams.get(handle.name) ?? [];
    try {
      const bound = units[node.unit].bind(parameters, streams, `${this.#name}.${node.name}`);
      this.#nodes[at] = { ...node, parameters };
      this.#folded.add(handle);
      return { kind: 'handle', name: node.name, stream: bound.spec.output };
    } catch (error) {
      if (!isSinterError(error)) throw error;
      return undefined;
    }
  }

  /** Parameters with the files that they refer to read; undefined, and a problem, where that fails. */
  materialised(
    written: Readonly<Record<string, unknown>>,
    place: string,
  ): Readonly<Record<string, unknown>> | undefined {
    try {
      return this.#materialise(written, `${this.#name}.${place}`) as Record<string, unknown>;
    } catch (error) {
      if (!isSinterError(error)) throw error;
      this.#problems.push(...error.problems);
      return undefined;
    }
  }

  output(name: string, handle: StreamHandle): void {
    this.#claim(`output ${name}`);
    this.#refuseFolded([handle], `${this.#name}.output ${name}`);
    this.#outputs.push({ kind: 'output', name, from: handle.name });
  }

  /** Adds a unit; its result's type is known at once, its mistakes are kept for `finish`. */
  unit(
    kind: UnitKind,
    inputs: readonly StreamHandle[],
    written: Readonly<Record<string, unknown>>,
  ): StreamHandle {
    const index = this.#counts.get(kind) ?? 0;
    this.#counts.set(kind, index + 1);
    const { name: given, ...rest } = written;
    const name = typeof given === 'string' && given.length > 0 ? given : `${kind}${index}`;
    const place = `${this.#name}.${name}`;
    this.#claim(name);
    this.#refuseFolded(inputs, place);
    try {
      const parameters = this.#materialise(rest, place) as Readonly<Record<string, unknown>>;
      this.#nodes.push({
        kind: 'node',
        name,
        unit: kind,
        parameters,
        inputs: inputs.map((handle) => handle.name),
      });
      const streams = inputs.map((handle) => handle.stream);
      if (streams.some((stream) => stream === undefined)) {
        return { kind: 'handle', name, stream: undefined };
      }
      this.#streams.set(name, streams as StreamType[]);
      const bound = units[kind].bind(parameters, streams as StreamType[], place);
      return { kind: 'handle', name, stream: bound.spec.output };
    } catch (error) {
      if (!isSinterError(error)) throw error;
      this.#problems.push(...error.problems);
      for (const taken of [name, ...inputs.map((input) => input.name)]) this.#taken.add(taken);
      return { kind: 'handle', name, stream: undefined };
    }
  }

  /** Reads the files that parameters refer to. */
  #materialise(value: unknown, place: string): unknown {
    if (isNpyReference(value)) return readReference(value, this.#baseDirectory, place);
    if (value === null || typeof value !== 'object' || Reflect.get(value, 'kind') === 'constant') {
      return value;
    }
    if (Array.isArray(value) || ArrayBuffer.isView(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, part]) => [key, this.#materialise(part, `${place}.${key}`)]),
    );
  }

  finish(): Datapath {
    const { length: outputs } = this.#outputs;
    if (outputs === 0 && this.#problems.length === 0) {
      this.#fail(
        'E_DESIGN',
        this.#name,
        'has no output',
        "end the design with d.output('name', stream)",
      );
    }
    if (outputs > 0) {
      const given = { inputs: this.#inputs, nodes: this.#nodes, outputs: this.#outputs };
      const unused = unusedStreams(given).filter((name) => !this.#taken.has(name));
      this.#problems.push(...unusedProblems(this.#name, unused));
    }
    if (this.#problems.length > 0) throw new SinterError(this.#problems);
    return Object.freeze({
      kind: 'datapath',
      name: this.#name,
      inputs: Object.freeze([...this.#inputs]),
      nodes: Object.freeze([...this.#nodes]),
      outputs: Object.freeze([...this.#outputs]),
    });
  }
}
