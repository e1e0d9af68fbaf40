import type { Conversation } from '../domain/conversation.ts';
import { type Coordinator, ROLES, type Role } from '../domain/coordinator.ts';
import { phrase, raw } from '../domain/message.ts';

/** What coordinators begin by a command: no list of a channel shows it. */
const AT_THE_DESK: readonly (readonly [string, readonly Role[]])[] = [
  ['desk', ROLES],
  ['post', ['poster']],
  ['mine', ['poster', 'moderator']],
  ['approve', ['moderator', 'operator']],
  ['reports', ['moderator']],
  ['broadcast', ['broadcaster', 'moderator', 'admin']],
  ['season', ['poster', 'moderator', 'broadcaster']],
  ['rules', ['keeper']],
  ['people', ['admin', 'operator']],
  ['halt', ['moderator', 'broadcaster', 'admin', 'operator']],
];

const commandsOf = (who: Coordinator | null): string =>
  who === null
    ? ''
    : AT_THE_DESK.filter(([, roles]) => who.roles.some((role) => roles.includes(role)))
        .map(([name]) => `/${name}`)
        .join(' ');

/** What can be done here, in a few lines. */
export const help: Conversation = {
  name: 'help',
  listed: true,
  open: true,
  resumes: true,
  async run(dialogue) {
    const lines = ['what', 'free', 'code', 'change', 'pause', 'erase', 'move', 'careful'];
    const desk = commandsOf(dialogue.coordinator);
    await dialogue.say(
      {
        lines: [
          ...lines.map((name) => phrase(`help:${name}`)),
          ...(desk === '' ? [] : [phrase('help:desk', { list: raw(desk) })]),
        ],
        buttons: [],
      },
      { apart: true, shareable: true },
    );
    return undefined;
  },
};
