import type { Conversation, Next, Option } from '../domain/conversation.ts';
import { keptLine } from '../domain/keeping-lines.ts';
import { phrase, raw } from '../domain/message.ts';

/** Openings on one page. */
const PAGE = 10;

const way = (value: string, label: string): Option => ({ value, label: phrase(label) });

/** The openings of one's organisation, newest first, and the way to each. */
export const mine: Conversation = {
  name: 'mine',
  listed: false,
  open: false,
  needs: ['poster', 'moderator'],
  resumes: false,
  takes: /^p\d{1,3}$/,
  async run(dialogue): Promise<Next | undefined> {
    const page = Number(dialogue.argument?.slice(1) ?? 0);
    const found = await dialogue.desk.keptOpenings(page, PAGE);
    const shown = found.slice(0, PAGE);
    const to = await dialogue.askOne({
      id: 'which',
      text: [
        phrase(shown.length === 0 ? 'mine:nothing' : 'mine:title'),
        ...shown.map((kept) => keptLine(kept, dialogue.today)),
      ],
      options: [
        ...shown.map(({ opening: { code } }) => ({
          value: code,
          label: phrase('mine:code', { code: raw(code) }),
        })),
        ...(page > 0 ? [way('newer', 'mine:newer')] : []),
        ...(found.length > PAGE ? [way('older', 'mine:older')] : []),
        way('desk', 'desk:back'),
      ],
    });
    if (to === 'newer') return { to: 'mine', argument: `p${page - 1}` };
    if (to === 'older') return { to: 'mine', argument: `p${page + 1}` };
    return to === null || to === 'desk' ? { to: 'desk' } : { to: 'keep', argument: to };
  },
};
