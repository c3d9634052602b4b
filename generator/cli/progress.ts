import { DefaultRenderer, Listr, ListrLogger, ProcessOutput } from 'listr2';
import type { BuildStep } from '../../sim/build/compile.js';
import type { Terminal } from './terminal.js';

/** Hears what a step is at: `compiling 3 of 8`. */
export type Detail = (text: string) => void;

/** Draws on stderr; whether stdout is a terminal does not matter to it. */
class ScreenRenderer extends DefaultRenderer {
  static override nonTTY = true;
}

const onScreen = async <Result>(
  screen: NodeJS.WriteStream,
  title: string,
  work: (detail: Detail) => Promise<Result>,
): Promise<Result> => {
  let result: { readonly value: Result } | undefined;
  const processOutput = new ProcessOutput(screen, screen, { leaveEmptyLine: false });
  const list = new Listr(
    {
      title,
      task: async (_, task) => {
        const value = await work((text) => {
          task.title = `${title}: ${text}`;
        });
        task.title = title;
        result = { value };
      },
    },
    {
      renderer: ScreenRenderer,
      rendererOptions: {
        logger: new ListrLogger({ useIcons: true, toStderr: [], processOutput }),
        showErrorMessage: false,
      },
      registerSignalListeners: false,
    },
  );
  await list.run();
  if (!result) throw new Error(`the step "${title}" ended without a result`);
  return result.value;
};

/**
 * Runs a step of a command: a spinner where a person watches, else a line on stderr when it starts and
 * one for each thing it says of itself.
 */
export const step = async <Result>(
  terminal: Terminal,
  title: string,
  work: (detail: Detail) => Promise<Result>,
): Promise<Result> => {
  if (terminal.screen) return onScreen(terminal.screen, title, work);
  terminal.err(title);
  return work((text) => terminal.err(`  ${text}`));
};

/** What the build of a simulator says, without a line for every compiler. */
export const buildDetail =
  (detail: Detail): ((step: BuildStep) => void) =>
  (one) => {
    if (one.kind === 'compile' && one.done > 0 && one.done < one.total) return;
    const texts = {
      verilate: 'Verilator translates the Verilog',
      runtime: "compiling Verilator's runtime, once per machine",
      compile: 'compiling the simulator',
      link: 'linking',
    } as const;
    if (one.kind !== 'compile' || one.done === 0) detail(texts[one.kind]);
  };
