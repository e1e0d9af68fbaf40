/** What stands between a draft and its publication: what blocks it, and why another person must look at it. Pure. */
import { languageOf } from './card-lines.ts';
import type { Coordinator, Organisation } from './coordinator.ts';
import { contentOf, type KeptDraft, type Named, type Step, wholeDraft } from './draft.ts';
import { type Finding, lint } from './lint.ts';
import { type Phrase, phrase } from './message.ts';
import type { DraftField } from './musts.ts';
import type { OpeningContent } from './opening.ts';
import type { PayNorm } from './pay-norm.ts';

/** The draft as it would be published, and what is wrong with it. */
export interface Examined {
  readonly content: OpeningContent | null;
  readonly findings: readonly Finding[];
  /** What its pay was held against. */
  readonly payNorm: PayNorm | null;
  readonly blocked: boolean;
  /** Why another person must look at it; empty: nobody need. */
  readonly review: readonly string[];
}

/** Why the first opening of somebody is looked at. */
export const NEW_POSTER = 'new-poster';

/** What an organisation is reached by. */
const contactsOf = ({ line, url }: Organisation) => ({
  phones: line === null ? [] : [line],
  links: url === null ? [] : [url],
});

/** What a draft is held against. */
interface Against extends Pick<Coordinator, 'approvedOpenings'> {
  readonly currency: string;
  readonly payNorm: PayNorm | null;
}

/** Examines a draft. `approvedOpenings` are those of its poster. */
export function examine(
  { said, organisation }: Pick<KeptDraft, 'said' | 'organisation'>,
  named: Named,
  { currency, payNorm, approvedOpenings }: Against,
): Examined {
  const draft = wholeDraft(said, organisation, named);
  const known = contactsOf(organisation);
  const findings = lint(draft, { today: named.today, known, currency, payNorm });
  const content = contentOf(draft);
  const moderate = findings.filter(({ severity }) => severity === 'moderate').map(({ kind }) => kind);
  return {
    content,
    findings,
    payNorm,
    blocked: content === null || findings.some(({ severity }) => severity === 'block'),
    review: [...new Set([...(approvedOpenings === 0 ? [NEW_POSTER] : []), ...moderate])],
  };
}

const STEP_OF: Readonly<Partial<Record<DraftField, Step>>> = {
  startsOn: 'starts',
  endsOn: 'ends',
  validUntil: 'ends',
  hoursPerDay: 'hours',
  daysPerWeek: 'days',
  harvest: 'home',
  notes: 'note',
  permitPayer: 'patent',
  accepts: 'rights',
  vouchedBy: 'employer',
  title: 'work',
  pickup: 'place',
};

/** The question that answers a finding. */
const stepFor = (field: DraftField): Step => STEP_OF[field] ?? (field as Step);

/** Which words say it. */
function wordsFor({ kind, severity }: Finding): string {
  if (kind.startsWith('missing-')) return 'missing';
  return kind === 'unknown-phone' && severity === 'block' ? 'phone-in-text' : kind;
}

/** What is wrong, without where it is. */
export const whatIs = (finding: Finding): Phrase => phrase(`post:found-${wordsFor(finding)}`);

/** A finding in words: where it is, and what it is; never the text itself. */
export function findingLine(finding: Finding): Phrase {
  const { field, severity, locale } = finding;
  return phrase(`post:line-${severity}`, {
    field: locale === undefined ? phrase(`post:field-${stepFor(field)}`) : languageOf(locale),
    what: whatIs(finding),
  });
}
