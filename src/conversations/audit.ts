import { beginData } from '../domain/button-data.ts';
import type { Conversation, Dialogue } from '../domain/conversation.ts';
import type { AuditLine } from '../domain/desk.ts';
import { roleName } from '../domain/desk-words.ts';
import { type Phrase, type PhraseValue, phrase, raw } from '../domain/message.ts';
import { seasonName } from '../domain/season-words.ts';

/** Lines on one page. */
const PAGE = 10;

/** The end of a draft's id says nothing to anybody. */
const DRAFT = /^[0-9a-f]{12}$/;

/** What it was done to, as people know it; `null` where they do not. */
function subjectOf({ action, subject }: AuditLine, { exchange }: Dialogue): PhraseValue | null {
  if (subject === null || DRAFT.test(subject)) return null;
  if (action !== 'season.shift') return raw(subject);
  const row = exchange.seasons.country.seasons.find(({ id }) => id === subject);
  return row === undefined ? null : seasonName(row);
}

/** The action, or what it came to where one action says two things. */
function deedOf({ action, detail: { how } }: AuditLine): string {
  if (action === 'push.stop' && how === 'undo') return 'push.undo';
  return action === 'broadcast.approve' && how === 'refuse' ? 'broadcast.refuse' : action;
}

function lineOf(line: AuditLine, dialogue: Dialogue): Phrase {
  const { day, hour } = dialogue.exchange.hourOf(line.at);
  const subject = subjectOf(line, dialogue);
  return phrase(subject === null ? 'audit:line' : 'audit:line-of', {
    day: { day },
    hour,
    next: hour + 1,
    alias: raw(line.alias),
    role: line.role === 'host' ? phrase('audit:host') : roleName(line.role),
    what: phrase(`audit:what.${deedOf(line)}`),
    ...(subject === null ? {} : { subject }),
  });
}

/** Who in which role did what, newest first: of one's organisation, for operators of all. */
export const audit: Conversation = {
  name: 'audit',
  listed: false,
  open: false,
  needs: ['admin', 'operator'],
  resumes: false,
  takes: /^\d{1,9}$/,
  async run(dialogue) {
    const before = dialogue.argument === null ? null : Number(dialogue.argument);
    const found = await dialogue.desk.audit(before, PAGE + 1);
    const page = found.slice(0, PAGE);
    const last = page.at(-1);
    const older = found.length > PAGE && last !== undefined ? String(last.id) : null;
    await dialogue.say({
      lines: [
        phrase(page.length === 0 ? 'audit:nothing' : 'audit:title'),
        ...page.map((line) => lineOf(line, dialogue)),
      ],
      buttons: [
        ...(older === null
          ? []
          : [
              [
                {
                  label: phrase('audit:older'),
                  press: { kind: 'data' as const, data: beginData('audit', older, true) },
                },
              ],
            ]),
        [{ label: phrase('desk:back'), press: { kind: 'data', data: beginData('desk') } }],
      ],
    });
    return undefined;
  },
};
