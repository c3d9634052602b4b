import { defineConfig } from 'vitest/config';
import base from './vitest.config.js';

export default defineConfig({
  ...base,
  test: {
    ...base.test,
    include: ['test/regress/**/*.test.ts'],
    exclude: [],
    testTimeout: 3_600_000,
  },
});
