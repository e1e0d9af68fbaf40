import type { Conversation, Next } from '../domain/conversation.ts';
import { phrase, say } from '../domain/message.ts';
import { comingDates } from '../domain/questions.ts';

const inDays = (today: string, days: number): string =>
  new Date(Date.parse(`${today}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** No pushes for a day, a week, or until a date. The list of openings stays open. */
export const pause: Conversation = {
  name: 'pause',
  listed: true,
  open: false,
  resumes: true,
  async run(dialogue): Promise<Next | undefined> {
    const { today } = dialogue;
    const stopped = await dialogue.remember('stopped', () => dialogue.subscriber?.standing !== 'active');
    if (stopped) return { to: 'menu' };
    const until = await dialogue.askOne({
      id: 'until',
      text: [phrase('pause:ask')],
      options: [
        { value: inDays(today, 0), label: phrase('pause:day') },
        { value: inDays(today, 6), label: phrase('pause:week') },
        ...comingDates(today, 6).map((day) => ({
          value: day,
          label: phrase('pause:until', { day: { day } }),
        })),
        { value: 'none', label: phrase('pause:none') },
      ],
    });
    const chosen = until === null || until === 'none' ? null : until;
    await dialogue.save({ pausedUntil: chosen });
    await dialogue.say(
      say(chosen === null ? phrase('pause:off') : phrase('pause:on', { day: { day: chosen } })),
    );
    return undefined;
  },
};
