import type { TopLevelSpec } from 'vega-lite';
import { svgOf } from './svg.js';

/** One method's error at one place. */
export interface ErrorPoint {
  readonly method: string;
  readonly x: number;
  /** Steps of the output. */
  readonly error: number;
}

/** Errors over the range of `axis`, a band a method, as SVG. */
export const errorPlot = (points: readonly ErrorPoint[], axis = 'x'): Promise<string> => {
  const spec: TopLevelSpec = {
    data: { values: points.map((point) => ({ ...point })) },
    spacing: 6,
    facet: {
      row: {
        field: 'method',
        title: null,
        sort: null,
        header: { labelAngle: 0, labelAlign: 'left' },
      },
    },
    spec: {
      width: 440,
      height: 52,
      mark: { type: 'line', interpolate: 'step', strokeWidth: 1 },
      encoding: {
        x: { field: 'x', type: 'quantitative', title: axis, axis: { tickCount: 8, grid: false } },
        y: {
          field: 'error',
          type: 'quantitative',
          title: 'steps',
          axis: { tickCount: 3, titleFontSize: 9 },
        },
      },
    },
    resolve: { scale: { y: 'independent' } },
  };
  return svgOf(spec);
};
