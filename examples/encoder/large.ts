import { encoder } from './encoder.js';
import { large } from './sizes.js';

export default encoder('encoder_large', { sizes: large });
