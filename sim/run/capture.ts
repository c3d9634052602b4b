import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Codes } from '../../generator/ir/codes.js';
import { beatsPerTensor, type Package, type StreamFacts } from '../manifest.js';
import { tensorBytes, unpackTensor } from '../pack.js';

const reportSchema = z.object({
  end: z.enum(['done', 'deadlock', 'cycle-limit', 'surplus']),
  cycles: z.number(),
  streams: z.array(
    z.object({
      port: z.string(),
      beatsExpected: z.number(),
      valid: z.boolean(),
      ready: z.boolean(),
      violations: z.array(
        z.object({
          kind: z.enum(['valid-dropped', 'data-changed', 'last-changed']),
          cycle: z.number(),
          beat: z.number(),
        }),
      ),
    }),
  ),
});

type StreamReport = z.infer<typeof reportSchema>['streams'][number];

/** An output broke a stream rule in `cycle`, after `beat` beats had been taken. */
export type Violation = Readonly<StreamReport['violations'][number]>;

/** Of one stream. Cycle 0 is the first clock after reset. */
export interface StreamCapture {
  readonly stream: StreamFacts;
  readonly beatsExpected: number;
  /** Cycle of each beat that was taken. */
  readonly cycles: Uint32Array;
  /** tvalid and tready when the run ended. */
  readonly valid: boolean;
  readonly ready: boolean;
}

/** A stream of which every beat was recorded. */
export interface RecordedStream extends StreamCapture {
  /** The bytes of tdata of each beat, one beat after the other. */
  readonly beats: Uint8Array;
  /** tlast of each beat. */
  readonly lasts: Uint8Array;
  readonly violations: readonly Violation[];
}

export interface OutputCapture extends RecordedStream {
  /** Codes of every tensor that is complete. */
  readonly tensors: readonly Codes[];
}

export interface SimulationRun {
  /**
   * `done`: every expected beat came. `deadlock`: no beat moved for the idle limit. `surplus`: an
   * output gave far too many beats while another stream was not complete.
   */
  readonly end: 'done' | 'deadlock' | 'cycle-limit' | 'surplus';
  readonly cycles: number;
  /** Number of tensors that were fed. */
  readonly tensors: number;
  /** By the stream's name. */
  readonly inputs: ReadonlyMap<string, StreamCapture>;
  readonly outputs: ReadonlyMap<string, OutputCapture>;
  /** By the prefix of their wires; none of a simulator that was built without. */
  readonly taps: ReadonlyMap<string, RecordedStream>;
}

const readBytes = async (folder: string, port: string, kind: string): Promise<Uint8Array> =>
  new Uint8Array(await readFile(join(folder, `${port}.${kind}`)));

const captureStream = async (
  folder: string,
  stream: StreamFacts,
  report: StreamReport,
): Promise<StreamCapture> => {
  const cycles = new Uint32Array((await readBytes(folder, stream.port, 'cycles')).buffer);
  const { beatsExpected, valid, ready } = report;
  return { stream, beatsExpected, cycles, valid, ready };
};

const captureBeats = async (
  folder: string,
  stream: StreamFacts,
  report: StreamReport,
): Promise<RecordedStream> => {
  const capture = await captureStream(folder, stream, report);
  const [beats, lasts] = await Promise.all([
    readBytes(folder, stream.port, 'beats'),
    readBytes(folder, stream.port, 'lasts'),
  ]);
  return { ...capture, beats, lasts, violations: report.violations };
};

/** With the codes of the tensors. */
const withTensors = (capture: RecordedStream): OutputCapture => {
  const { stream, beats } = capture;
  const beatsTaken = Math.min(capture.cycles.length, capture.beatsExpected);
  const size = tensorBytes(stream);
  const tensors = Array.from({ length: Math.floor(beatsTaken / beatsPerTensor(stream)) }, (_, i) =>
    unpackTensor(stream, beats.subarray(i * size, (i + 1) * size)),
  );
  return { ...capture, tensors };
};

/** Reads what the testbench left in `folder`. */
export const readCapture = async (
  folder: string,
  { design, taps: tapped }: { readonly design: Package; readonly taps: readonly StreamFacts[] },
  tensors: number,
): Promise<SimulationRun> => {
  const text = await readFile(join(folder, 'report.json'), 'utf8');
  const report = reportSchema.parse(JSON.parse(text));
  const inputs = new Map<string, StreamCapture>();
  const outputs = new Map<string, OutputCapture>();
  const taps = new Map<string, RecordedStream>();
  const reportOf = ({ port }: StreamFacts): StreamReport => {
    const own = report.streams.find((one) => one.port === port);
    if (own === undefined) throw new Error(`the testbench reports no stream ${port}`);
    return own;
  };
  for (const stream of design.streams) {
    const own = reportOf(stream);
    if (stream.direction === 'input') {
      inputs.set(stream.name, await captureStream(folder, stream, own));
    } else {
      outputs.set(stream.name, withTensors(await captureBeats(folder, stream, own)));
    }
  }
  for (const tap of tapped) taps.set(tap.port, await captureBeats(folder, tap, reportOf(tap)));
  return { end: report.end, cycles: report.cycles, tensors, inputs, outputs, taps };
};
