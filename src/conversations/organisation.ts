import { permitted, sayDone } from '../domain/ask-permission.ts';
import type { Conversation, Dialogue, KeptAnswer, Next } from '../domain/conversation.ts';
import type { Organisation } from '../domain/coordinator.ts';
import type { Desk, OrganisationChange } from '../domain/desk.ts';
import { lineIn, organisationLabel, pageIn, publicNameIn, slugIn } from '../domain/desk-words.ts';
import { type Phrase, phrase, raw } from '../domain/message.ts';
import { listed, regionName } from '../domain/phrases.ts';

/** No slug: a button for one that is not there yet. */
const NEW = '0';

const WAYS = ['name', 'regions', 'budget', 'line', 'page', 'nothing'] as const;

/** Most people whom urgent messages of one organisation may reach in a week. */
const MOST_URGENT = 1_000_000;

const MOST_NAMED = 12;

/** How a deed ended that was done while words were read. */
type Ended = KeptAnswer<'done' | 'refused'>;

const unclear = (key: string): KeptAnswer<never> => ({
  kind: 'unclear',
  hint: phrase(`organisation:${key}-bad`),
});

/** Makes one under the name that was typed: the name is in its row then, and nowhere else. */
async function create(text: string, desk: Desk, slug: string): Promise<Ended> {
  const title = publicNameIn(text);
  if (title === null) return unclear('name');
  const done = await desk.createOrganisation(slug, title);
  return { kind: 'kept', value: done.kind === 'done' && done.value !== null ? 'done' : 'refused' };
}

async function make(dialogue: Dialogue): Promise<void> {
  if ((await permitted(dialogue, 'organisation.create', { organisationId: null })) === 'no') return;
  const all = await dialogue.desk.organisations();
  const slug = await dialogue.askText({
    id: 'slug',
    text: [phrase('organisation:slug-ask')],
    read: async (text): Promise<KeptAnswer> => {
      const typed = slugIn(text);
      const isTaken = all.some((one) => one.slug === typed);
      return typed === null || isTaken ? unclear('slug') : { kind: 'kept', value: typed };
    },
  });
  const ended = await dialogue.askText({
    id: 'title',
    text: [phrase('organisation:name-ask')],
    read: (text, desk) => create(text, desk, slug ?? ''),
  });
  await sayDone(dialogue, ended ?? 'refused', 'organisation:made');
}

/** How an organisation stands, for the host's eyes. */
function linesOf({ titles, regions, urgentBudget, line, url, slug }: Organisation): readonly Phrase[] {
  const names = regions === 'any' ? [] : regions.map(regionName);
  return [
    ...Object.entries(titles).map(([locale, title]) =>
      phrase('organisation:titled', { language: raw(locale), title: raw(title) }),
    ),
    phrase('organisation:slug', { slug: raw(slug) }),
    phrase('organisation:regions', { regions: listed(names, MOST_NAMED) ?? phrase('ask:regions-any') }),
    phrase('organisation:budget', { number: urgentBudget }),
    ...(line === null ? [] : [phrase('organisation:line', { line: raw(line) })]),
    ...(url === null ? [] : [phrase('organisation:page', { url: raw(url) })]),
  ];
}

type Field = Exclude<(typeof WAYS)[number], 'nothing'>;

/** Asks for words and writes them into the organisation's row at once. */
function askWords(
  dialogue: Dialogue,
  field: 'name' | 'line' | 'page',
  id: string,
  changeFor: (text: string) => OrganisationChange | null,
): Promise<'done' | 'refused' | null> {
  return dialogue.askText({
    id: field,
    text: [phrase(`organisation:${field}-ask`)],
    read: async (text, desk): Promise<Ended> => {
      const change = changeFor(text);
      if (change === null) return unclear(field);
      return { kind: 'kept', value: (await desk.changeOrganisation(id, change)).kind };
    },
  });
}

async function askName(dialogue: Dialogue, id: string): Promise<'done' | 'refused' | null> {
  const locale = await dialogue.askOne({
    id: 'language',
    text: [phrase('organisation:language-ask')],
    options: dialogue.exchange
      .languages(dialogue.locale)
      .map(({ code, name }) => ({ value: code, label: phrase('common:as-is', { text: raw(name) }) })),
  });
  return askWords(dialogue, 'name', id, (text) => {
    const title = publicNameIn(text);
    return title === null || locale === null ? null : { titles: { [locale]: title } };
  });
}

async function askRegions(dialogue: Dialogue, id: string): Promise<'done' | 'refused'> {
  const { places } = dialogue.exchange;
  const regions = await dialogue.askMany({
    id: 'regions',
    text: [phrase('organisation:regions-ask')],
    any: phrase('ask:regions-any'),
    groups: places.districts.map((value) => ({ value, label: regionName(value) })),
    options: places.regions.map(({ code, district }) => ({
      value: code,
      label: regionName(code),
      group: district,
    })),
    search: (words) => places.search(words),
  });
  const change = { regions: regions ?? 'any' };
  return dialogue.act('regions', async (desk) => (await desk.changeOrganisation(id, change)).kind);
}

async function askBudget(dialogue: Dialogue, id: string): Promise<'done' | 'refused'> {
  const urgentBudget = await dialogue.askNumber({
    id: 'budget',
    text: [phrase('organisation:budget-ask')],
    suggestions: [],
    min: 0,
    max: MOST_URGENT,
  });
  const change = { urgentBudget: urgentBudget ?? 0 };
  return dialogue.act('budget', async (desk) => (await desk.changeOrganisation(id, change)).kind);
}

function changed(dialogue: Dialogue, field: Field, id: string): Promise<'done' | 'refused' | null> {
  switch (field) {
    case 'name':
      return askName(dialogue, id);
    case 'regions':
      return askRegions(dialogue, id);
    case 'budget':
      return askBudget(dialogue, id);
    case 'line':
      return askWords(dialogue, field, id, (text) => {
        const line = lineIn(text);
        return line === null ? null : { line };
      });
    case 'page':
      return askWords(dialogue, field, id, (text) => {
        const url = pageIn(text);
        return url === null ? null : { url };
      });
  }
}

async function change(dialogue: Dialogue, slug: string): Promise<void> {
  const one = (await dialogue.desk.organisations()).find((each) => each.slug === slug);
  const way = await dialogue.askOne({
    id: 'what',
    text: one === undefined ? [phrase('organisation:gone')] : linesOf(one),
    options: WAYS.map((each) => ({ value: each, label: phrase(`organisation:way-${each}`) })),
  });
  if (way === null || way === 'nothing' || one === undefined) return;
  if ((await permitted(dialogue, 'organisation.change', { organisationId: one.id })) === 'no') return;
  await sayDone(dialogue, (await changed(dialogue, way, one.id)) ?? 'refused', 'organisation:changed');
}

/** Organisations, as the host's operators make and change them. */
export const organisation: Conversation = {
  name: 'organisation',
  listed: false,
  open: false,
  needs: ['operator'],
  resumes: false,
  async run(dialogue): Promise<Next | undefined> {
    const all = await dialogue.desk.organisations();
    const slug = await dialogue.askOne({
      id: 'which',
      text: [phrase('organisation:ask')],
      columns: 1,
      options: [
        ...all.map((one) => ({ value: one.slug, label: organisationLabel(one, all, dialogue.locale) })),
        { value: NEW, label: phrase('organisation:new'), emphasis: 'good' as const },
      ],
    });
    if (slug === NEW) await make(dialogue);
    else if (slug !== null) await change(dialogue, slug);
    return { to: 'desk' };
  },
};
