import { STALL_PROFILES } from '../../sim/run.js';
import { type ModelCase, proveModel } from '../support/model-suite.js';

/** `make regress` takes every sample at every budget, and Yosys to the packages with many weights. */
const cases: readonly ModelCase[] = [
  { model: 'hello_world', samples: 6, stalls: STALL_PROFILES, multipliers: 64 },
  { model: 'micro_speech', samples: 6, stalls: STALL_PROFILES, multipliers: 64, yosys: false },
  { model: 'ad01', samples: 32, stalls: STALL_PROFILES, multipliers: 256, yosys: false },
  { model: 'kws', samples: 32, stalls: STALL_PROFILES, multipliers: 256 },
  { model: 'resnet8', samples: 4, stalls: ['none', 'both'], multipliers: 256 },
  { model: 'vww', samples: 4, stalls: ['none', 'both'], multipliers: 256 },
];

for (const one of cases) proveModel(one);
