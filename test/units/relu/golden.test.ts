import { describe, expect, it } from 'vitest';
import { int, uint } from '../../../generator/dsl/formats.js';
import type { Codes } from '../../../generator/ir/codes.js';
import type { StreamType } from '../../../generator/ir/stream.js';
import { relu } from '../../../generator/units/relu/unit.js';
import { stream } from '../../support/streams.js';

const clamped = (input: StreamType, activation: string, codes: Codes): (number | bigint)[] => [
  ...relu.bind({ activation }, [input], 'net.relu0').golden([codes]),
];

describe('the golden model of relu', () => {
  const input = stream([4], { scale: 0.1, zeroPoint: -20 });
  const codes = Int32Array.of(-128, -21, -20, 127);

  it('clamps codes between those of the limits', () => {
    expect(clamped(input, 'relu', codes)).toEqual([-20, -20, -20, 127]);
    expect(clamped(input, 'relu6', codes)).toEqual([-20, -20, -20, 40]);
    expect(clamped(input, 'relu_n1_to_1', codes)).toEqual([-30, -21, -20, -10]);
  });

  it('rounds a limit half away from zero, the quotient in float32', () => {
    // float32(1) / float32(0.4) is 2.5 exactly; in double it is below.
    const coarse = stream([2], { scale: 0.4 });
    expect(clamped(coarse, 'relu_n1_to_1', Int32Array.of(-128, 127))).toEqual([-3, 3]);
  });

  it('never leaves the format', () => {
    const unsigned = stream([3], { format: uint(4), zeroPoint: 0, scale: 0.1 });
    expect(clamped(unsigned, 'relu6', Int32Array.of(0, 7, 15))).toEqual([0, 7, 15]);
    const beyond = stream([2], { zeroPoint: 200 });
    expect(clamped(beyond, 'relu', Int32Array.of(-5, 127))).toEqual([127, 127]);
  });

  it('is exact in formats wider than numbers', () => {
    const wide = stream([3], { format: uint(64), zeroPoint: 2 ** 40 });
    const large = BigInt.asIntN(64, 2n ** 64n - 1n);
    expect(clamped(wide, 'relu', BigInt64Array.of(0n, 2n ** 40n + 1n, large))).toEqual([
      2n ** 40n,
      2n ** 40n + 1n,
      large,
    ]);
    const signed = stream([2], { format: int(64) });
    expect(clamped(signed, 'relu', BigInt64Array.of(-(2n ** 63n), 2n ** 63n - 1n))).toEqual([
      0n,
      2n ** 63n - 1n,
    ]);
  });

  it('is what real numbers give', () => {
    const unit = relu.bind({ activation: 'relu6' }, [input], 'net.relu0');
    expect([...unit.reference([Float64Array.of(-1, 3, 7)])]).toEqual([0, 3, 6]);
  });

  it('refuses a scale that float32 does not have', () => {
    expect(() => relu.bind({}, [stream([1], { scale: 1e-60 })], 'net.relu0')).toThrow(
      'E_PARAMETER at net.relu0.in: gives scale 1e-60, which is zero in float32; a scale of at least 1.4e-45 is needed',
    );
  });
});
