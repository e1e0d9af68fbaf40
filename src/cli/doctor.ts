import { diagnose } from '../doctor.ts';
import { type Command, JSON_OPTION } from './command.ts';

const MARKS = { ok: '✓', warn: '!', fail: '✗' } as const;

/** Looks at everything and changes nothing; exit code 1 when something must be mended. */
export const doctor: Command = {
  name: 'doctor',
  takes: '',
  summary: 'Checks key, database, queue, languages, country, channels and clock, and says the fix.',
  options: { json: JSON_OPTION },
  async run({ config, options, print }) {
    const findings = await diagnose(config);
    if (options['json'] === true) print(JSON.stringify(findings));
    else
      for (const { name, state, says, fix } of findings) {
        print(`${MARKS[state]} ${name.padEnd(10)} ${says}`);
        if (fix !== null && state !== 'ok') print(`  ${' '.repeat(10)} → ${fix}`);
      }
    return findings.some(({ state }) => state === 'fail') ? 1 : 0;
  },
};
