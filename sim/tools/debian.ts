import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ToolError } from '../../generator/error.js';
import { cacheFolder, type Environment } from '../cache/folder.js';
import { cached } from '../cache/store.js';
import { withTemporaryFolder } from '../cache/temporary.js';
import { findOnPath, runTool, tryTool } from './run-tool.js';

export interface DebianPackage {
  /** As Debian and Ubuntu call it. */
  readonly name: string;
  /** As people call it. */
  readonly title: string;
  /** Makes the unpacked tree at `root` run where it lies. */
  readonly finish?: (root: string) => Promise<void>;
}

export interface FetchOptions {
  readonly environment?: Environment;
  readonly cacheDir?: string;
}

const missing = (wanted: DebianPackage, why: string, options?: ErrorOptions): ToolError =>
  new ToolError(
    `${wanted.title} is missing: it is not on PATH, and it cannot be fetched from the system's package archive: ${why}`,
    { ...options, command: `apt-get install ${wanted.name}` },
  );

/** apt's own lists may be missing (container images) and only root may write them: keep private ones. */
const privateLists = async (folder: string): Promise<readonly string[]> => {
  const state = join(folder, 'state');
  const archives = join(folder, 'archives');
  await mkdir(join(state, 'lists', 'partial'), { recursive: true });
  await mkdir(join(archives, 'partial'), { recursive: true });
  return [
    ['Dir::State', state],
    ['Dir::State::Lists', join(state, 'lists')],
    ['Dir::State::status', '/var/lib/dpkg/status'],
    ['Dir::Cache', folder],
    ['Dir::Cache::archives', archives],
    ['Debug::NoLocking', '1'],
    ['APT::Sandbox::User', ''],
    ['Acquire::Languages', 'none'],
  ].flatMap(([key, value]) => ['-o', `${key}=${value}`]);
};

/** Puts `<name>_<version>_<architecture>.deb` into `folder` and gives its path. */
const download = async (
  wanted: DebianPackage,
  folder: string,
  environment: Environment,
): Promise<string> => {
  const aptGet = await findOnPath('apt-get', environment);
  if (aptGet === undefined) throw missing(wanted, 'there is no apt-get here');
  const tool = { cwd: folder, environment };
  const sandbox = ['-o', 'APT::Sandbox::User='];
  const first = await tryTool(aptGet, [...sandbox, 'download', wanted.name], tool);
  if (first.status !== 0) {
    const lists = await privateLists(folder);
    const update = await tryTool(aptGet, [...lists, 'update'], tool);
    const second = await tryTool(aptGet, [...lists, 'download', wanted.name], tool);
    if (second.status !== 0) {
      throw missing(wanted, `${update.output}\n${second.output}`.trim());
    }
  }
  const archive = (await readdir(folder)).find((file) => file.endsWith('.deb'));
  if (archive === undefined) throw missing(wanted, 'apt-get download left no file');
  return join(folder, archive);
};

/**
 * Root of the unpacked Debian package, fetched into the cache the first time, without root rights.
 * Callers at the same time do not disturb each other. Throws ToolError when it cannot be had.
 */
export const debianPackage = async (
  wanted: DebianPackage,
  options: FetchOptions = {},
): Promise<string> => {
  const environment: Environment = options.environment ?? process.env;
  const cacheDir = options.cacheDir ?? (await cacheFolder(environment));
  return cached(cacheDir, join('tools', `${wanted.name}-${process.arch}`), (root) =>
    withTemporaryFolder(cacheDir, async (folder) => {
      const archive = await download(wanted, folder, environment);
      const dpkg = await findOnPath('dpkg', environment);
      if (dpkg === undefined) throw missing(wanted, 'there is no dpkg here');
      await runTool(dpkg, ['-x', archive, root], { environment });
      await wanted.finish?.(root);
      await rm(archive);
    }),
  );
};
