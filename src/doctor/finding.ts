/** One thing that was looked at. */
export interface Finding {
  readonly name:
    | 'key'
    | 'data'
    | 'database'
    | 'clock'
    | 'queue'
    | 'rules'
    | 'languages'
    | 'country'
    | 'telegram'
    | 'whatsapp'
    | 'pushes';
  readonly state: 'ok' | 'warn' | 'fail';
  /** What was found, one line, without secrets. */
  readonly says: string;
  /** What to do about it; `null` when nothing is to be done. */
  readonly fix: string | null;
}

/** All is well. */
export const ok = (name: Finding['name'], says: string): Finding => ({ name, state: 'ok', says, fix: null });

/** It works, and could be better. */
export const warn = (name: Finding['name'], says: string, fix: string): Finding => ({
  name,
  state: 'warn',
  says,
  fix,
});

/** It cannot work so. */
export const fail = (name: Finding['name'], says: string, fix: string): Finding => ({
  name,
  state: 'fail',
  says,
  fix,
});

/** "1 migration", "7 migrations". */
export const counted = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? '' : 's'}`;
