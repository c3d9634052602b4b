import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../../generator/emit/root.js';
import { temporaryFolder } from '../fixtures.js';

const wrapper = join(packageRoot, 'bin', 'verilator.js');
const built = existsSync(join(packageRoot, 'dist/sim/tools/verilator-main.js'));

describe.skipIf(!built)('npx verilator (needs dist/, skipped before npm run build)', () => {
  it('passes arguments and exit status through', async () => {
    expect((await execa(wrapper, ['--version'])).stdout).toMatch(/^Verilator \d/);
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'bad.v'), 'module bad; wire x = ; endmodule\n');
    const lint = await execa(wrapper, ['--lint-only', 'bad.v'], { cwd: folder, reject: false });
    expect(lint.exitCode).toBe(1);
    expect(lint.stderr).toContain('syntax error');
  });

  it('builds and runs an executable with --binary', async () => {
    const folder = await temporaryFolder();
    const source = 'module hello; initial begin $display("hello"); $finish; end endmodule\n';
    await writeFile(join(folder, 'hello.v'), source);
    await execa(wrapper, ['--binary', '-Wno-fatal', 'hello.v'], { cwd: folder });
    expect((await execa('obj_dir/Vhello', { cwd: folder })).stdout).toContain('hello');
  });

  it('says in one message that there is no Verilator, exit status 3', async () => {
    const env = { PATH: '', SINTER_CACHE: await temporaryFolder() };
    const result = await execa(process.execPath, [wrapper, '--version'], {
      env,
      extendEnv: false,
      reject: false,
    });
    expect(result.exitCode).toBe(3);
    expect(result.stderr).toMatch(
      /^Verilator is missing: .*\nrun again: apt-get install verilator$/,
    );
  });
});
