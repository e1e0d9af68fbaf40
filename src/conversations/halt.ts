import { permitted, sayDone } from '../domain/ask-permission.ts';
import type { Conversation, Dialogue, Next, Option } from '../domain/conversation.ts';
import type { Organisation } from '../domain/coordinator.ts';
import { organisationLabel } from '../domain/desk-words.ts';
import { phrase } from '../domain/message.ts';

/** No slug: everything there is. */
const EVERYTHING = '0';

const optionFor = (slug: string, stopped: boolean, label: Option['label']): Option => ({
  value: `${stopped ? 'on' : 'halt'}-${slug}`,
  label: phrase(stopped ? 'desk:go-on' : 'desk:halt', { what: label }),
  emphasis: stopped ? 'good' : 'danger',
});

async function optionsFor(dialogue: Dialogue): Promise<readonly Option[]> {
  const all = await dialogue.desk.organisations();
  const isHosts = dialogue.coordinator?.organisation === null;
  const stopped = await dialogue.desk.everythingStopped();
  return [
    ...(isHosts ? [optionFor(EVERYTHING, stopped, phrase('desk:everything'))] : []),
    ...all.map((one) => optionFor(one.slug, one.stopped, organisationLabel(one, all, dialogue.locale))),
    { value: 'nothing', label: phrase('desk:halt-nothing') },
  ];
}

/** Stopping is one tap, without a code: whoever sees something wrong must not look for their other phone. */
async function stop(dialogue: Dialogue, id: string | null): Promise<void> {
  const kind = await dialogue.act('halt', async (desk) => (await desk.halt(id)).kind);
  await sayDone(dialogue, kind, 'desk:halted');
}

async function goOn(dialogue: Dialogue, id: string | null): Promise<void> {
  const action = id === null ? 'everything.go-on' : 'organisation.go-on';
  if ((await permitted(dialogue, action, { organisationId: id })) === 'no') return;
  const kind = await dialogue.act('go-on', async (desk) => (await desk.goOn(id)).kind);
  await sayDone(dialogue, kind, 'desk:goes-on');
}

/** Of an organisation the id, of everything `null`; `undefined` for one that is no more. */
const idOf = (slug: string, all: readonly Organisation[]): string | null | undefined =>
  slug === EVERYTHING ? null : all.find((one) => one.slug === slug)?.id;

/** The emergency stop, and its end: of an organisation, or of everything. Replies to people who talk go on. */
export const halt: Conversation = {
  name: 'halt',
  listed: false,
  open: false,
  needs: ['moderator', 'broadcaster', 'admin', 'operator'],
  resumes: false,
  async run(dialogue): Promise<Next | undefined> {
    const what = await dialogue.askOne({
      id: 'what',
      text: [phrase('desk:halt-ask')],
      columns: 1,
      options: await optionsFor(dialogue),
    });
    const [verb, ...slug] = (what ?? 'nothing').split('-');
    const id = idOf(slug.join('-'), await dialogue.desk.organisations());
    if (verb === 'halt' && id !== undefined) await stop(dialogue, id);
    if (verb === 'on' && id !== undefined) await goOn(dialogue, id);
    return { to: 'desk' };
  },
};
