import { functionParameters } from '../lookup/method.js';

export const log2Parameters = functionParameters;
