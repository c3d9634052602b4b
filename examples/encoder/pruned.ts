import { encoder } from './encoder.js';
import { small } from './sizes.js';

export default encoder('encoder_pruned', { sizes: small, sparse: { keep: 32 } });
