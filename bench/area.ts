import { ToolError } from '../generator/error.js';
import { type Area, ecp5, ice40, type Target, xc7 } from '../generator/evaluate/area.js';
import { withTemporaryFolder } from '../sim/cache/temporary.js';
import { type AreaDesign, areaDesigns } from './area-designs.js';
import { type Proven, synthesizeProven, tensors } from './netlist.js';
import type { Peer } from './peers.js';
import { scratchFolder } from './scratch.js';
import { count, type Section, table, timed } from './section.js';

const targets: Readonly<Record<'xc7' | 'ecp5' | 'ice40', Target>> = { xc7, ecp5, ice40 };

const areaCells = (area: Area): readonly string[] =>
  [area.luts, area.memoryLuts, area.flipFlops, area.dsps, area.blockRams].map(count);

const peerCells = (peer: Peer, target: Target): readonly string[] | undefined => {
  if (target === xc7) {
    return [peer.luts, '-', peer.flipFlops, peer.dsps, peer.blockRams].map((cell) =>
      typeof cell === 'number' ? count(cell) : cell,
    );
  }
  if (target === ecp5) return undefined;
  return peer.ice40 && [count(peer.ice40.luts), '-', '-', count(peer.ice40.dsps), '-'];
};

interface Measured {
  readonly rows: readonly (readonly string[])[];
  readonly notes: readonly string[];
}

/** Rows of one design on one target: ours, then its peers'. */
const measure = async (design: AreaDesign, target: Target, folder: string): Promise<Measured> => {
  const { title, peers } = design;
  let proven: Proven;
  try {
    proven = await synthesizeProven(design, target, folder);
  } catch (error) {
    // Without a model of a cell there is no netlist to simulate, and without that no figure.
    if (!(error instanceof ToolError)) throw error;
    return { rows: [], notes: [`Not quoted: ${title} on ${target.name}. ${error.message}`] };
  }
  const { area, cycles } = proven;
  const theirs = peers.flatMap((peer): (readonly string[])[] => {
    const cells = peerCells(peer, target);
    if (!cells) return [];
    const taken = peer.cycles === undefined ? '' : count(peer.cycles);
    return [[`${peer.name}: ${peer.does}`, target.name, ...cells, taken]];
  });
  const notes = peers.flatMap((peer) => {
    if (target !== xc7) return [];
    const own = area.luts + area.memoryLuts + area.flipFlops;
    const ratio = own / (peer.luts + peer.flipFlops);
    return [`${title}: LUT + memory LUT + FF is ${ratio.toFixed(3)} of ${peer.name}'s LUT + FF.`];
  });
  const inverters = area.cells['INV'];
  return {
    rows: [[title, target.name, ...areaCells(area), count(cycles)], ...theirs],
    notes: inverters
      ? [...notes, `${title}: ${inverters} INV cells beside them, which packing folds into LUTs.`]
      : notes,
  };
};

export const area: Section = {
  name: 'area',
  title: 'Area',
  async run(say) {
    const rows: (readonly string[])[] = [];
    const notes: string[] = [];
    await withTemporaryFolder(await scratchFolder(), async (folder) => {
      for (const design of areaDesigns) {
        for (const name of design.targets) {
          const { result, seconds } = await timed(() => measure(design, targets[name], folder));
          rows.push(...result.rows);
          notes.push(...result.notes);
          say(`${design.title}, ${name}: ${result.rows[0]?.join('  ')} (${seconds.toFixed(0)} s)`);
        }
      }
    });
    return [
      `Yosys 0.55 from npm: \`${xc7.synthesis}\`, \`${ecp5.synthesis}\` and \`${ice40.synthesis}\`. LUT: LUT1 to LUT6; LUT4 and two in each CCU2C; or SB_LUT4. Memory LUT: those that are RAM.`,
      `Every netlist of ours was simulated in Verilator in place of its module, ${tensors} tensors with and without stalls, and equals the golden model bit by bit; else the run fails.`,
      'Cycles: measured interval of the whole design in that simulation; the requantizers give one result in each. Peers: their figures with the same Yosys, not measured in this run.',
      '`-nosrl`: Yosys before July 2026 drops the clock enable of shift registers in LUTs (YosysHQ/yosys#6058); the simulation found it.',
      '',
      table(['module', 'target', 'LUT', 'memory LUT', 'FF', 'DSP', 'BRAM', 'cycles'], rows),
      '',
      ...notes.map((note) => `- ${note}`),
    ].join('\n');
  },
};
