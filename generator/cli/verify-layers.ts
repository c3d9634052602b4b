import { describeMismatch, type Mismatch } from '../../sim/compare/mismatch.js';
import type { LayerStream, Localisation } from '../../sim/localise.js';
import { countText, textTable } from '../report/table.js';

/** Where in the network a mismatch comes from, as it is printed. */
export interface LayerFacts {
  /** The first layer whose output is wrong; undefined when all that passed between the layers is right. */
  readonly first:
    | {
        readonly layer: string;
        readonly kind: Mismatch['kind'];
        readonly tensor: number;
        readonly element: number | undefined;
        readonly lane: number | undefined;
        readonly beat: number;
        readonly cycle: number;
        readonly expected: string | undefined;
        readonly actual: string | undefined;
        /** All of it in one line. */
        readonly text: string;
      }
    | undefined;
  /** Of a run that stopped: layers that have all they need, and give nothing. */
  readonly stuck: readonly string[];
  /** Of a run that stopped: every stream between the layers. */
  readonly streams: readonly LayerStream[];
}

/** The facts of a localisation; tensors are numbered from `firstTensor`. */
export const layerFacts = (
  { first, stuck, streams }: Localisation,
  firstTensor: number,
): LayerFacts => {
  if (!first) return { first: undefined, stuck, streams };
  const mismatch = { ...first.mismatch, tensor: first.mismatch.tensor + firstTensor };
  const value = mismatch.kind === 'value' ? mismatch : undefined;
  return {
    first: {
      layer: first.layer,
      kind: mismatch.kind,
      tensor: mismatch.tensor,
      element: value?.index,
      lane: value?.lane,
      beat: mismatch.beat,
      cycle: mismatch.cycle,
      expected: value && String(value.expected),
      actual: value && String(value.actual),
      text: describeMismatch({ ...mismatch, stream: first.layer }),
    },
    stuck,
    streams,
  };
};

const streamTable = (streams: readonly LayerStream[]): string =>
  textTable(
    [{ title: '' }, { title: '' }, { title: '', align: 'right' }, { title: '' }],
    streams.map(({ from, to, beats, beatsExpected, state }) => [
      `  ${from}`,
      to ? `to ${to}` : '',
      `${countText(beats)} of ${countText(beatsExpected)} beats`,
      state,
    ]),
  );

const noneText = (stopped: boolean): string =>
  stopped
    ? 'first wrong layer: none, of the beats that came all are as expected'
    : 'first wrong layer: none, every beat between the layers is as expected';

/** One line; where beats are missing, also how far every stream came. */
export const layerText = (
  { first, stuck, streams }: LayerFacts,
  kind: Mismatch['kind'],
): string => {
  const stopped = kind === 'missing' && streams.length > 0;
  return [
    first ? `first wrong layer: ${first.text}` : noneText(stopped),
    ...(stopped ? ['between the layers, when it stopped:', streamTable(streams)] : []),
    ...(stopped
      ? stuck.map((layer) => `stuck: ${layer} has what its next beat needs, and does not give it`)
      : []),
  ].join('\n');
};
