import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { reportFailure } from '../../generator/cli/failure.js';
import { packageRoot, version } from '../../generator/emit/root.js';
import { cacheFolder } from '../../sim/cache/folder.js';
import { problemsIn, sinter, tinyFolder } from './support.js';

describe('sinter', () => {
  it('without a command shows its help and calls it a mistake', async () => {
    const said = await sinter('.', []);
    expect(said).toMatchObject({ status: 2, out: '' });
    expect(said.err).toContain('sinter compile <design>   write the Verilog package');
  });

  it('shows help and version on stdout', async () => {
    const help = await sinter('.', ['--help']);
    expect(help).toMatchObject({ status: 0, err: '' });
    for (const command of ['compile', 'run', 'verify', 'units']) {
      expect(help.out).toContain(`sinter ${command} `);
      const own = await sinter('.', [command, '--help']);
      expect(own).toMatchObject({ status: 0, err: '' });
      expect(own.out).toContain('Examples:');
    }
    expect(await sinter('.', ['--version'])).toEqual({ status: 0, out: `${version}\n`, err: '' });
  });

  it.each([
    [
      ['compil', 'x.ts'],
      'E_ARGUMENT at compil: is no command; did you mean compile? see: sinter --help',
    ],
    [
      ['x.ts'],
      'E_ARGUMENT at x.ts: is no command; there is compile, run, verify, compress, report, units; see: sinter --help',
    ],
    [
      ['--fast'],
      'E_ARGUMENT at --fast: stands without a command; there is compile, run, verify, compress, report, units',
    ],
    [['compile'], 'E_ARGUMENT at compile: needs <design>; see: sinter compile --help'],
    [['units', '-x'], 'E_ARGUMENT at -x: is no option of this command; see: sinter units --help'],
  ])('%j is one line and exit status 2', async (argv, message) => {
    const said = await sinter('.', argv);
    expect(said).toMatchObject({ status: 2, out: '', err: `${message}\n` });
    expect(problemsIn(said)).toBe(message);
  });

  it('takes --json before the command', async () => {
    const { status, out } = await sinter('.', ['--json', 'units']);
    expect([status, typeof JSON.parse(out).units]).toEqual([0, 'object']);
  });

  it('owns up to its own mistakes, with a stack only when asked', () => {
    const report = (environment: Record<string, string>) => {
      let err = '';
      const terminal = {
        ...{ directory: '.', environment, screen: undefined, columns: 80 },
        out: () => {},
        err: (text: string) => {
          err += text;
        },
      };
      return { status: reportFailure(new TypeError('x is not y'), false, terminal), err };
    };
    expect(report({})).toEqual({
      status: 3,
      err: 'internal error: x is not y\nthis is a mistake in Sinter, please report it; set SINTER_DEBUG=1 to see where it happened',
    });
    expect(report({ SINTER_DEBUG: '1' }).err).toContain('main.test.ts');
  });
});

const program = join(packageRoot, 'bin', 'sinter.js');
const built = existsSync(join(packageRoot, 'dist/generator/cli/main.js'));

describe.skipIf(!built)('npx sinter (needs dist/, skipped before npm run build)', () => {
  it('compiles a design in a folder of no package', async () => {
    const cwd = await tinyFolder();
    const { stdout, stderr } = await execa(program, ['compile', 'tiny.ts', '--json'], { cwd });
    expect(JSON.parse(stdout)).toMatchObject({
      name: 'tiny',
      folder: join(cwd, 'rtl-out', 'tiny'),
    });
    expect(stderr).toBe('compiling tiny.ts');
  });

  it('passes the exit status on, with one message and no stack', async () => {
    const result = await execa(program, ['compile', 'none.ts'], { reject: false });
    expect(result.exitCode).toBe(2);
    expect(result.stdout).toBe('');
    expect(result.stderr).toMatch(/^compiling none\.ts\nE_FILE at none\.ts: cannot be read/);
    expect(result.stderr).not.toContain('    at ');
  });

  it('ends quietly when its reader is gone', async () => {
    const { stdout, stderr } = await execa({ shell: true })`${program} units dense | head -1`;
    expect(stdout).toMatch(/^dense: /);
    expect(stderr).toBe('');
  });

  it('removes what is temporary when it is interrupted', async () => {
    const cwd = await tinyFolder();
    const child = execa(program, ['verify', 'tiny.ts', '--vectors', '400000', '--waves', 'w.vcd'], {
      cwd,
      reject: false,
    });
    child.stderr.on('data', (text: Buffer) => {
      if (String(text).includes('building')) child.kill('SIGINT');
    });
    const { exitCode } = await child;
    expect(exitCode).toBe(130);
    expect(await readdir(cwd)).toEqual(['tiny.ts']);
    const left = await readdir(join(await cacheFolder(), 'tmp'));
    expect(left.filter((name) => name.startsWith(`${child.pid}-`))).toEqual([]);
  });
});
