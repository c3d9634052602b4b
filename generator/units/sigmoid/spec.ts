import { functionParameters } from '../lookup/method.js';

export const sigmoidParameters = functionParameters;
