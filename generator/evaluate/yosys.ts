import { ToolError } from '../error.js';

/** File name to text. */
export type Texts = ReadonlyMap<string, string>;

export interface YosysRun {
  /** What the script wrote. */
  readonly files: Texts;
  readonly log: string;
}

const LOG_LINES = 20;

/**
 * Runs a Yosys script on files in memory. Yosys is a WebAssembly module of npm: nothing to install.
 * Throws ToolError with the end of the log when the script fails.
 */
export const runYosys = async (script: string, sources: Texts): Promise<YosysRun> => {
  const yosys = await import('@yowasp/yosys');
  const decoder = new TextDecoder();
  let log = '';
  const write = (bytes: Uint8Array | null): void => {
    log += bytes === null ? decoder.decode() : decoder.decode(bytes, { stream: true });
  };
  try {
    const tree = await yosys.runYosys(['-p', script], Object.fromEntries(sources), {
      stdout: write,
      stderr: write,
    });
    const files = new Map<string, string>();
    for (const [name, file] of Object.entries(tree ?? {})) {
      if (typeof file === 'string') files.set(name, file);
      else if (file instanceof Uint8Array) files.set(name, new TextDecoder().decode(file));
    }
    return { files, log };
  } catch (error) {
    if (!(error instanceof yosys.Exit)) throw error;
    const said = log.trimEnd().split('\n').slice(-LOG_LINES).join('\n');
    throw new ToolError(`yosys failed with status ${error.code}:\n${said}`, {
      command: `yosys -p '${script}'`,
    });
  }
};
