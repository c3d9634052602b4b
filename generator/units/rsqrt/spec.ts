import { functionParameters } from '../lookup/method.js';

export const rsqrtParameters = functionParameters;
