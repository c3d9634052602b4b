import type { InputOptions, StreamHandle } from '../../dsl/builder.js';

/** What an importer builds into: DatapathBuilder has these methods. */
export interface Sink {
  input(name: string, options: InputOptions): StreamHandle;
  output(name: string, stream: StreamHandle): void;
  unit(
    kind: string,
    inputs: readonly StreamHandle[],
    parameters: Readonly<Record<string, unknown>>,
  ): StreamHandle;
}
