import * as vega from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';

/** A plot as SVG; the same bytes on every machine. */
export const svgOf = async (spec: TopLevelSpec): Promise<string> => {
  const { spec: compiled } = compile({ ...spec, config: { font: 'sans-serif' } });
  const view = new vega.View(vega.parse(compiled), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  // What only a browser's reader would use, and digits beyond the pixels.
  return `${svg.replace(/ (aria|role)[a-z-]*="[^"]*"/g, '').replace(/(\d+\.\d\d)\d+/g, '$1')}\n`;
};
