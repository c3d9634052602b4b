#!/usr/bin/env node
// `npx sinter`: the command line, which is compiled to dist/.
let cli;
try {
  cli = await import('../dist/generator/cli/main.js');
} catch (error) {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  console.error(
    `Sinter is not built or not installed (${error.message}); run: npm install && npm run build`,
  );
  process.exit(3);
}
process.exitCode = await cli.start(process.argv.slice(2));
