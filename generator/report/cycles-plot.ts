import type { TopLevelSpec } from 'vega-lite';
import type { LayerSummary } from '../emit/manifest.js';
import { svgOf } from './svg.js';

/** Cycles of each layer as bars in the network's order, and the interval of the whole as a line. */
export const cyclesPlot = (
  layers: readonly Pick<LayerSummary, 'name' | 'intervalCycles'>[],
  intervalCycles: number,
): Promise<string> => {
  const spec: TopLevelSpec = {
    width: 440,
    height: { step: 16 },
    layer: [
      {
        data: { values: layers.map(({ name, intervalCycles: cycles }) => ({ name, cycles })) },
        mark: { type: 'bar' },
        encoding: {
          x: { field: 'cycles', type: 'quantitative', title: 'cycles', axis: { tickCount: 6 } },
          y: {
            field: 'name',
            type: 'nominal',
            title: null,
            sort: null,
            axis: { labelLimit: 260 },
          },
        },
      },
      {
        data: { values: [{ interval: intervalCycles }] },
        mark: { type: 'rule', strokeDash: [4, 3] },
        encoding: { x: { field: 'interval', type: 'quantitative' } },
      },
    ],
  };
  return svgOf(spec);
};
