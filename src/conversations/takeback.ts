import { beginData } from '../domain/button-data.ts';
import type { Conversation, Dialogue, Next } from '../domain/conversation.ts';
import { type Message, phrase, raw, say } from '../domain/message.ts';
import { draftLine } from '../domain/show-draft.ts';

const NONE = '0';

/** Which of those that are about to go out; `null`: none. */
async function askWhich(dialogue: Dialogue): Promise<string | null> {
  const leaving = await dialogue.desk.leaving();
  if (await dialogue.remember('none', () => leaving.length === 0)) {
    await dialogue.say(say(phrase('post:leaving-none')), { apart: true });
    return null;
  }
  const code = await dialogue.askOne({
    id: 'which',
    text: [
      phrase('post:leaving-ask'),
      ...leaving.map(({ code, draft }) =>
        phrase('post:leaving-line', { code: raw(code), what: draftLine(draft) }),
      ),
    ],
    columns: 1,
    options: [
      ...leaving.map(({ code }) => ({ value: code, label: phrase('mine:code', { code: raw(code) }) })),
      { value: NONE, label: phrase('post:decide-nothing') },
    ],
  });
  return code === NONE ? null : code;
}

/** Below what came too late stands what can still be done. */
const lateFor = (code: string): Message => ({
  lines: [phrase('post:back-late', { code: raw(code) })],
  buttons: [[{ label: phrase('mine:way-close'), press: { kind: 'data', data: beginData('keep', code) } }]],
});

/** An opening that was published less than a minute ago is taken back: nobody heard of it. */
export const takeback: Conversation = {
  name: 'takeback',
  listed: false,
  open: false,
  needs: ['poster', 'moderator', 'operator'],
  resumes: false,
  takes: /^[A-Z0-9]{5}$/,
  async run(dialogue): Promise<Next | undefined> {
    const code = dialogue.argument ?? (await askWhich(dialogue));
    if (code === null) return { to: 'desk' };
    const ended = await dialogue.act('back', async (desk) => {
      const done = await desk.takeBack(code);
      return done.kind === 'done' ? done.value : 'refused';
    });
    if (ended === 'refused') await dialogue.say(say(phrase('desk:refused-late')), { apart: true });
    else if (ended === 'late') await dialogue.say(lateFor(code), { apart: true });
    else await dialogue.say(say(phrase(`post:back-${ended}`, { code: raw(code) })), { apart: true });
    return ended === 'late' ? undefined : { to: 'desk' };
  },
};
