import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { int8File, problemsIn, sinter, tinyDesign, tinyFolder } from './support.js';

describe('sinter verify', () => {
  it('compares under every stall profile and measures the cycles', async () => {
    const folder = await tinyFolder();
    const said = await sinter(folder, ['verify', 'tiny.ts', '--jobs', '1']);
    expect(said.status).toBe(0);
    expect(said.out).toBe(`tiny: 16 vectors, seed 1
stalls none    ok  16 vectors, 48 elements
stalls source  ok  16 vectors, 48 elements
stalls sink    ok  16 vectors, 48 elements
stalls both    ok  16 vectors, 48 elements
cycles         ok  latency 19; interval 9
`);
    expect(await readdir(folder)).toEqual(['tiny.ts']);
  });

  it('holds data to what is promised of the slowest, where cycles depend on them', async () => {
    const zeros = tinyDesign.replace('simd: 2 }', "dataflow: 'broadcast' }");
    const folder = await tinyFolder({ 'tiny.ts': zeros });
    const said = await sinter(folder, ['verify', 'tiny.ts', '--jobs', '1']);
    expect(said.out).toMatch(
      /^cycles +ok +latency \d+(, promised at most \d+)?; interval [\d.]+(, promised at most \d+)? in the long run$/m,
    );
    expect(said.status).toBe(0);
  });

  it('adds vectors of the user, takes one part of all, and writes JUnit XML', async () => {
    const folder = await tinyFolder({ 'x.npy': int8File([4, 6], (i) => i) });
    const said = await sinter(folder, [
      ...['verify', 'tiny.ts', '--input', 'x.npy', '--vectors', '8', '--shard', '1/2'],
      ...['--stalls', 'none', '--junit', 'report/j.xml', '--json', '--jobs', '1'],
    ]);
    expect(JSON.parse(said.out)).toMatchObject({
      good: true,
      vectors: 6,
      profiles: [{ stall: 'none', good: true, comparedElements: 18, wrongElements: 0 }],
      cycles: { good: true, intervalCycles: { promised: 9, measured: 9 } },
      mismatches: [],
    });
    const xml = await readFile(join(folder, 'report', 'j.xml'), 'utf8');
    expect(xml.replace(/time="[\d.]+"/g, 'time=""')).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="2" failures="0" errors="0" time="">
  <testsuite name="sinter verify tiny" tests="2" failures="0" errors="0" time="">
    <testcase classname="sinter verify tiny" name="stalls none" time=""/>
    <testcase classname="sinter verify tiny" name="cycles" time=""/>
  </testsuite>
</testsuites>
`);
  });

  it('measures the interval however many processes there may be', async () => {
    const words = ['verify', 'tiny.ts', '--vectors', '8', '--stalls', 'none', '--jobs', '8'];
    const { out } = await sinter(await tinyFolder(), words);
    expect(out).toMatch(/^cycles +ok +latency 19; interval 9$/m);
  });

  it.each([
    [['--vectors', '-1'], 'E_ARGUMENT at --vectors: gives -1, needs a whole number from 0'],
    [['--vectors', '0'], 'E_ARGUMENT at --vectors 0: leaves nothing to verify; raise --vectors'],
    [['--shard', '3/2'], 'E_ARGUMENT at --shard: gives 3/2, needs I/N with I from 1 to N'],
    [['--shard', '17/20', '--vectors', '1'], 'E_ARGUMENT at --shard 17/20: leaves nothing of 1'],
    [['--stalls', 'some'], 'Choices: "none", "source", "sink", "both", "all"'],
    [['--junit', 'tiny.ts/j.xml'], 'E_OUTPUT at tiny.ts/j.xml: cannot be written'],
    [['--package', 'nowhere'], 'cannot be read; is this a folder that `sinter compile` wrote?'],
    [['--input', 'none.npy'], 'E_FILE at none.npy: cannot be read (no such file)'],
  ])('%j is one message and exit status 2', async (words, message) => {
    const said = await sinter(await tinyFolder(), ['verify', 'tiny.ts', ...words]);
    expect(said).toMatchObject({ status: 2, out: '' });
    expect(problemsIn(said)).toContain(message);
  });
});

describe('sinter verify of a package that was edited', () => {
  let folder = '';

  const edit = async (file: string, change: (text: string) => string): Promise<void> => {
    folder = await tinyFolder();
    await sinter(folder, ['compile', 'tiny.ts', '-o', 'tiny']);
    const path = join(folder, 'tiny', file);
    const text = await readFile(path, 'utf8');
    expect(change(text)).not.toBe(text);
    await writeFile(path, change(text));
  };

  const verifyEdited = (...words: string[]) =>
    sinter(folder, ['verify', 'tiny.ts', '--package', 'tiny', '--jobs', '1', ...words]);

  it('locates a wrong weight, writes the waveform and the command that repeats it', async () => {
    await edit('rtl/tiny_dense0_weights.v', (text) =>
      text.replace(/memory\[4\] = 8'h../, "memory[4] = 8'h77"),
    );
    const said = await verifyEdited(
      '--stalls',
      'sink',
      '--waves',
      'w/mismatch.vcd',
      '--junit',
      'j.xml',
    );
    expect(said.status).toBe(1);
    expect(said.out).toMatch(
      /^first mismatch: m_axis_p: tensor \d+ element 1 \(lane 0 of beat 1, cycle \d+\): expected (-?\d+), got (-?\d+)\n {2}stalls {4}sink\n {2}stream {4}m_axis_p\n {2}stage {5}dense0 \(dense\)\n {2}tensor {4}\d+\n {2}element {3}1\n {2}lane {6}0\n {2}beat {6}1\n {2}cycle {5}\d+\n {2}expected {2}\1\n {2}actual {4}\2\nrepeat with: npx sinter verify tiny\.ts --package tiny --vectors 16 --seed 1 --stalls sink --jobs 1 --waves w\/mismatch\.vcd\nwaveform in w\/mismatch\.vcd$/m,
    );
    expect(await readFile(join(folder, 'w', 'mismatch.vcd'), 'utf8')).toMatch(/\$enddefinitions/);
    expect(await readFile(join(folder, 'j.xml'), 'utf8')).toContain(
      '<failure message="m_axis_p: tensor ',
    );
    const again = await verifyEdited('--stalls', 'sink', '--json');
    expect(again.status).toBe(1);
    expect(JSON.parse(again.out).mismatches[0]).toMatchObject({
      element: 1,
      stage: 'dense0 (dense)',
    });
  });

  it('names the layer that is wrong, in text, JSON and JUnit', async () => {
    const two = tinyDesign
      .replace('array: { pe', "name: 'hidden',\n    array: { pe")
      .replace("'p', h", "'p', d.requantize(h, { output: { format: int(8), scale: 0.3 } })");
    folder = await tinyFolder({ 'tiny.ts': two });
    await sinter(folder, ['compile', 'tiny.ts', '-o', 'tiny']);
    const path = join(folder, 'tiny/rtl/tiny_hidden_weights.v');
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace(/memory\[4\] = 8'h../, "memory[4] = 8'h77"));
    const said = await verifyEdited('--stalls', 'none', '--junit', 'j.xml');
    const [line] =
      /^first wrong layer: hidden \(dense\): tensor \d+ element 1 \(lane 0 of beat 1, cycle \d+\): expected -?\d+, got -?\d+$/m.exec(
        said.out,
      ) ?? [];
    expect(line).toBeDefined();
    expect(await readFile(join(folder, 'j.xml'), 'utf8')).toContain(line ?? 'nothing');
    const { mismatches } = JSON.parse((await verifyEdited('--stalls', 'none', '--json')).out);
    expect(mismatches[0].stage).toBe('requantize0 (requantize)');
    expect(mismatches[0].layer).toMatchObject({
      first: { layer: 'hidden (dense)', kind: 'value', element: 1 },
      stuck: [],
      streams: [],
    });
  });

  it('tells a tlast that never comes', async () => {
    await edit('rtl/tiny.v', (text) =>
      text.replace(/assign m_axis_p_tlast = .*/, "assign m_axis_p_tlast = 1'b0;"),
    );
    const said = await verifyEdited('--stalls', 'none');
    expect(said.status).toBe(1);
    expect(said.out).toMatch(/tensor 0 beat 2 \(cycle 19\) of 3: expected tlast 1, got 0$/m);
    expect(said.out).toContain('stalls none  MISMATCH  tlast is wrong');
  });

  it('tells a deadlock', async () => {
    await edit('rtl/tiny.v', (text) =>
      text.replace(/assign m_axis_p_tvalid = .*/, "assign m_axis_p_tvalid = 1'b0;"),
    );
    const said = await verifyEdited('--stalls', 'none', '--vectors', '2');
    expect(said.status).toBe(1);
    expect(said.out).toMatch(/first mismatch: .*deadlock at cycle \d+: /);
  });

  it('counts cycles that differ from the manifest as a mismatch', async () => {
    await edit('manifest.json', (text) =>
      text.replace(/"latencyCycles": 19/, '"latencyCycles": 20'),
    );
    const said = await verifyEdited('--stalls', 'none');
    expect(said.status).toBe(1);
    expect(said.out).toMatch(/^cycles +MISMATCH +latency 19, promised 20; interval 9$/m);
    expect(said.out).toContain('but the cycles are not those of manifest.json\nrepeat with: npx');
  });

  it('refuses the package of another design', async () => {
    folder = await tinyFolder();
    await sinter(folder, ['compile', 'tiny.ts', '-o', 'tiny']);
    const other = tinyDesign.replace('shape: [6]', 'shape: [2, 6]').replace("'p'", "'q'");
    await writeFile(join(folder, 'tiny.ts'), other);
    await writeFile(join(folder, 'other.ts'), other);
    const said = await sinter(folder, ['verify', 'other.ts', '--package', 'tiny']);
    expect(said.status).toBe(2);
    expect(problemsIn(said).split('\n')).toEqual([
      'E_ARGUMENT at --package tiny: x: gives input int8 [6], the design has input int8 [2, 6]',
      'E_ARGUMENT at --package tiny: q: has no such stream, the design has output int8 [2, 3]',
      'E_ARGUMENT at --package tiny: p: is a stream that the design does not have',
    ]);
  });
});
