import { encoder } from './encoder.js';
import { small } from './sizes.js';

export default encoder('encoder_sparse', { sizes: small, sparse: { threshold: 0.01, lanes: 8 } });
