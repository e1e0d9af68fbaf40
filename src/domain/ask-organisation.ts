import type { Dialogue } from './conversation.ts';
import type { Organisation } from './coordinator.ts';
import { organisationLabel } from './desk-words.ts';
import { phrase } from './message.ts';

/** What stands for the host where organisations are named by their slugs: none can be called so. */
export const THE_HOST = '0';

/** An organisation that somebody chose; `null`: the host. `undefined`: it is no more, or not theirs. */
export async function organisationCalled(
  dialogue: Dialogue,
  slug: string,
): Promise<Organisation | null | undefined> {
  if (slug === THE_HOST) return dialogue.coordinator?.organisation === null ? null : undefined;
  return (await dialogue.desk.organisations()).find((one) => one.slug === slug);
}

/** For which organisation: asked of the host's operators, who have all of them; everybody else has one. */
export async function askOrganisation(dialogue: Dialogue): Promise<string> {
  const own = await dialogue.remember('own', () => dialogue.coordinator?.organisation?.slug ?? null);
  if (own !== null) return own;
  const all = await dialogue.desk.organisations();
  const slug = await dialogue.askOne({
    id: 'which',
    text: [phrase('desk:which')],
    columns: 1,
    options: [
      { value: THE_HOST, label: phrase('desk:host') },
      ...all.map((one) => ({ value: one.slug, label: organisationLabel(one, all, dialogue.locale) })),
    ],
  });
  return slug ?? THE_HOST;
}
