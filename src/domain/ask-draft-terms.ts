/** The questions about a draft that say on what terms: what is given, who pays, whom the employer takes, what is promised. */
import { basisNow } from './ask-permit.ts';
import type { Dialogue } from './conversation.ts';
import { type KeptDraft, withRights, withTerms } from './draft.ts';
import { asking, type Change, type Settles } from './draft-question.ts';
import { phrase } from './message.ts';
import { CONTRACTS, PAY_UNITS, PAYERS, type PayUnit, PLEDGES, PROVISIONS } from './opening.ts';

/** What says on what terms. */
export type Term =
  | ('unit' | 'housing' | 'food' | 'transport' | 'home' | 'patent')
  | ('contract' | 'quota' | 'pledge');

/** Asks for one. */
export async function askTerm(dialogue: Dialogue, step: Term, draft: KeptDraft | null): Promise<Change> {
  switch (step) {
    case 'unit': {
      const unit = await dialogue.askOne<PayUnit>({
        ...asking(step, draft),
        options: PAY_UNITS.map((value) => ({ value, label: phrase(`terms:each.${value}`) })),
      });
      const currency = dialogue.exchange.posting.currency;
      return ({ content: { pay } }) => ({
        pay: { min: pay?.min ?? null, max: pay?.max ?? null, unit: unit ?? 'month', currency },
      });
    }
    case 'housing':
    case 'food':
    case 'transport': {
      const given = await dialogue.askOne({
        ...asking(step, draft),
        columns: 1,
        options: PROVISIONS.map((value) => ({
          value,
          label: phrase(value === 'paid' ? `post:paid-${step}` : `terms:${step}.${value}`),
        })),
      });
      return () => ({ [step]: given });
    }
    case 'home':
    case 'patent': {
      const payer = await dialogue.askOne({
        ...asking(step, draft),
        columns: 1,
        options: PAYERS.map((value) => ({ value, label: phrase(`post:payer-${value}`) })),
      });
      return (said) => (step === 'home' ? withTerms(said, { wayHome: payer }) : { permitPayer: payer });
    }
    case 'contract': {
      const contract = await dialogue.askOne({
        ...asking(step, draft),
        columns: 1,
        options: CONTRACTS.map((value) => ({ value, label: phrase(`post:contract-${value}`) })),
      });
      return () => ({ contract });
    }
    case 'quota': {
      const quota = await dialogue.askOne({
        ...asking(step, draft, 'quota-how'),
        skippable: true,
        options: (['yes', 'no'] as const).map((value) => ({ value, label: phrase(`terms:words.${value}`) })),
      });
      return () => ({ quota: quota === null ? null : quota === 'yes' });
    }
    case 'pledge': {
      const points = await dialogue.askMany({
        ...asking(step, draft, 'pledge-how', 'pledge-five'),
        any: phrase('post:pledge-all'),
        columns: 1,
        options: PLEDGES.map((value) => ({ value, label: phrase(`post:pledge-${value}`) })),
      });
      return () => ({ pledge: points === 'any' ? PLEDGES : (points ?? []) });
    }
  }
}

/** Whom the employer takes: everybody whom the law lets is one tap. Without rules there is nothing to choose from. */
export async function askRights(dialogue: Dialogue, draft: KeptDraft | null): Promise<Settles> {
  const { law } = dialogue.exchange;
  const bases = await dialogue.remember('bases', () => law().bases);
  const bound = await dialogue.remember('bound', () =>
    law().bases.filter((basis) => basisNow(dialogue, basis)?.bound === 'employer'),
  );
  const chosen =
    bases.length === 0
      ? 'any'
      : await dialogue.askMany({
          ...asking('rights', draft, 'rights-how'),
          any: phrase('post:rights-any'),
          columns: 1,
          options: bases.map((value) => ({ value, label: phrase(`permit:basis-${value}`) })),
        });
  const accepts = chosen === 'any' || (chosen?.length ?? 0) > 0 ? chosen : null;
  const needsQuota = Array.isArray(accepts) && accepts.some((basis) => bound.includes(basis));
  return { whole: (said) => withRights(said, accepts, needsQuota) };
}
