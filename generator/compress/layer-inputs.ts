/** Mean of each channel (last axis), over all tensors. */
export const channelMeans = (tensors: readonly Float64Array[], channels: number): Float64Array => {
  const sums = new Float64Array(channels);
  let count = 0;
  for (const values of tensors) {
    values.forEach((value, i) => {
      sums[i % channels] = (sums[i % channels] as number) + value;
    });
    count += values.length / channels;
  }
  return sums.map((sum) => sum / count);
};
