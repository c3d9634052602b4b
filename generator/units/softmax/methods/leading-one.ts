/** Position of the leading one of a whole number of at least 1. */
export const leadingOne = (value: number): number => {
  let position = 0;
  while (2 ** (position + 1) <= value) position++;
  return position;
};
