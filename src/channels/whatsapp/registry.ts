/** Which of our templates may go out now, as Meta last said. */
import type { RenderedKnock } from '../../domain/knock.ts';
import type { Restriction } from '../../domain/terms.ts';
import type { Template } from './client.ts';
import type { News } from './news.ts';
import { isOurs, type TemplateName, templateFor, variablesIn } from './templates.ts';

/** A knock, and the template that carries it. */
export interface Chosen {
  readonly knock: RenderedKnock;
  readonly template: TemplateName;
}

export interface Registry {
  /** Called with everything Meta has. */
  fill(templates: readonly Template[]): void;
  /** Whether it was ever filled: before that, nothing is known to be missing. */
  isKnown(): boolean;
  /** The first of these that is approved with as many variables; `null` when none is. */
  choose(knocks: readonly RenderedKnock[]): Chosen | null;
  /** Called when Meta says something of a template; resolves to why pushes must rest, if they must. */
  heard(news: Extract<News, { kind: 'template' | 'recategorised' }>): Restriction | null;
}

/** Nothing known yet. */
export function createRegistry(): Registry {
  /** Variables of each approved template. */
  const approved = new Map<string, number>();
  let known = false;
  const keyOf = ({ name, language }: TemplateName): string => `${name}/${language}`;

  return {
    fill(templates) {
      approved.clear();
      for (const template of templates)
        if (template.status === 'APPROVED') approved.set(keyOf(template), variablesIn(template.body));
      known = true;
    },
    isKnown: () => known,
    choose(knocks) {
      for (const knock of knocks) {
        const template = templateFor(knock.purpose, knock.locale);
        if (template !== null && approved.get(keyOf(template)) === knock.values.length)
          return { knock, template };
      }
      return null;
    },
    heard(news) {
      if (!isOurs(news.name)) return null;
      if (news.kind === 'recategorised') return 'template-recategorised';
      if (news.status === 'APPROVED' || !approved.delete(keyOf(news))) return null;
      return 'template-paused';
    },
  };
}
