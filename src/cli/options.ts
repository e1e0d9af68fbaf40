import { readCode } from '../domain/opening-code.ts';
import { type CommandInput, Refusal } from './command.ts';

/** A whole number of an option, from 0; `undefined` where it was not given. */
export function numberOption(options: CommandInput['options'], name: string): number | undefined {
  const given = options[name];
  if (given === undefined) return undefined;
  const number = Number(given);
  if (typeof given === 'string' && /^\d{1,6}$/.test(given)) return number;
  throw new Refusal(`--${name} takes a number, such as --${name} 3`);
}

/** A day of an option, before 2100 as in feeds; `undefined` where it was not given. */
export function dayOption(options: CommandInput['options'], name: string): string | undefined {
  const given = options[name];
  if (given === undefined) return undefined;
  // 30 February is read as 2 March, or not at all.
  const read = new Date(`${given}T00:00:00Z`);
  if (!Number.isNaN(read.getTime()) && read.toISOString().slice(0, 10) === given && given < '2100')
    return given;
  throw new Refusal(`--${name} takes a day such as 2026-06-15`);
}

/** The code of an opening, as people type it. */
export function codeIn(typed: string | undefined): string {
  const code = readCode(`#${(typed ?? '').replace('#', '')}`);
  if (code === null) throw new Refusal('Say the code of the opening: five letters and digits, such as K7Q2M');
  return code;
}
