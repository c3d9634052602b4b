/** Runs `task` for every item, at most `jobs` at a time; the first failure ends it. */
export const inParallel = async <Item>(
  items: readonly Item[],
  jobs: number,
  task: (item: Item) => Promise<void>,
): Promise<void> => {
  const queue = items.values();
  const worker = async (): Promise<void> => {
    for (const item of queue) await task(item);
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(jobs, items.length)) }, worker));
};
