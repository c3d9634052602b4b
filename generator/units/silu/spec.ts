import { functionParameters } from '../lookup/method.js';

export const siluParameters = functionParameters;
