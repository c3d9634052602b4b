import { mergeConfig } from 'vitest/config';
import base from './vitest.config.js';

export default mergeConfig(base, {
  test: { include: ['test/regress/**/*.test.ts'], exclude: [], testTimeout: 3_600_000 },
});
