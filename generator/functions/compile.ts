import { rangeOf } from '../ir/format.js';
import {
  type AreaEstimate,
  describePiecewise,
  type MultiplierKind,
  piecewiseArea,
  tableLuts,
} from './area.js';
import { type Piecewise, piecewiseCodes } from './datapath.js';
import type { FunctionDefinition } from './decimal.js';
import { argumentBits, type Fold, foldOf } from './fold.js';
import { interpolated } from './interpolate.js';
import {
  type ErrorReport,
  errorOf,
  type Quantization,
  roundedCodes,
  type Samples,
  samplesOf,
} from './samples.js';
import { dspLuts, type Layout, leastBound, narrowest, type Shape } from './search.js';

/** How a function is computed: what `pwl`, `table`, `polynomial` and `cheapest` take. */
export interface FunctionMethod {
  readonly method: 'table' | 'pwl' | 'polynomial' | 'cheapest';
  /** Pieces of the function; left out: as few as the error allows. */
  readonly segments?: number | undefined;
  /** How segments are found: by high bits, by octaves, or by comparators; left out: the cheapest. */
  readonly segmentation?: Layout['kind'] | undefined;
  /** Of a polynomial; left out: 2. */
  readonly degree?: 2 | 3 | undefined;
  /** Entries of a table between which is interpolated; left out: a word for every code. */
  readonly interpolate?: number | undefined;
  /** Largest error in steps of the output; left out: 1, or the least that the segments allow. */
  readonly error?: number | undefined;
  /** Whether halves that follow from each other are stored once; left out: where it is cheaper. */
  readonly fold?: boolean | undefined;
  readonly multiplier?: MultiplierKind | undefined;
}

/** A function ready for hardware, with what it costs and how far it is off. */
export interface CompiledFunction {
  readonly input: Quantization;
  readonly output: Quantization;
  /** What computes it: a word for each code, or a polynomial. */
  readonly hardware: { readonly kind: 'table' } | Piecewise;
  readonly multiplier: MultiplierKind;
  /** Output codes by input code less the least. */
  readonly codes: Int32Array;
  readonly error: ErrorReport;
  /** Of a lane, by the model of the function compiler. */
  readonly area: AreaEstimate;
  /** In one line. */
  readonly text: string;
}

/** What stands against a function with these parameters, as the reason of an error. */
export class NoDesign extends Error {}

/** Wider inputs have no table of their own. */
export const mostTableBits = 12;
/** Every input code is tried. */
export const mostInputBits = 16;

const largestSplit = 9;
const mostComparators = 16;

const layoutsOf = ({ segments, segmentation }: FunctionMethod, bits: number): readonly Layout[] => {
  const layouts: Layout[] = [];
  const wants = (kind: Layout['kind']): boolean =>
    segmentation === undefined || segmentation === kind;
  if (wants('uniform')) {
    for (let split = 0; split <= Math.min(bits - 1, largestSplit); split++) {
      if (segments === undefined || segments === 2 ** split) {
        layouts.push({ kind: 'uniform', segments: 2 ** split });
      }
    }
  }
  if (wants('comparators')) {
    const most = Math.min(segments ?? mostComparators, 2 ** bits);
    if (most <= 64 && most > 1) layouts.push({ kind: 'comparators', most });
  }
  // A leading one costs more than a whole table of so few bits.
  if (segmentation === 'octave' || (segmentation === undefined && bits > 8 && !segments)) {
    for (let splitBits = 0; splitBits <= Math.min(6, bits - 2); splitBits++) {
      const rows = (bits + 1) * 2 ** splitBits;
      if (segments === undefined || rows <= segments) layouts.push({ kind: 'octave', splitBits });
    }
  }
  return layouts;
};

const costOf = ({ luts, dsps }: AreaEstimate): number => luts + dspLuts * dsps;

const better = (a: CompiledFunction | undefined, b: CompiledFunction | undefined) =>
  a === undefined || (b !== undefined && costOf(b.area) < costOf(a.area)) ? b : a;

const finished = (
  samples: Samples,
  hardware: Piecewise,
  multiplier: MultiplierKind,
): CompiledFunction => {
  const codes = piecewiseCodes(hardware);
  return {
    input: samples.input,
    output: samples.output,
    hardware,
    multiplier,
    codes,
    error: errorOf(samples, codes),
    area: piecewiseArea(hardware, multiplier),
    text: describePiecewise(hardware),
  };
};

/** A word for each code; correctly rounded. */
const directTable = (samples: Samples, multiplier: MultiplierKind): CompiledFunction => {
  const { input, output } = samples;
  const codes = roundedCodes(samples);
  const { minimum } = rangeOf(input.format);
  // In the order of a code's bits.
  const values = Array.from(codes, (_, bits) => codes[(bits - minimum) % codes.length] as number);
  const positive = values.map((value) => (value < 0 ? value + 2 ** output.format.bits : value));
  return {
    ...{ input, output, multiplier, codes },
    hardware: { kind: 'table' },
    error: errorOf(samples, codes),
    area: { luts: tableLuts({ bits: output.format.bits, values: positive }), dsps: 0 },
    text: `table of ${codes.length} words of ${output.format.bits} bits`,
  };
};

interface Question {
  readonly samples: Samples;
  readonly folds: readonly (Fold | undefined)[];
  readonly options: FunctionMethod;
  readonly multiplier: MultiplierKind;
}

const tableDesign = (question: Question): CompiledFunction | undefined => {
  const { samples, folds, options, multiplier } = question;
  const { bits } = samples.input.format;
  if (options.interpolate !== undefined) {
    const hardware = interpolated(samples, options.interpolate);
    return hardware && finished(samples, hardware, multiplier);
  }
  if (bits > mostTableBits) {
    throw new NoDesign(`a table takes codes of at most ${mostTableBits} bits`);
  }
  let best: CompiledFunction | undefined;
  const bound = options.error ?? 0.5;
  for (const fold of folds) {
    if (!fold) {
      best = better(best, directTable(samples, multiplier));
      continue;
    }
    const segments = 2 ** argumentBits(samples.input, fold);
    const shape: Shape = {
      ...{ samples, fold, degree: 0, bound },
      layout: { kind: 'uniform', segments },
    };
    const hardware = narrowest(shape, multiplier);
    if (hardware) best = better(best, finished(samples, hardware, multiplier));
  }
  if (!best) throw new NoDesign('its halves do not fold into each other at these scales');
  return best;
};

/** Largest error that segments alone, without a bound, are taken for. */
const mostError = 2 ** 16;

const polynomialDesign = (
  { samples, folds, options, multiplier }: Question,
  degrees: readonly number[],
  known?: CompiledFunction,
): CompiledFunction | undefined => {
  let best: CompiledFunction | undefined;
  for (const degree of degrees) {
    // What the adders and the multipliers take: no polynomial of this degree costs less.
    const least = degree * (samples.output.format.bits + (multiplier === 'dsp' ? dspLuts : 0));
    const rival = best ?? known;
    if (rival && least >= costOf(rival.area)) continue;
    for (const fold of folds) {
      let growing = 0;
      for (const layout of layoutsOf(options, argumentBits(samples.input, fold))) {
        if (layout.kind === 'comparators' && degree > 1) continue;
        if (layout.kind === 'uniform' && growing > 1) continue;
        const shape = { samples, fold, degree, layout };
        const bound =
          options.error ?? (options.segments === undefined ? 1 : leastBound(shape, mostError));
        if (bound === undefined) continue;
        const hardware = narrowest({ ...shape, bound }, multiplier);
        if (!hardware) continue;
        const one = finished(samples, hardware, multiplier);
        const chosen = better(best, one);
        // Twice the segments are not going to be cheaper once they are not.
        if (layout.kind === 'uniform' && chosen !== one) growing++;
        best = chosen;
      }
    }
  }
  return best;
};

const design = (question: Question): CompiledFunction | undefined => {
  const { options, samples } = question;
  switch (options.method) {
    case 'table':
      return tableDesign(question);
    case 'pwl':
      return polynomialDesign(question, [1]);
    case 'polynomial':
      return polynomialDesign(question, [options.degree ?? 2]);
    case 'cheapest': {
      const bounded = { ...question, options: { ...options, error: options.error ?? 1 } };
      const table = samples.input.format.bits <= mostTableBits ? tableDesign(question) : undefined;
      return better(table, polynomialDesign(bounded, [1, 2, 3], table));
    }
  }
};

const refusal = (samples: Samples, { error, segments }: FunctionMethod): string => {
  const rounding = errorOf(samples, roundedCodes(samples)).worstLsb;
  if (error !== undefined && error < rounding) {
    return `gives an error of ${error} steps, rounding alone takes ${rounding.toFixed(3)}`;
  }
  const given = segments === undefined ? '' : ` with ${segments} segment(s)`;
  return `nothing${given} keeps within ${error ?? 1} step(s) of the output`;
};

/**
 * The hardware of a function between two quantizations: within the error, the cheapest that the method has.
 * Throws NoDesign where there is none, RangeError where the function is no number.
 */
export const compileFunction = (
  definition: FunctionDefinition,
  options: FunctionMethod,
  input: Quantization,
  output: Quantization,
): CompiledFunction => {
  if (input.format.bits > mostInputBits) {
    throw new NoDesign(`takes codes of at most ${mostInputBits} bits`);
  }
  const samples = samplesOf(definition, input, output);
  const fold = foldOf(definition.symmetry, input, output);
  if (options.fold === true && !fold) {
    throw new NoDesign('its halves do not fold into each other at these scales');
  }
  const folds =
    options.fold === undefined
      ? fold
        ? [undefined, fold]
        : [undefined]
      : options.fold
        ? [fold]
        : [undefined];
  const found = design({ samples, folds, options, multiplier: options.multiplier ?? 'dsp' });
  if (!found) throw new NoDesign(refusal(samples, options));
  return found;
};
