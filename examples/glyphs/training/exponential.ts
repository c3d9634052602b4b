/**
 * e^x for x <= 0 by +, * only: Math.exp differs in the last bit between engines, and after some thousand
 * steps of training a last bit is another set of weights. e^x = (e^(x / 1024))^1024, the inner one by five
 * terms of Taylor's series; relative error below 1e-7 for x > -20.
 */
export function exponential(x: number): number {
  const small = Math.max(x, -700) / 1024;
  let power = 1 + small * (1 + (small / 2) * (1 + (small / 3) * (1 + small / 4)));
  for (let squaring = 0; squaring < 10; squaring += 1) {
    power *= power;
  }
  return power;
}
