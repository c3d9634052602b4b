import { ToolError } from '../generator/error.js';
import { ecp5 } from '../generator/evaluate/area.js';
import { type NetlistDesign, synthesizeProven } from './netlist.js';
import { count } from './section.js';

/** Columns that every table of arrays ends with: the same module on an ECP5. */
export const ecp5Titles: readonly string[] = [
  'ECP5 LUT4',
  'DPR16X4',
  'TRELLIS_FF',
  'MULT18X18D',
  'DP16KD',
];

/** What these columns are. */
export const ecp5Text = `ECP5: \`${ecp5.synthesis}\`, two LUT4 in each CCU2C, its netlist proven alike; - where Yosys has no model of a cell to simulate.`;

/** A design's cells for them. Throws where a netlist is wrong. */
export const ecp5Cells = async (
  design: NetlistDesign,
  folder: string,
): Promise<readonly string[]> => {
  try {
    const { area } = await synthesizeProven(design, ecp5, `${folder}/ecp5`);
    const memories = area.cells['TRELLIS_DPR16X4'] ?? 0;
    return [area.luts, memories, area.flipFlops, area.dsps, area.blockRams].map(count);
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    return ecp5Titles.map(() => '-');
  }
};
