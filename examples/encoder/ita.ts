import { encoder, itaMethods } from './encoder.js';
import { small } from './sizes.js';

export default encoder('encoder_ita', { sizes: small, methods: itaMethods });
