import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Command, JSON_OPTION, Refusal } from './command.ts';

const BENCH = fileURLToPath(new URL('../../test/bench/bench.ts', import.meta.url));

/** The benches live with the tests; this only hands the options on. */
export const bench: Command = {
  name: 'bench',
  takes: '[name …]',
  summary:
    'Measures this machine: matching, import, delivery, chat, webhook; as ratios to a baseline in the same run.',
  options: {
    json: JSON_OPTION,
    short: { type: 'boolean', help: 'a short form, for checks' },
    only: { type: 'string', help: 'one bench by its name, as without the option' },
  },
  async run({ options, positionals }) {
    if (!existsSync(BENCH))
      throw new Refusal(
        'The benches are not part of an image or a package: run them in a clone, npm run bench.',
      );
    const args = Object.entries(options).flatMap(([name, value]) =>
      typeof value === 'string' ? [`--${name}`, value] : value === true ? [`--${name}`] : [],
    );
    const child = spawn(process.execPath, [BENCH, ...args, ...positionals], { stdio: 'inherit' });
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => resolve(code ?? 1));
    });
  },
};
