import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const report = process.env.SINTER_TEST_REPORT;

export default defineConfig({
  resolve: {
    alias: { sinter: fileURLToPath(new URL('./generator/dsl/index.ts', import.meta.url)) },
  },
  test: {
    include: ['test/**/*.test.ts'],
    // Long sweeps: `make regress`.
    exclude: ['test/regress/**'],
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    maxWorkers: 2,
  },
});
