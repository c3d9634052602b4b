#!/usr/bin/env node
// `npx verilator`: the system's Verilator, or one fetched into Sinter's cache.
let tool;
try {
  tool = await import('../dist/sim/tools/verilator-main.js');
} catch (error) {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  console.error(
    `Sinter is not built or not installed (${error.message}); run: npm install && npm run build`,
  );
  process.exit(3);
}
try {
  process.exitCode = await tool.main(process.argv.slice(2));
} catch (error) {
  if (error.name !== 'ToolError') throw error;
  console.error(error.message);
  process.exitCode = 3;
}
