import { permitted } from '../domain/ask-permission.ts';
import type { Conversation, Dialogue, Next } from '../domain/conversation.ts';
import { subjectFor } from '../domain/keeping.ts';
import { cardAsRead } from '../domain/keeping-lines.ts';
import { phrase, raw, say } from '../domain/message.ts';
import { CODE } from '../domain/opening-code.ts';
import { reportedLines } from '../domain/reported-opening.ts';

/** Openings in the list; the others follow when these are decided. */
const MOST = 10;

async function choose(dialogue: Dialogue): Promise<Next> {
  const waiting = (await dialogue.desk.reported()).slice(0, MOST);
  const code = await dialogue.askOne({
    id: 'which',
    text: [
      phrase(waiting.length === 0 ? 'reports:nothing' : 'reports:title'),
      ...waiting.flatMap(reportedLines),
    ],
    options: [
      ...waiting.map((one) => ({ value: one.code, label: phrase('mine:code', { code: raw(one.code) }) })),
      { value: 'desk', label: phrase('desk:back') },
    ],
  });
  return code === null || code === 'desk' ? { to: 'desk' } : { to: 'reports', argument: code };
}

async function decide(dialogue: Dialogue, code: string, upheld: boolean): Promise<void> {
  const kept = await dialogue.desk.keptOpening(code);
  if (kept === null) return;
  if ((await permitted(dialogue, 'report.decide', subjectFor('report.decide', kept))) === 'no') return;
  const end = await dialogue.act('decide', async (desk) => {
    const done = await desk.decideReports(code, upheld, dialogue.today);
    return done.kind === 'done' ? `reports:done-${done.value}` : 'desk:refused-late';
  });
  await dialogue.say(say(phrase(end, { code: raw(code) })), { apart: true });
}

/** Reports that wait for a decision, by reasons and never by people: one tap decides, and whoever reported hears it. */
export const reports: Conversation = {
  name: 'reports',
  listed: false,
  open: false,
  needs: ['moderator'],
  resumes: false,
  takes: CODE,
  async run(dialogue): Promise<Next | undefined> {
    const code = dialogue.argument;
    if (code === null) return choose(dialogue);
    const one = (await dialogue.desk.reported()).find((each) => each.code === code);
    const said = await dialogue.askOne({
      id: 'decide',
      text: one === undefined ? [phrase('reports:done-none', { code: raw(code) })] : reportedLines(one),
      columns: 1,
      options: [
        { value: 'upheld', label: phrase('reports:upheld'), emphasis: 'danger' },
        { value: 'rejected', label: phrase('reports:rejected'), emphasis: 'good' },
        { value: 'card', label: phrase('mine:way-card') },
        { value: 'later', label: phrase('reports:later') },
      ],
    });
    if (said === 'upheld' || said === 'rejected') await decide(dialogue, code, said === 'upheld');
    if (said === 'card') {
      const kept = await dialogue.desk.keptOpening(code);
      if (kept !== null) await dialogue.say(say(...cardAsRead(dialogue, kept)), { apart: true });
      return { to: 'reports', argument: code };
    }
    return { to: 'reports' };
  },
};
