import { encoder, iBertMethods } from './encoder.js';
import { small } from './sizes.js';

export default encoder('encoder_i_bert', { sizes: small, methods: iBertMethods });
