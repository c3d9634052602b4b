/**
 * How a smaller operand meets the elements of the result: its elements are those of [outer, 1, inner, 1] under
 * [outer, replays, inner, repeats].
 */
export interface Broadcast {
  readonly outer: number;
  readonly replays: number;
  readonly inner: number;
  readonly repeats: number;
}

/** Sizes of a smaller shape under the axes of a larger one, 1 where it has none; undefined where it has more. */
const aligned = (shape: readonly number[], rank: number): readonly number[] | undefined => {
  const extra = shape.length - rank;
  if (extra <= 0) return [...new Array<number>(-extra).fill(1), ...shape];
  return shape.slice(0, extra).every((size) => size === 1) ? shape.slice(extra) : undefined;
};

/** The shape that both broadcast to; undefined where there is none. */
export const broadcastShape = (
  a: readonly number[],
  b: readonly number[],
): readonly number[] | undefined => {
  const rank = Math.max(a.length, b.length);
  const [p, q] = [aligned(a, rank), aligned(b, rank)];
  if (!p || !q) return undefined;
  const fits = p.every((size, axis) => size === q[axis] || size === 1 || q[axis] === 1);
  return fits ? p.map((size, axis) => Math.max(size, q[axis] as number)) : undefined;
};

/** Runs of axes that are the operand's own, and of those along which it is broadcast. */
const runsOf = (
  own: readonly number[],
  shape: readonly number[],
): readonly { readonly broadcast: boolean; readonly size: number }[] => {
  const runs: { broadcast: boolean; size: number }[] = [];
  for (const [axis, size] of shape.entries()) {
    if (size === 1) continue;
    const broadcast = own[axis] === 1;
    const last = runs.at(-1);
    if (last?.broadcast === broadcast) last.size *= size;
    else runs.push({ broadcast, size });
  }
  return runs;
};

/**
 * How an operand of one shape broadcasts to another that it fits; undefined where it is no such broadcast, or would
 * have to be replayed at two depths.
 */
export const broadcastOf = (
  shape: readonly number[],
  to: readonly number[],
): Broadcast | undefined => {
  const own = aligned(shape, to.length);
  if (!own?.every((size, axis) => size === 1 || size === to[axis])) return undefined;
  const rest = [...runsOf(own, to)];
  // From the inside out: repeats, then elements, then replays, then elements again.
  const take = (broadcast: boolean): number =>
    rest.at(-1)?.broadcast === broadcast ? (rest.pop()?.size ?? 1) : 1;
  const repeats = take(true);
  const inner = take(false);
  const replays = take(true);
  const outer = take(false);
  return rest.length > 0 ? undefined : { outer, replays, inner, repeats };
};

export const isBroadcast = ({ replays, repeats }: Broadcast): boolean => replays * repeats > 1;

/** Which element of the operand meets element `i` of the result. */
export const elementAt =
  ({ replays, inner, repeats }: Broadcast) =>
  (i: number): number => {
    const run = Math.floor(i / repeats);
    return Math.floor(run / (inner * replays)) * inner + (run % inner);
  };

/** Elements of the operand that the first `count` elements of the result take. */
export const elementsTaken = ({ replays, inner, repeats }: Broadcast, count: number): number => {
  const run = Math.ceil(count / repeats);
  const round = Math.floor((run - 1) / (inner * replays));
  return round * inner + Math.min(run - round * inner * replays, inner);
};
