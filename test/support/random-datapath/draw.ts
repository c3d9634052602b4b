import * as formats from '../../../generator/dsl/formats.js';
import { type NestedNumbers, tensor } from '../../../generator/dsl/tensor.js';
import { isSinterError } from '../../../generator/error.js';
import type {
  Datapath,
  DatapathInput,
  DatapathNode,
  DatapathOutput,
} from '../../../generator/ir/datapath.js';
import { isFloating, isInteger, type NumberFormat, rangeOf } from '../../../generator/ir/format.js';
import type { StreamType } from '../../../generator/ir/stream.js';
import { type ConstantTensor, sizeOf } from '../../../generator/ir/tensor.js';
import { isPaired, valueRangeOf, zeroCodeOf } from '../../../generator/ir/values.js';
import { randomIntegers } from '../../../generator/numeric/random.js';
import { type UnitKind, units } from '../../../generator/units/index.js';

/** A stream of a datapath that is being drawn. */
export interface Drawn {
  readonly kind: 'handle';
  readonly name: string;
  readonly stream: StreamType;
}

/** Elements of a tensor, at most: a design is simulated in seconds. */
export const mostElements = 160;

/** Tries at a step before another one is drawn. */
const tries = 12;

const isUsual = (format: NumberFormat): boolean => isInteger(format) && format.bits <= 16;

/** Draws inputs, units and constants; a step that a unit refuses leaves nothing behind. */
export class DatapathDraw {
  readonly #next: () => number;
  #inputs: DatapathInput[] = [];
  #nodes: DatapathNode[] = [];
  #drawn: Drawn[] = [];

  constructor(seed: number) {
    this.#next = randomIntegers(seed);
  }

  /** 0 .. count - 1. */
  random(count: number): number {
    return this.#next() % count;
  }

  choose<T>(from: readonly T[]): T {
    return from[this.random(from.length)] as T;
  }

  /** True once in so many. */
  once(of: number): boolean {
    return this.random(of) === 0;
  }

  between(least: number, most: number): number {
    return least + this.random(most - least + 1);
  }

  /** A parameter that may be left away. */
  maybe<K extends string, T>(name: K, value: T, of = 2): Partial<Record<K, T>> {
    return this.once(of) ? ({ [name]: value } as Record<K, T>) : {};
  }

  /** 1 to `most`, its divisors and itself more often than others. */
  width(most: number): number {
    const divisors = Array.from({ length: most }, (_, i) => i + 1).filter((n) => most % n === 0);
    return this.once(3) ? this.between(1, most) : this.choose(divisors);
  }

  /** Of `axes` sizes, small, and no more elements than a tensor may have. */
  shape(axes: number): number[] {
    const sizes = Array.from({ length: axes }, () => this.choose([1, 2, 2, 3, 3, 4, 5, 6, 7, 8]));
    return sizeOf(sizes) > mostElements ? this.shape(axes) : sizes;
  }

  codebook(): NumberFormat {
    const count = this.choose([2, 3, 4, 7, 16]);
    const values = Array.from({ length: count }, () => this.between(-40, 40));
    return formats.codebook(this.once(3) ? values : [0, ...values.slice(1)]);
  }

  integer(): NumberFormat {
    const usual = [formats.int(8), formats.int(8), formats.uint(8), formats.int(4)];
    const odd = this.between(2, 16);
    return this.choose([...usual, formats.int(odd), formats.uint(this.between(1, 10))]);
  }

  /** Formats of activations and weights, integers most of all. */
  format(): NumberFormat {
    if (!this.once(4)) return this.integer();
    const bits = this.between(2, 5);
    return this.choose<NumberFormat>([
      formats.binary(),
      formats.ternary(),
      formats.powerOfTwo(bits),
      formats.flint(bits),
      formats.flint(bits + 1, { signed: true }),
      this.codebook(),
      formats.olive(),
    ]);
  }

  /** How codes are read whose real values are about as large as `magnitude`. */
  quantization(
    magnitude: number,
    format: NumberFormat,
  ): { readonly format: NumberFormat; readonly scale: number; readonly zeroPoint?: number } {
    if (isFloating(format)) return { format, scale: 1 };
    const { minimum, maximum } = valueRangeOf(format);
    const scale = (magnitude / Math.max(1, -minimum, maximum)) * this.choose([0.3, 0.7, 1, 1, 2]);
    const { minimum: least, maximum: most } = rangeOf(format);
    const moved = isInteger(format) && this.once(3);
    return { format, scale, ...(moved ? { zeroPoint: this.between(least, most) } : {}) };
  }

  /** Seeded values of a format, zeros among them where it has any. */
  weights(
    shape: readonly number[],
    format: NumberFormat,
    { zeros = 0, perChannel = 0 }: { zeros?: number; perChannel?: number } = {},
  ): ConstantTensor {
    const scales = perChannel
      ? Array.from({ length: perChannel }, () => 0.01 + this.random(100) / 1000)
      : this.choose([0.01, 0.02, 0.1]);
    if (isPaired(format)) {
      const pairs = Array.from({ length: sizeOf(shape) }, () =>
        this.once(3) ? 0 : this.between(-7, 7),
      );
      return tensor.fromValues(pairs as NestedNumbers, format, { shape, scale: scales });
    }
    const { minimum, maximum } = rangeOf(format);
    const zero = zeroCodeOf(format);
    const codes = Array.from({ length: sizeOf(shape) }, () =>
      zero !== undefined && this.random(10) < zeros ? zero : this.between(minimum, maximum),
    );
    return tensor.fromCodes(codes, shape, format, { scale: scales });
  }

  /** A new input of the datapath. */
  input(shape: readonly number[], format: NumberFormat = this.integer(), magnitude = 4): Drawn {
    const name = `x${this.#inputs.length}`;
    const { zeroPoint = 0, ...quantization } = this.quantization(magnitude, format);
    const lanes = this.width(Math.min(12, this.once(2) ? (shape.at(-1) ?? 1) : sizeOf(shape)));
    const stream: StreamType = { kind: 'stream', shape, ...quantization, zeroPoint, lanes };
    return this.#add(this.#inputs, { kind: 'input', name, stream }, stream);
  }

  #add<T extends { readonly name: string }>(to: T[], one: T, stream: StreamType): Drawn {
    to.push(one);
    const drawn: Drawn = { kind: 'handle', name: one.name, stream };
    this.#drawn.push(drawn);
    return drawn;
  }

  /** A stream that is there and fits, later ones more often; now and then, or where there is none, `make`s one. */
  take(fits: (stream: StreamType) => boolean, make: () => Drawn): Drawn {
    const there = this.#drawn.filter(({ stream }) => fits(stream));
    if (there.length === 0 || this.once(6)) return make();
    return this.once(2) ? (there.at(-1) as Drawn) : this.choose(there);
  }

  /** Streams of int and uint, as most units want them. */
  any(axes = this.between(1, 3)): Drawn {
    return this.take(
      ({ format }) => isUsual(format),
      () => this.input(this.shape(axes)),
    );
  }

  /** The same with a last axis that is something to work on: rows of a matrix. */
  ofAxes(axes: number): Drawn {
    return this.take(
      ({ format, shape }) => isUsual(format) && shape.length === axes,
      () => this.input(this.shape(axes)),
    );
  }

  /** Adds a unit; throws SinterError where it does not take what was drawn. */
  unit(
    unit: UnitKind,
    inputs: readonly Drawn[],
    written: Readonly<Record<string, unknown>>,
  ): Drawn {
    const { name = `${unit}${this.#nodes.length}`, ...parameters } = written;
    const streams = inputs.map(({ stream }) => stream);
    const bound = units[unit].bind(parameters, streams, `drawn.${String(name)}`);
    const node: DatapathNode = {
      ...{ kind: 'node', name: String(name), unit, parameters },
      inputs: inputs.map((input) => input.name),
    };
    return this.#add(this.#nodes, node, bound.spec.output);
  }

  /** Draws a step again and again until its units take it; whether they did. */
  attempt(step: (draw: DatapathDraw) => unknown): boolean {
    for (let left = tries; left > 0; left--) {
      const before = [[...this.#inputs], [...this.#nodes], [...this.#drawn]] as const;
      try {
        step(this);
        if (this.#drawn.every(({ stream }) => sizeOf(stream.shape) <= mostElements)) return true;
      } catch (error) {
        if (!isSinterError(error)) throw error;
      }
      [this.#inputs, this.#nodes, this.#drawn] = before.map((list) => [...list]) as [
        DatapathInput[],
        DatapathNode[],
        Drawn[],
      ];
    }
    return false;
  }

  /** What was drawn: streams that nobody reads are outputs, some of the others too. */
  finish(name: string): Datapath {
    const read = new Set(this.#nodes.flatMap(({ inputs }) => inputs));
    const given = this.#drawn.filter((drawn) => !read.has(drawn.name) || this.once(8));
    const outputs = given.map(
      (drawn, i): DatapathOutput => ({ kind: 'output', name: `y${i}`, from: drawn.name }),
    );
    return { kind: 'datapath', name, inputs: this.#inputs, nodes: this.#nodes, outputs };
  }
}
