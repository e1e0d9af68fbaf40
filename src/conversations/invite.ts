import { askOrganisation, organisationCalled, THE_HOST } from '../domain/ask-organisation.ts';
import { permitted } from '../domain/ask-permission.ts';
import type { Conversation, Dialogue, Next } from '../domain/conversation.ts';
import { ROLES, type Role } from '../domain/coordinator.ts';
import { roleName } from '../domain/desk-words.ts';
import { phrase, raw, say } from '../domain/message.ts';

/** Roles in an organisation: operators are the host's. */
const OF_AN_ORGANISATION = ROLES.filter((role) => role !== 'operator');

async function askRoles(dialogue: Dialogue, slug: string): Promise<readonly Role[]> {
  if (slug === THE_HOST) return ['operator'];
  const roles = await dialogue.askMany({
    id: 'roles',
    text: [phrase('people:roles-ask')],
    columns: 1,
    options: OF_AN_ORGANISATION.map((role) => ({ value: role, label: roleName(role) })),
  });
  return roles === null || roles === 'any' ? [] : roles;
}

/** The link is shown once, in a message that may be sent on; it never enters the log. */
async function showLink(dialogue: Dialogue, token: string): Promise<void> {
  const doors = dialogue.exchange.doors(`c_${token}`);
  const ways = doors.length === 0 ? [`c_${token}`] : doors.map(({ url }) => url);
  await dialogue.say(say(phrase('people:link')), { apart: true });
  await dialogue.say(
    {
      lines: [
        phrase(doors.length === 0 ? 'people:line-for' : 'people:link-for'),
        ...ways.map((url) => phrase('common:as-is', { text: raw(url) })),
      ],
      buttons: [],
    },
    { apart: true, shareable: true },
  );
}

/** Invites a coordinator: for which organisation, in which roles; then a link that works once. */
export const invite: Conversation = {
  name: 'invite',
  listed: false,
  open: false,
  needs: ['admin', 'operator'],
  resumes: false,
  async run(dialogue): Promise<Next | undefined> {
    const slug = await askOrganisation(dialogue);
    const roles = await askRoles(dialogue, slug);
    const organisation = await organisationCalled(dialogue, slug);
    const organisationId = organisation?.id ?? null;
    if ((await permitted(dialogue, 'coordinator.invite', { organisationId })) === 'no') return { to: 'desk' };
    let token: string | null = null;
    const kind = await dialogue.act('invite', async (desk) => {
      const done = await desk.invite(organisationId, roles);
      if (done.kind === 'done') token = done.value;
      return done.kind;
    });
    if (kind === 'done' && token !== null) await showLink(dialogue, token);
    else await dialogue.say(say(phrase('desk:refused-late')), { apart: true });
    return undefined;
  },
};
