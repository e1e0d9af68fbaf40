/** `mehnat <command>`: this process runs one command line. */
import { runCommandLine } from './cli/command-line.ts';

// Whoever reads us may leave (`… | head`): what is being done goes on, unheard.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });

process.exitCode = await runCommandLine(process.argv.slice(2), {
  print: (line) => void process.stdout.write(`${line}\n`),
  tell: (line) => void process.stderr.write(`${line}\n`),
  overwrite: process.stderr.isTTY ? (text) => void process.stderr.write(`\r${text}`) : null,
});
