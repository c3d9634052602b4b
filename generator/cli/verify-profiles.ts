import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildSimulator } from '../../sim/build.js';
import type { StallProfile } from '../../sim/run.js';
import { type ProfileResult, type Tensors, verify } from '../../sim/verify.js';
import type { Compiled } from '../compile.js';
import { withPackage } from './design-options.js';
import { copyWhole } from './output-file.js';
import { buildDetail, step } from './progress.js';
import type { Terminal } from './terminal.js';
import { promisedCycles } from './verify-package.js';
import { type CycleFacts, cycleFacts } from './verify-report.js';

export interface ProfilesRequest {
  readonly compiled: Compiled;
  /** A package to verify in place of the design's own, as the user wrote it. */
  readonly packageDir: string | undefined;
  readonly inputs: Tensors;
  readonly stalls: readonly StallProfile[];
  readonly seed: number;
  readonly jobs: number;
  /** Where the waveform goes, as the user wrote it. */
  readonly waves: string | undefined;
  /** The command that repeats a profile. */
  readonly repeat: (stall: StallProfile) => string;
}

export interface TimedProfile {
  readonly result: ProfileResult;
  readonly seconds: number;
}

export interface ProfilesResult {
  readonly profiles: readonly TimedProfile[];
  /** Of the profile without stalls. */
  readonly cycles: CycleFacts | undefined;
}

/** Builds the simulator and verifies under every stall profile. Throws SinterError and ToolError. */
export const verifyProfiles = async (
  request: ProfilesRequest,
  terminal: Terminal,
): Promise<ProfilesResult> => {
  const { compiled, inputs, stalls, seed, jobs, waves } = request;
  const { environment, directory } = terminal;
  return withPackage(compiled, terminal, async (own, folder) => {
    const packageDir = request.packageDir ? resolve(directory, request.packageDir) : own;
    const promised = await promisedCycles(packageDir, compiled, request.packageDir ?? own);
    await step(terminal, 'building the simulator', (detail) =>
      buildSimulator(packageDir, { environment, onProgress: buildDetail(detail) }),
    );
    const dependsOnData = compiled.hardware.nodes.some(({ unit }) => unit.contract().completions);
    const wavesFolder = join(folder, 'waves');
    mkdirSync(wavesFolder);
    const wavesFile = join(wavesFolder, 'waves.vcd');
    const profiles: TimedProfile[] = [];
    const count = [...inputs.values()][0]?.length ?? 0;
    await step(terminal, `verifying ${count} vector${count === 1 ? '' : 's'}`, (detail) => {
      let start = performance.now();
      return verify({
        packageDir,
        bound: compiled.bound,
        layers: compiled,
        inputs,
        stalls,
        seed,
        jobs,
        build: { environment, onProgress: buildDetail(detail) },
        repeatCommand: request.repeat,
        ...(waves === undefined ? {} : { waves: wavesFile }),
        onLocalise: () => detail('looking for the layer that is wrong'),
        onProfile: (result) => {
          const now = performance.now();
          profiles.push({ result, seconds: (now - start) / 1000 });
          start = now;
          detail(`stalls ${result.stall}: ${result.mismatch ? 'mismatch' : 'ok'}`);
        },
      });
    });
    if (waves !== undefined) copyWhole(wavesFile, resolve(directory, waves), waves);
    const measurement = profiles.find(({ result }) => result.measurement)?.result.measurement;
    return {
      profiles,
      cycles: measurement && cycleFacts(measurement, { ...promised, dependsOnData }),
    };
  });
};
