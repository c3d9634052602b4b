import { functionParameters } from '../lookup/method.js';

export const softplusParameters = functionParameters;
