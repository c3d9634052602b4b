import { STALL_PROFILES } from '../../sim/run.js';
import { proveModel } from '../support/model-suite.js';

/** Every sample of every published model, through Verilog of three sizes, under every stall profile. */
for (const model of ['hello_world', 'micro_speech', 'ad01', 'kws', 'resnet8', 'vww']) {
  for (const multipliers of [64, 256, 1024]) {
    const samples = model === 'hello_world' || model === 'micro_speech' ? 6 : 32;
    proveModel({ model, samples, stalls: STALL_PROFILES, multipliers });
  }
}
