import { functionParameters } from '../lookup/method.js';

export const expParameters = functionParameters;
