import type { Constant } from './operand.js';

/**
 * What a tensor is of the rows x that a norm is taken of, with m their means, v their variances and
 * r = 1 / sqrt(v + epsilon).
 */
export type NormValue = Linear | Square | Variance | Root;

/** sign * gain * r^(0 or 1) */
export interface Coefficient {
  readonly sign: 1 | -1;
  readonly gain?: Constant | undefined;
  readonly root: boolean;
}

/** x * a + m * b + c, a and b 0 where they are left out. */
export interface Linear {
  readonly kind: 'linear';
  readonly x?: Coefficient | undefined;
  readonly m?: Coefficient | undefined;
  readonly c?: { readonly sign: 1 | -1; readonly constant: Constant } | undefined;
  readonly epsilon?: number | undefined;
}

/** (x - m)^2 */
export interface Square {
  readonly kind: 'square';
}

/** v + epsilon */
export interface Variance {
  readonly kind: 'variance';
  readonly epsilon: number;
}

/** gain * r */
export interface Root {
  readonly kind: 'root';
  readonly gain?: Constant | undefined;
  readonly epsilon: number;
}

export const rows: Linear = { kind: 'linear', x: { sign: 1, root: false } };
export const means: Linear = { kind: 'linear', m: { sign: 1, root: false } };

const turned = <T extends { readonly sign: 1 | -1 }>(part: T | undefined): T | undefined =>
  part && { ...part, sign: part.sign === 1 ? -1 : 1 };

export const negated = ({ x, m, c, ...rest }: Linear): Linear => ({
  ...rest,
  x: turned(x),
  m: turned(m),
  c: turned(c),
});

/** a + b, where no two parts of one kind meet. */
export const sum = (a: Linear, b: Linear): Linear | undefined => {
  const meets = (a.x && b.x) || (a.m && b.m) || (a.c && b.c);
  const apart = a.epsilon !== undefined && b.epsilon !== undefined && a.epsilon !== b.epsilon;
  if (meets || apart) return undefined;
  return {
    kind: 'linear',
    x: a.x ?? b.x,
    m: a.m ?? b.m,
    c: a.c ?? b.c,
    epsilon: a.epsilon ?? b.epsilon,
  };
};

/** a times a constant or a root, where it has neither yet. */
export const scaled = (
  a: Linear,
  by: { readonly gain?: Constant | undefined; readonly root?: Root },
): Linear | undefined => {
  const gain = by.gain ?? by.root?.gain;
  const parts = [a.x, a.m].filter((part) => part !== undefined);
  if (a.c || (gain && parts.some((part) => part.gain))) return undefined;
  if (by.root && parts.some(({ root }) => root)) return undefined;
  const times = (part: Coefficient | undefined): Coefficient | undefined =>
    part && { ...part, gain: part.gain ?? gain, root: part.root || by.root !== undefined };
  return {
    kind: 'linear',
    x: times(a.x),
    m: times(a.m),
    epsilon: a.epsilon ?? by.root?.epsilon,
  };
};

const isOpposite = (a: Coefficient | undefined, b: Coefficient | undefined): boolean =>
  a !== undefined &&
  b !== undefined &&
  a.sign !== b.sign &&
  a.root === b.root &&
  a.gain?.index === b.gain?.index;

/** x - m or m - x, and nothing else. */
export const isDeviation = ({ x, m, c }: Linear): boolean =>
  isOpposite(x, m) && x?.root === false && !x.gain && !c;

/** (x - m) r gain + c: a layer's norm. */
export const isNorm = (
  value: NormValue,
): value is Linear & { readonly x: Coefficient; readonly epsilon: number } =>
  value.kind === 'linear' &&
  isOpposite(value.x, value.m) &&
  value.x?.root === true &&
  value.x.sign === 1 &&
  value.epsilon !== undefined;

const isVector = (constant: Constant | undefined): boolean =>
  (constant?.tensor.data.length ?? 1) > 1;

/** Whether the tensor has an element for each of x, or one for each row. */
export const isFull = (value: NormValue): boolean => {
  if (value.kind === 'square') return true;
  if (value.kind === 'variance') return false;
  if (value.kind === 'root') return isVector(value.gain);
  const { x, m, c } = value;
  return x !== undefined || isVector(m?.gain) || isVector(c?.constant);
};
