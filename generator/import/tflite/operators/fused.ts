import { modelError } from '../problem.js';

const activations: Readonly<Record<number, string>> = {
  0: 'none',
  1: 'relu',
  2: 'relu_n1_to_1',
  3: 'relu6',
};

const unsupported: Readonly<Record<number, string>> = { 4: 'TANH', 5: 'SIGN_BIT' };

/** A fused ActivationFunctionType as the parameter `activation` of a unit. */
export const fusedActivation = (code: number, place: string): string => {
  const activation = activations[code];
  if (activation !== undefined) return activation;
  throw modelError(
    place,
    `has the fused activation ${unsupported[code] ?? code}, NONE, RELU, RELU_N1_TO_1 and RELU6 are supported`,
    'make the activation a layer of its own',
  );
};
