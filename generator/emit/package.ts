import type { ElaboratedDesign } from '../elaborate/top.js';
import type { BoundDatapath } from '../passes/bind.js';
import { libraryModulesOf, libraryText } from './library.js';
import { clockPeriodNs, clockPort, type Manifest, manifestOf } from './manifest.js';
import { memoryImage, renderModules } from './modules.js';
import { render } from './render.js';

/** The generated folder, in memory: path below it to text. Same design, same bytes. */
export interface Package {
  readonly manifest: Manifest;
  readonly files: ReadonlyMap<string, string>;
}

/** Verilog, memory images, file list, FuseSoC core, constraints and manifest of a design. */
export const packageOf = (bound: BoundDatapath, design: ElaboratedDesign): Package => {
  const { name } = design;
  const { files: generated, memories } = renderModules(design.top);
  const library = libraryModulesOf(generated.map(({ text }) => text));
  const files = new Map<string, string>();
  for (const module of library) files.set(`rtl/${module}.v`, libraryText(module));
  for (const { module, text } of generated) files.set(`rtl/${module}.v`, text);
  const rtl = [...files.keys()].sort();
  for (const memory of memories) files.set(`mem/${memory.name}.mem`, memoryImage(memory));
  const images = [...files.keys()].filter((path) => path.startsWith('mem/')).sort();

  files.set(`${name}.f`, `${rtl.join('\n')}\n`);
  files.set(
    `${name}.sdc`,
    render(
      'package/sdc',
      {
        name,
        clock: clockPort,
        periodNs: clockPeriodNs,
        // An asynchronous reset has no relation to the clock.
        resetPort: design.reset.synchronous ? false : design.reset.port,
      },
      '.hbs',
    ),
  );
  files.set(
    `${name}.core`,
    render(
      'package/core',
      {
        name,
        description: `${design.nodes.length} layer(s), a result every ${design.intervalCycles} cycles`,
        rtl,
        memories: images,
        sdc: `${name}.sdc`,
      },
      '.hbs',
    ),
  );
  const manifest = manifestOf(bound, design, files);
  files.set('manifest.json', `${JSON.stringify(manifest, null, 2)}\n`);
  return { manifest, files };
};
