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
  /** Why pushes must rest because of what Meta says of a template, if they must. Changes nothing: it may come again. */
  judge(news: TemplateNews): Restriction | null;
  /** Called when that is written down. */
  take(news: TemplateNews): void;
}

export type TemplateNews = Extract<News, { kind: 'template' | 'recategorised' }>;

/** What Meta says of templates that go out as before. Source: its page on this webhook, as of 21 May 2026. */
const GOES_OUT: ReadonlySet<string> = new Set([
  'APPROVED',
  'REINSTATED',
  'UNARCHIVED',
  'LOCKED',
  'LIMIT_EXCEEDED',
]);
/** People complained of it: it may soon be paused, and goes out until then. */
const AT_RISK = 'FLAGGED';

/** Nothing known yet. */
export function createRegistry(): Registry {
  /** Variables of each approved template. */
  const approved = new Map<string, number>();
  /** Those that were approved at any time and not yet told to be no longer, however often all were read since. */
  const wentOut = new Set<string>();
  let known = false;
  const keyOf = ({ name, language }: TemplateName): string => `${name}/${language}`;

  return {
    fill(templates) {
      approved.clear();
      for (const template of templates) {
        if (template.status !== 'APPROVED') continue;
        approved.set(keyOf(template), variablesIn(template.body));
        wentOut.add(keyOf(template));
      }
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
    judge(news) {
      if (!isOurs(news.name)) return null;
      if (news.kind === 'recategorised') return 'template-recategorised';
      return wentOut.has(keyOf(news)) && !GOES_OUT.has(news.status) ? 'template-paused' : null;
    },
    take(news) {
      if (news.kind !== 'template' || GOES_OUT.has(news.status) || news.status === AT_RISK) return;
      approved.delete(keyOf(news));
      wentOut.delete(keyOf(news));
    },
  };
}
