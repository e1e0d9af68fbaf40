import { askOrganisation, organisationCalled } from '../domain/ask-organisation.ts';
import { permitted, sayDone } from '../domain/ask-permission.ts';
import type { Conversation, Dialogue, Next } from '../domain/conversation.ts';
import { type Action, type Coordinator, ROLES } from '../domain/coordinator.ts';
import type { Desk, Done } from '../domain/desk.ts';
import { isNew, organisationName, roleName, roleNames } from '../domain/desk-words.ts';
import { type Phrase, phrase, raw, say } from '../domain/message.ts';

/** What stands for somebody on a button: enough of their row's id to tell them apart, and nothing of them. */
const markOf = ({ id }: Coordinator): string => id.slice(-12);

const lineOf = (one: Coordinator, now: Date): Phrase =>
  phrase(isNew(one, now) ? 'people:line-new' : 'people:line', {
    alias: raw(one.alias),
    roles: roleNames(one.roles),
  });

/** Lines that fit into a message; more people are on the buttons. */
const MOST_LINES = 40;

const WAYS = ['confirm', 'roles', 'remove', 'nothing'] as const;
type Way = (typeof WAYS)[number];

/** Somebody of an organisation, whom one chose; others than oneself. */
async function askWho(dialogue: Dialogue, slug: string): Promise<string | null> {
  const organisation = await organisationCalled(dialogue, slug);
  const all = organisation === undefined ? [] : await dialogue.desk.people(organisation?.id ?? null);
  const who = await dialogue.askOne({
    id: 'who',
    text: [
      phrase('people:title', { organisation: organisationName(organisation ?? null, dialogue.locale) }),
      ...all.slice(0, MOST_LINES).map((one) => lineOf(one, dialogue.desk.now)),
    ],
    columns: 1,
    options: [
      ...all
        .filter(({ id }) => id !== dialogue.coordinator?.id)
        .map((one) => ({ value: markOf(one), label: phrase('common:as-is', { text: raw(one.alias) }) })),
      { value: 'nobody', label: phrase('people:nobody') },
    ],
  });
  return who === 'nobody' ? null : who;
}

async function find(dialogue: Dialogue, slug: string, mark: string): Promise<Coordinator | null> {
  const organisation = await organisationCalled(dialogue, slug);
  const all = organisation === undefined ? [] : await dialogue.desk.people(organisation?.id ?? null);
  return all.find((one) => markOf(one) === mark) ?? null;
}

async function askWay(dialogue: Dialogue, one: Coordinator | null): Promise<Way | null> {
  const waits = await dialogue.remember('waits', () => one !== null && isNew(one, dialogue.desk.now));
  return dialogue.askOne({
    id: 'what',
    text: one === null ? [phrase('people:gone')] : [lineOf(one, dialogue.desk.now)],
    columns: 1,
    options: WAYS.filter((way) => way !== 'confirm' || waits).map((way) => ({
      value: way,
      label: phrase(`people:way-${way}`),
      ...(way === 'remove' ? { emphasis: 'danger' as const } : {}),
    })),
  });
}

/** Does it, after whatever that takes. */
async function does(
  dialogue: Dialogue,
  one: Coordinator | null,
  action: Action,
  deed: (desk: Desk, id: string) => Promise<Done<null>>,
): Promise<void> {
  const subject = { organisationId: one?.organisation?.id ?? null, by: one?.id ?? null };
  if ((await permitted(dialogue, action, subject)) === 'no') return;
  const kind = await dialogue.act('person', async (desk) =>
    one === null ? 'refused' : (await deed(desk, one.id)).kind,
  );
  await sayDone(dialogue, kind, `people:done-${action.split('.')[1]}`);
}

async function changeRoles(dialogue: Dialogue, one: Coordinator | null): Promise<void> {
  const theirs = await dialogue.remember('roles', () => one?.roles.map(String) ?? []);
  const isHosts = theirs.includes('operator');
  const roles = await dialogue.askMany({
    id: 'roles',
    text: [phrase('people:roles-ask'), phrase('people:roles-wait')],
    columns: 1,
    chosen: ROLES.filter((role) => theirs.includes(role)),
    options: ROLES.filter((role) => (role === 'operator') === isHosts).map((role) => ({
      value: role,
      label: roleName(role),
    })),
  });
  const chosen = roles === null || roles === 'any' ? [] : roles;
  await does(dialogue, one, 'coordinator.change-roles', (desk, id) => desk.changeRoles(id, chosen));
}

async function remove(dialogue: Dialogue, one: Coordinator | null): Promise<void> {
  const sure = await dialogue.askOne({
    id: 'sure',
    text: [phrase('people:remove-ask', { alias: raw(one?.alias ?? '-') })],
    columns: 1,
    options: [
      { value: 'yes', label: phrase('people:way-remove'), emphasis: 'danger' },
      { value: 'no', label: phrase('people:way-nothing') },
    ],
  });
  if (sure === 'yes') await does(dialogue, one, 'coordinator.remove', (desk, id) => desk.remove(id));
  else await dialogue.say(say(phrase('desk:unchanged')), { apart: true });
}

/** The coordinators of an organisation, by the names they chose: confirm them, change their roles, remove them. */
export const people: Conversation = {
  name: 'people',
  listed: false,
  open: false,
  needs: ['admin', 'operator'],
  resumes: false,
  async run(dialogue): Promise<Next | undefined> {
    const slug = await askOrganisation(dialogue);
    const mark = await askWho(dialogue, slug);
    if (mark === null) return { to: 'desk' };
    const one = await find(dialogue, slug, mark);
    const way = await askWay(dialogue, one);
    if (way === 'confirm') await does(dialogue, one, 'coordinator.confirm', (desk, id) => desk.confirm(id));
    if (way === 'roles') await changeRoles(dialogue, one);
    if (way === 'remove') await remove(dialogue, one);
    return { to: 'desk' };
  },
};
