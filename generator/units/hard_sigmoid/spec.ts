import { functionParameters } from '../lookup/method.js';

export const hardSigmoidParameters = functionParameters;
