import { describe, expect, it } from 'vitest';
import { groupSources } from '../../../sim/build/group.js';

describe('groupSources', () => {
  const file = (name: string, bytes: number) => ({ name, bytes });

  it('compiles a small model as one', () => {
    const files = [file('b.cpp', 2000), file('a__Slow.cpp', 3000)];
    expect(groupSources(files, 2)).toEqual([{ kind: 'fast', files: ['a__Slow.cpp', 'b.cpp'] }]);
  });

  it('shares a large one out, what runs once apart', () => {
    const files = [
      file('a.cpp', 110_000),
      file('b.cpp', 70_000),
      file('c.cpp', 30_000),
      file('d__Slow.cpp', 60_000),
      file('V__Syms.cpp', 1000),
    ];
    expect(groupSources(files, 2)).toEqual([
      { kind: 'fast', files: ['a.cpp'] },
      { kind: 'fast', files: ['b.cpp', 'c.cpp'] },
      { kind: 'slow', files: ['V__Syms.cpp', 'd__Slow.cpp'] },
    ]);
  });

  it('compiles what is too large by itself', () => {
    const files = [file('a.cpp', 500_000), file('b.cpp', 1000), file('c.cpp', 1000)];
    expect(groupSources(files, 1)).toEqual([
      { kind: 'fast', files: ['a.cpp'] },
      { kind: 'fast', files: ['b.cpp', 'c.cpp'] },
    ]);
  });
});
