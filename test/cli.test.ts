import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { runProcess } from './support/process.ts';

it.each(['--version', '-v'])('answers %s with the version of the package', async (flag) => {
  const { version } = JSON.parse(await readFile('package.json', 'utf8'));
  expect(await runProcess([flag], {})).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
});

it('takes benches by name, and says which there are', async () => {
  const { code, stderr, stdout } = await runProcess(['bench', 'nothing', 'chat', '--json'], {});
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toBe(
    'there is no bench called nothing; there are chat, delivery, import, lint, matching, webhook\n',
  );
});
