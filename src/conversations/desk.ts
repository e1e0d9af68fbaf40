import { standingOf } from '../domain/broadcast-words.ts';
import { beginData } from '../domain/button-data.ts';
import type { Conversation, Dialogue } from '../domain/conversation.ts';
import { type Action, type Coordinator, ROLES } from '../domain/coordinator.ts';
import { isNew, organisationName, roleNames } from '../domain/desk-words.ts';
import { type Button, type Phrase, phrase, raw } from '../domain/message.ts';

/** What can be begun here, and what somebody must be allowed to do for it to stand on their desk. */
const DOORS: readonly { readonly to: string; readonly for: Action }[] = [
  { to: 'post', for: 'draft.edit' },
  { to: 'approve', for: 'opening.approve' },
  { to: 'mine', for: 'draft.edit' },
  { to: 'mine', for: 'opening.places' },
  { to: 'reports', for: 'report.decide' },
  { to: 'season', for: 'season.shift' },
  { to: 'rules', for: 'rule.confirm' },
  { to: 'broadcast', for: 'broadcast.approve' },
  { to: 'invite', for: 'coordinator.invite' },
  { to: 'people', for: 'coordinator.change-roles' },
  { to: 'organisation', for: 'organisation.change' },
  { to: 'audit', for: 'audit.read' },
  { to: 'halt', for: 'organisation.stop' },
  { to: 'leave', for: 'coordinator.leave' },
];

/** As many buttons as a screen has on every channel. */
const MOST_DOORS = 10;

const button = (to: string, waiting = 0): Button => ({
  label:
    waiting === 0
      ? phrase(`desk:to-${to}`)
      : phrase('common:group-with', { label: phrase(`desk:to-${to}`), number: waiting }),
  press: { kind: 'data', data: beginData(to) },
});

/** Whether it is theirs at all: that they must wait, or need a code, is said when they come to it. */
function isTheirs(dialogue: Dialogue, who: Coordinator, action: Action): boolean {
  const said = dialogue.desk.may(action, { organisationId: who.organisation?.id ?? null });
  return said.kind !== 'no' || (said.why !== 'role' && said.why !== 'organisation');
}

/** All of them where they have room; else the first with a way to the others, or the others. */
const onScreen = (doors: readonly Button[], room: number, others: boolean): readonly Button[] =>
  doors.length <= room
    ? doors
    : others
      ? doors.slice(room - 1)
      : [
          ...doors.slice(0, room - 1),
          { label: phrase('desk:to-more'), press: { kind: 'data', data: beginData('desk', 'more') } },
        ];

const rowsOf = (buttons: readonly Button[]): readonly (readonly Button[])[] =>
  Array.from({ length: Math.ceil(buttons.length / 2) }, (_, at) => buttons.slice(at * 2, at * 2 + 2));

async function linesFor(dialogue: Dialogue, who: Coordinator): Promise<readonly Phrase[]> {
  const { desk, exchange, locale } = dialogue;
  const from = exchange.hourOf(who.trustedFrom);
  return [
    phrase('desk:title', {
      alias: raw(who.alias),
      organisation: organisationName(who.organisation, locale),
    }),
    phrase('desk:roles', { roles: roleNames(who.roles) }),
    ...(who.hasCodes ? [] : [phrase('desk:no-codes')]),
    ...(isNew(who, desk.now) ? [phrase('desk:new', { day: { day: from.day }, hour: from.hour })] : []),
    ...(who.organisation?.stopped === true ? [phrase('desk:stopped')] : []),
    ...((await desk.everythingStopped()) ? [phrase('desk:everything-stopped')] : []),
  ];
}

/** Of what is stopped the same door leads on. */
async function haltIs({ desk }: Dialogue, { organisation }: Coordinator): Promise<'to-halt' | 'to-go-on'> {
  const stopped = organisation === null ? await desk.everythingStopped() : organisation.stopped;
  return stopped ? 'to-go-on' : 'to-halt';
}

/** How much waits behind a door for somebody like them. */
async function waitingAt({ desk }: Dialogue, who: Coordinator, to: string): Promise<number> {
  if (to === 'approve') return (await desk.waiting()).length;
  if (to === 'reports') return (await desk.reported()).length;
  if (to !== 'broadcast') return 0;
  return (await desk.broadcasts()).filter(
    (one) => one.by !== who.id && standingOf(one, desk.now).state === 'asked',
  ).length;
}

/** The coordinators' desk: who one is here, and the way to everything one may do. */
export const desk: Conversation = {
  name: 'desk',
  listed: false,
  open: false,
  needs: ROLES,
  resumes: false,
  async run(dialogue) {
    const who = dialogue.coordinator;
    if (who === null) return { to: 'menu' };
    const open = DOORS.filter(({ for: action }) => isTheirs(dialogue, who, action)).map(({ to }) => to);
    const codes: readonly Button[] = who.hasCodes ? [] : [{ ...button('codes'), emphasis: 'good' }];
    const buttons: Button[] = [];
    for (const to of new Set(open)) {
      const door = button(to, await waitingAt(dialogue, who, to));
      buttons.push(to === 'halt' ? { ...door, label: phrase(`desk:${await haltIs(dialogue, who)}`) } : door);
    }
    const doors = onScreen(buttons, MOST_DOORS - codes.length, dialogue.argument === 'more');
    await dialogue.say({
      lines: await linesFor(dialogue, who),
      buttons: [...codes.map((one) => [one]), ...rowsOf(doors)],
    });
    return undefined;
  },
};
