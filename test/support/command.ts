import { runCommandLine } from '../../src/cli/command-line.ts';
import type { Ended } from './process.ts';

/** Runs one command of the line to its end, within this process and with these settings alone. */
export async function runCommand(
  args: readonly string[],
  settings: Readonly<Record<string, string | undefined>>,
): Promise<Ended> {
  let [stdout, stderr] = ['', ''];
  const code = await runCommandLine(args, {
    environment: settings,
    print: (line) => {
      stdout += `${line}\n`;
    },
    tell: (line) => {
      stderr += `${line}\n`;
    },
    overwrite: null,
  });
  return { code, stdout, stderr };
}
