import base from './vitest.config.js';
export default { ...base, test: { ...(base as { test: object }).test, include: ['test/regress/kws*.test.ts'], exclude: [], testTimeout: 3_600_000 } };
