import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { runCommand } from './support/process.ts';

it.each(['--version', '-v'])('answers %s with the version of the package', async (flag) => {
  const { version } = JSON.parse(await readFile('package.json', 'utf8'));
  expect(await runCommand([flag], {})).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
});
