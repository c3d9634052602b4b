import { describe, expect, it } from 'vitest';
import type { Compiled } from '../../generator/compile.js';
import { STALL_PROFILES } from '../../sim/run.js';
import type { Tensors } from '../../sim/verify.js';
import { type Sabotage, sabotaged, verifyFiles } from './sabotage.js';

/** Tests that a good package is right under every stall profile, and wrong under one of them with each of the faults. */
export const proveFaults = (
  title: string,
  compiled: Compiled,
  inputs: Tensors,
  faults: readonly Sabotage[],
): void => {
  describe(title, () => {
    it('are what the good package does not have', async () => {
      const results = await verifyFiles(compiled.package.files, compiled, inputs, STALL_PROFILES);
      expect(results.flatMap(({ mismatch }) => mismatch ?? [])).toEqual([]);
    });

    it.each(faults.map((fault) => [fault.title, fault] as const))('%s', async (_, fault) => {
      const files = sabotaged(compiled.package.files, fault);
      const results = await verifyFiles(files, compiled, inputs, STALL_PROFILES);
      expect(results.some(({ mismatch }) => mismatch !== undefined)).toBe(true);
    });
  });
};
