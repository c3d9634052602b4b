import { functionParameters } from '../lookup/method.js';

export const reciprocalParameters = functionParameters;
