import { encoder } from './encoder.js';
import { small } from './sizes.js';

export default encoder('encoder', { sizes: small });
