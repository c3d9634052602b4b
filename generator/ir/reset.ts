/** How the top module is reset. Inside, every register has a synchronous reset that is active high. */
export const resetPolicies = ['sync-high', 'sync-low', 'async-high', 'async-low'] as const;

export type ResetPolicy = (typeof resetPolicies)[number];

export const defaultReset: ResetPolicy = 'sync-high';

/** The reset port, as `manifest.json` tells it. */
export interface ResetFacts {
  readonly port: string;
  readonly active: 'high' | 'low';
  /** Whether it is taken at the clock's edge; else it acts at once and its end is synchronised. */
  readonly synchronous: boolean;
}

const facts: Readonly<Record<ResetPolicy, ResetFacts>> = {
  'sync-high': { port: 'rst', active: 'high', synchronous: true },
  'sync-low': { port: 'rst_n', active: 'low', synchronous: true },
  'async-high': { port: 'arst', active: 'high', synchronous: false },
  'async-low': { port: 'arst_n', active: 'low', synchronous: false },
};

export const resetFacts = (policy: ResetPolicy): ResetFacts => facts[policy];
