import type { Codes } from '../ir/codes.js';
import { rangeOf } from '../ir/format.js';
import type { StreamType } from '../ir/stream.js';
import { realValues } from '../ir/values.js';
import type { BoundDatapath } from '../passes/bind.js';

/** How far results are from real-valued ones: in steps of the stream (its scale), and in real value. */
export interface ErrorFigures {
  readonly worstSteps: number;
  readonly meanSteps: number;
  readonly worstReal: number;
  readonly meanReal: number;
}

/** Of one layer, over all elements of all samples. */
export interface LayerError {
  readonly name: string;
  readonly unit: string;
  /** Against the layer in real numbers on the same inputs: what this layer adds. */
  readonly own: ErrorFigures;
  /** Against the whole network in real numbers: what has come together up to here. */
  readonly total: ErrorFigures;
}

/** An output of the network against the same network in real numbers. */
export interface OutputError {
  readonly name: string;
  readonly total: ErrorFigures;
  /** Share of samples whose largest element is at the same place; undefined for outputs of one element. */
  readonly agreement: number | undefined;
}

export interface NetworkError {
  readonly layers: readonly LayerError[];
  readonly outputs: readonly OutputError[];
}

class Sum {
  private worst = 0;
  private sum = 0;
  private count = 0;

  add(error: number): void {
    // No number to compare with: a logarithm of nothing, or the difference of two infinities.
    if (!Number.isFinite(error)) return;
    this.worst = Math.max(this.worst, error);
    this.sum += error;
    this.count++;
  }

  figures(scale: number): ErrorFigures {
    const mean = this.count === 0 ? 0 : this.sum / this.count;
    return {
      worstSteps: this.worst,
      meanSteps: mean,
      worstReal: this.worst * scale,
      meanReal: mean * scale,
    };
  }
}

/** Real values within what the stream's integers can say; other formats are not cut. */
const cut = ({ format, scale, zeroPoint }: StreamType, value: number): number => {
  if (format.kind !== 'int' && format.kind !== 'uint') return value;
  const { minimum, maximum } = rangeOf(format);
  return Math.min(Math.max(value, scale * (minimum - zeroPoint)), scale * (maximum - zeroPoint));
};

const largestIndex = (values: Float64Array): number =>
  values.reduce((best, value, i) => (value > (values[best] as number) ? i : best), 0);

/**
 * Errors of the golden model, which the hardware equals, against real arithmetic, on samples of the network's
 * inputs. `samples` hold the codes of every stream by name, as the golden model gives them.
 */
export const networkError = (
  { datapath, nodes, streams }: BoundDatapath,
  samples: readonly ReadonlyMap<string, Codes>[],
): NetworkError => {
  const own = new Map(nodes.map(({ node }) => [node.name, new Sum()]));
  const total = new Map([...streams.keys()].map((name) => [name, new Sum()]));
  const same = new Map(datapath.outputs.map(({ from }) => [from, 0]));
  for (const codes of samples) {
    const golden = new Map(
      [...streams].map(([name, stream]) => [name, realValues(stream, codes.get(name) as Codes)]),
    );
    const real = new Map<string, Float64Array>(
      datapath.inputs.map(({ name }) => [name, golden.get(name) as Float64Array]),
    );
    for (const { node, unit } of nodes) {
      const { output } = unit.spec;
      const valuesIn = (all: ReadonlyMap<string, Float64Array>) =>
        node.inputs.map((name) => all.get(name) as Float64Array);
      const results = golden.get(node.name) as Float64Array;
      const alone = unit.reference(valuesIn(golden));
      const exact = unit.reference(valuesIn(real));
      real.set(node.name, exact);
      results.forEach((value, i) => {
        const apart = Math.abs(value - cut(output, alone[i] as number));
        own.get(node.name)?.add(apart / output.scale);
        total.get(node.name)?.add(Math.abs(value - (exact[i] as number)) / output.scale);
      });
    }
    for (const { from } of datapath.outputs) {
      const [ours, theirs] = [golden, real].map((all) => all.get(from) as Float64Array);
      if (ours && theirs && largestIndex(ours) === largestIndex(theirs)) {
        same.set(from, (same.get(from) ?? 0) + 1);
      }
    }
  }
  const figures = (sums: ReadonlyMap<string, Sum>, name: string): ErrorFigures =>
    (sums.get(name) ?? new Sum()).figures(streams.get(name)?.scale ?? 1);
  return {
    layers: nodes.map(({ node }) => ({
      name: node.name,
      unit: node.unit,
      own: figures(own, node.name),
      total: figures(total, node.name),
    })),
    outputs: datapath.outputs.map(({ name, from }) => {
      const elements = (streams.get(from)?.shape ?? []).reduce((a, b) => a * b, 1);
      const agreement = elements > 1 ? (same.get(from) ?? 0) / samples.length : undefined;
      return { name, total: figures(total, from), agreement };
    }),
  };
};
