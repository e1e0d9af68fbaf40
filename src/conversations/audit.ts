import { beginData } from '../domain/button-data.ts';
import type { Conversation, Dialogue } from '../domain/conversation.ts';
import type { AuditLine } from '../domain/desk.ts';
import { roleName } from '../domain/desk-words.ts';
import { type Phrase, phrase, raw } from '../domain/message.ts';

/** Lines on one page. */
const PAGE = 10;

function lineOf({ at, alias, role, action, subject }: AuditLine, { exchange }: Dialogue): Phrase {
  const { day, hour } = exchange.hourOf(at);
  return phrase(subject === null ? 'audit:line' : 'audit:line-of', {
    day: { day },
    hour,
    alias: raw(alias),
    role: role === 'host' ? phrase('desk:host') : roleName(role),
    what: phrase(`audit:what.${action}`),
    ...(subject === null ? {} : { subject: raw(subject) }),
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
