import { functionParameters } from '../lookup/method.js';

export const sqrtParameters = functionParameters;
