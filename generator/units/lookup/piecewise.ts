import { bitVector, unsignedDecimal } from '../../emit/literal.js';
import { offsetBitsOf, segmentsOf } from '../../functions/address.js';
import { describePiecewise, type MultiplierKind } from '../../functions/area.js';
import { foldConstant, type Piecewise } from '../../functions/datapath.js';
import { argumentBits } from '../../functions/fold.js';
import { type Column, type Widths, widthsOf } from '../../functions/widths.js';
import { isSigned, unsignedBitsFor } from '../../ir/format.js';
import type { MemoryModule, Stage } from '../../ir/module.js';
import type { Naming } from '../unit.js';
import {
  fitted,
  laneStage,
  multiplication,
  Pipeline,
  type Signal,
  slice,
  type Wire,
  wire,
} from './pipeline.js';
import type { FunctionHardware } from './spec.js';

interface PiecewiseOptions {
  readonly naming: Naming;
  readonly lanes: number;
  readonly beats: number;
  readonly datapath: Piecewise;
  readonly multiplier: MultiplierKind;
}

const isConstant = ({ values }: Column): boolean => values.every((value) => value === values[0]);

const columnName = (k: number): string => (k === 0 ? 'intercept' : k === 1 ? 'slope' : `curve${k}`);

/** What the coefficient table holds, highest coefficient lowest; constants are wired. */
const storedOf = ({ columns }: Widths) =>
  columns
    .map((column, k) => ({ column, k }))
    .filter(({ column }) => !isConstant(column))
    .reverse();

const memoryOf = (name: string, f: Piecewise, widths: Widths): MemoryModule | undefined => {
  const stored = storedOf(widths);
  if (stored.length === 0) return undefined;
  const segments = segmentsOf(f.address);
  const words = Array.from({ length: 2 ** widths.segmentBits }, (_, segment) => {
    // No argument reaches what lies beyond the segments.
    const row = Math.min(segment, segments - 1);
    let word = 0n;
    let at = 0n;
    for (const { column } of stored) {
      word |= BigInt.asUintN(column.bits, BigInt(column.values[row] as number)) << at;
      at += BigInt(column.bits);
    }
    return word;
  });
  return {
    kind: 'memory',
    name,
    widthBits: stored.reduce((sum, { column }) => sum + column.bits, 0),
    words,
    description: `coefficients of each segment; per word ${stored
      .map(({ column, k }) => `${columnName(k)} ${column.bits}`)
      .join(', ')} bits`,
  };
};

/** Memory bits of a lane. */
const memoryBitsOf = (f: Piecewise): number => {
  const memory = memoryOf('', f, widthsOf(f));
  return memory ? memory.widthBits * memory.words.length : 0;
};

/** The argument: its own cycle where it is folded. */
const argumentStep = (lane: Pipeline, f: Piecewise): Signal => {
  const { input, fold } = f;
  const { bits } = input.format;
  const wanted = argumentBits(input, fold);
  if (!fold) {
    const offsetBinary = bits === 1 ? '~code' : `{~code[${bits - 1}], code[${bits - 2}:0]}`;
    return { name: isSigned(input.format) ? offsetBinary : 'code', bits, signed: false };
  }
  const wide = bits + 1;
  const extended = fitted({ name: 'code', bits, signed: isSigned(input.format) }, wide);
  const zero = bitVector(wide, input.zeroPoint);
  const low = wanted === wide ? 'centred' : `centred[${wanted - 1}:0]`;
  const below = fold.kind === 'positive' ? `${wanted}'d0` : `${wanted}'d0 - ${low}`;
  lane.step(
    'distance from the zero point',
    [
      { name: 'argument', bits: wanted, value: `centred[${bits}] ? ${below} : ${low}` },
      ...(fold.kind === 'magnitude'
        ? [{ name: 'negative', bits: 1, value: `centred[${bits}]` }]
        : []),
    ],
    [],
    {
      wires: [wire('centred', wide, input.zeroPoint === 0 ? extended : `${extended} - ${zero}`)],
    },
  );
  lane.unused.push('centred');
  return lane.get('argument');
};

interface Located {
  readonly segment: string;
  readonly offset: string;
  readonly wires: readonly Wire[];
}

/** Segment and offset; by octaves and by comparators they take a cycle. */
const locateStep = (
  lane: Pipeline,
  f: Piecewise,
  { segmentBits }: Widths,
  argument: Signal,
): Located => {
  const { address } = f;
  const offsetBits = offsetBitsOf(address);
  const keep = ['negative', ...(f.fold?.slopeExponent === undefined ? [] : ['argument'])];
  switch (address.kind) {
    case 'uniform': {
      const { argumentBits: bits } = address;
      return {
        wires: [wire('place', bits, argument.name)],
        segment: offsetBits === bits ? '' : slice('place', bits - 1, offsetBits),
        offset: offsetBits === 0 ? '' : slice('place', offsetBits - 1, 0),
      };
    }
    case 'octave': {
      const { argumentBits: bits, splitBits } = address;
      const octaveBits = unsignedBitsFor(bits);
      const split = splitBits === 0 ? '' : `, ${slice('fraction', bits - 2, offsetBits)}`;
      lane.step(
        'octave and the bits behind the leading one',
        [
          { name: 'segment', bits: octaveBits + splitBits, value: `{octave${split}}` },
          { name: 'offset', bits: offsetBits, value: slice('fraction', offsetBits - 1, 0) },
        ],
        keep,
        {
          wires: [
            wire('position', bits, argument.name),
            wire('octave', octaveBits),
            wire('fraction', bits - 1),
          ],
          instances: [
            {
              module: 'sinter_leading_one',
              name: 'normalise',
              parameters: `#(.BITS(${bits}), .OCTAVE_BITS(${octaveBits})) `,
              ports: '\n          .in(position), .octave(octave), .fraction(fraction)',
            },
          ],
        },
      );
      return { wires: [], segment: lane.get('segment').name, offset: lane.get('offset').name };
    }
    case 'comparators': {
      const { argumentBits: bits, starts } = address;
      const choices = starts
        .map((start, i) => ({ start, i }))
        .slice(1)
        .reverse()
        .map(
          ({ start, i }) =>
            `(place >= ${unsignedDecimal(bits, start)}) ? ${unsignedDecimal(segmentBits, i)} :`,
        );
      lane.step(
        'segment by comparison',
        [
          {
            name: 'segment',
            bits: segmentBits,
            value: [...choices, unsignedDecimal(segmentBits, 0)].join('\n              '),
          },
          { name: 'offset', bits, value: 'place' },
        ],
        keep,
        { wires: [wire('place', bits, argument.name)] },
      );
      return { wires: [], segment: lane.get('segment').name, offset: lane.get('offset').name };
    }
  }
};

const tailOf = (f: Piecewise): readonly string[] =>
  f.fold?.kind === 'magnitude'
    ? ['negative', ...(f.fold.slopeExponent === undefined ? [] : ['argument'])]
    : [];

/** Horner's rule: a cycle for the product, one for the sum. */
const hornerSteps = (
  lane: Pipeline,
  f: Piecewise,
  { products, sumBits }: Widths,
  multiplier: MultiplierKind,
): void => {
  const { degree, offsetBits, slopeShift } = f;
  let factor = lane.get(columnName(degree));
  for (let k = degree; k >= 1; k--) {
    const { factorBits } = products[degree - k] as { factorBits: number };
    const inner = k > 1;
    const next = inner ? (products[degree - k + 1]?.factorBits as number) : sumBits;
    const offset = lane.get('offset');
    const productBits = factorBits + offset.bits + 1;
    // Of the product, what the sum takes of it.
    const dropped = inner ? offsetBits : 0;
    const usedBits = Math.min(productBits, inner ? next + dropped : sumBits - slopeShift);
    const rest = Array.from({ length: k }, (_, i) => columnName(i));
    const product = `product${k}`;
    lane.step(
      `${columnName(k)} times offset`,
      [
        {
          name: product,
          bits: usedBits - dropped,
          value: slice(product, usedBits - 1, dropped),
          signed: true,
        },
      ],
      [...rest, ...(inner ? ['offset'] : []), ...tailOf(f)],
      {
        wires: [
          wire(`factor${k}`, factorBits, fitted(factor, factorBits)),
          wire(`offset${k}`, offset.bits + 1, `{1'b0, ${offset.name}}`),
          wire(product, productBits),
        ],
        instances: [
          multiplication(
            multiplier,
            `multiply${k}`,
            [
              { name: `factor${k}`, bits: factorBits },
              { name: `offset${k}`, bits: offset.bits + 1 },
            ],
            product,
          ),
        ],
      },
    );
    lane.unused.push(product);
    const taken = lane.get(product);
    const added = lane.get(columnName(k - 1));
    const shifted =
      inner || slopeShift === 0
        ? fitted(taken, next)
        : `{${fitted(taken, next - slopeShift)}, ${slopeShift}'d0}`;
    const sum = inner ? `factor` : 'sum';
    lane.step(
      inner ? `plus ${columnName(k - 1)}` : 'plus intercept',
      [{ name: sum, bits: next, value: `${fitted(added, next)} + ${shifted}`, signed: inner }],
      [...rest.slice(0, -1), ...(inner ? ['offset'] : []), ...tailOf(f)],
    );
    factor = lane.get(sum);
  }
};

/** What the fold makes of codes below zero. */
const unfoldStep = (lane: Pipeline, f: Piecewise, sumBits: number): void => {
  const { fold, shift } = f;
  if (fold?.kind !== 'magnitude') return;
  const sum = lane.get('sum');
  const constant = bitVector(sumBits, foldConstant(fold, shift));
  const parts = [
    fold.sign < 0 ? `${constant} - ${sum.name}` : `${sum.name} + ${constant}`,
    ...(fold.slopeExponent === undefined
      ? []
      : [` - ${shiftedArgument(lane.get('argument'), fold.slopeExponent + shift, sumBits)}`]),
  ];
  lane.step(
    'below the zero point, what follows from the other half',
    [
      {
        name: 'unfolded',
        bits: sumBits,
        value: `${lane.get('negative').name} ? ${parts.join('')} : ${sum.name}`,
      },
    ],
    [],
  );
};

const shiftedArgument = (argument: Signal, exponent: number, bits: number): string => {
  if (exponent === 0) return fitted(argument, bits);
  return `{${fitted(argument, bits - exponent)}, ${exponent}'d0}`;
};

/** Coefficients of the segment: a word of the table, and what is the same for all segments. */
const coefficientStep = (
  lane: Pipeline,
  f: Piecewise,
  { columns, segmentBits }: Widths,
  { segment, offset, wires }: Located,
  memory: MemoryModule | undefined,
): void => {
  const fields: { readonly name: string; readonly wire: Wire; readonly signal: Signal }[] = [];
  let at = 0;
  for (const [k, column] of [...columns.entries()].reverse()) {
    const { bits, signed, values } = column;
    const name = columnName(k);
    const constant = isConstant(column);
    const value = constant
      ? bitVector(bits, values[0] as number)
      : slice('coefficients', at + bits - 1, at);
    fields.push({ name, wire: wire(name, bits, value), signal: { name, bits, signed } });
    if (!constant) at += bits;
  }
  lane.step(
    'coefficients of the segment',
    f.degree > 0 && offset !== ''
      ? [{ name: 'offset', bits: offsetBitsOf(f.address), value: offset }]
      : [],
    tailOf(f),
    {
      wires: [
        ...wires,
        ...(memory ? [wire('coefficients', memory.widthBits)] : []),
        ...fields.map((field) => field.wire),
      ],
      instances: memory
        ? [
            {
              module: memory.name,
              name: 'coefficient_rom',
              parameters: '',
              ports: `
          .clk(clk),
          .enable(enable),
          .address(${segmentBits === 1 && segment === '' ? "1'b0" : segment}),
          .data(coefficients)
      `,
            },
          ]
        : [],
    },
  );
  if (wires.length > 0) lane.unused.push('place');
  for (const { name, signal } of fields) lane.carried.set(name, signal);
};

/** Every lane's code through segment lookup, Horner's rule and the fold; functions/datapath.ts. */
const piecewiseStage = (options: PiecewiseOptions): Stage => {
  const { naming, lanes, beats, datapath: f, multiplier } = options;
  const widths = widthsOf(f);
  const { sumBits } = widths;
  const name = `${naming.module}_function`;
  const memory = memoryOf(`${naming.module}_coefficients`, f, widths);
  const lane = new Pipeline();
  const argument = argumentStep(lane, f);
  const located = locateStep(lane, f, widths, argument);
  coefficientStep(lane, f, widths, located, memory);
  if (f.degree === 0) {
    // The column of the table is as wide as the output, or not signed.
    lane.carried.set('sum', lane.get('intercept'));
  } else {
    hornerSteps(lane, f, widths, multiplier);
  }
  unfoldStep(lane, f, sumBits);
  const result = lane.get(f.fold?.kind === 'magnitude' ? 'unfolded' : 'sum');
  if (f.shift > 0) lane.unused.push(result.name);
  return laneStage({
    ...{ naming, lanes, beats, lane, name },
    title: 'a function by segments',
    description: describePiecewise(f),
    codeBits: f.input.format.bits,
    resultBits: f.output.bits,
    result: f.shift === 0 ? result.name : slice(result.name, sumBits - 1, f.shift),
    memory: memory && {
      name: 'coefficient_rom',
      module: memory,
      dslName: `${naming.dslName}.coefficients`,
    },
  });
};

export const piecewiseHardware = (
  datapath: Piecewise,
  multiplier: MultiplierKind,
): FunctionHardware => ({
  stages: (naming, size) => [piecewiseStage({ naming, ...size, datapath, multiplier })],
  memoryBits: (lanes) => lanes * memoryBitsOf(datapath),
});
