/** A draft as its readers will see it, and what is wrong with it. */
import { beginData } from './button-data.ts';
import { cardLines, noteIn, whatOf } from './card-lines.ts';
import type { Dialogue } from './conversation.ts';
import { type BackReason, type KeptDraft, openingFrom } from './draft.ts';
import type { Finding } from './lint.ts';
import { type Message, type Phrase, phrase, raw } from './message.ts';
import { textsOfNote } from './note-translations.ts';
import { FLOOR_CURRENCY } from './pay.ts';
import type { PayNorm } from './pay-norm.ts';
import { blank, listed, regionName } from './phrases.ts';
import { type Examined, examine, findingLine, NEW_POSTER } from './review.ts';

/** It came in a table: nobody looked at its card yet. */
export const FROM_TABLE = 'table';

const SIGNS = /\p{Extended_Pictographic}|\uFE0F|\u200D/gu;

/** What the opening is called, in the words of whoever posts it: nobody types a title. */
function titleFor({ exchange, locale: here }: Dialogue, { said }: Pick<KeptDraft, 'said'>): string {
  const { kind = 'vacancy', work = null, crop = null, aid = null, locale = here } = said.content;
  const written = exchange.posting.inWords(locale, whatOf({ kind, work, crop, aid }));
  return written.replace(SIGNS, '').replace(/\s+/g, ' ').trim();
}

/** What stands between a draft and its publication, here and now. */
export async function examineHere(
  dialogue: Dialogue,
  draft: Pick<KeptDraft, 'said' | 'organisation'>,
  approvedOpenings: number,
): Promise<Examined> {
  const { work = null, region } = draft.said.content;
  const organisationId = draft.organisation.id;
  const payNorm =
    work === null || region === undefined
      ? null
      : await dialogue.desk.payNorm({ work, region, organisationId });
  return examine(
    draft,
    { title: titleFor(dialogue, draft), today: dialogue.today },
    { currency: dialogue.exchange.posting.currency, payNorm, approvedOpenings },
  );
}

/** The card as somebody who reads this language sees it. */
export function cardIn(
  { today, exchange }: Dialogue,
  { id }: KeptDraft,
  { content }: Examined,
  locale: string,
): readonly Phrase[] {
  if (content === null) return [phrase('post:no-card')];
  const reader = { locale, preferences: null, right: null, countDay: exchange.countDay };
  return cardLines(openingFrom(content, id), reader, today).map((line) => ({ ...line, locale }));
}

/** The note as it was written and all its translations, for whoever answers for what others will read. */
export function notesOf({ content }: Examined): readonly Phrase[] {
  if (content === null || content.note === null || Object.keys(content.notes).length === 0) return [];
  return [[content.locale, content.note] as const, ...textsOfNote(content)].map(([locale, text]) =>
    noteIn(locale, text),
  );
}

/** Telephone and page to which people will be led, which no card shows: whoever answers for them sees them. */
export function contactOf({ content }: Examined): readonly Phrase[] {
  const { phone = null, url = null } = content?.contact ?? {};
  const ways = [phone, url].filter((way) => way !== null);
  const list = listed(ways.map((way) => phrase('common:as-is', { text: raw(way) })));
  return list === undefined ? [] : [blank, phrase('post:contact-is', { list })];
}

/** Why it was sent back, to whoever wrote it. */
export const whyBack = (reason: BackReason | null): readonly Phrase[] =>
  reason === null ? [] : [phrase('post:sent-back-for', { why: phrase(`post:reason-${reason}`) })];

/** What a draft is, in one line. */
export function draftLine({
  said: { content },
}: {
  readonly said: Pick<KeptDraft['said'], 'content'>;
}): Phrase {
  const { kind = 'vacancy', work = null, crop = null, aid = null, region } = content;
  const what = whatOf({ kind, work, crop, aid });
  return region === undefined ? what : phrase('post:draft', { what, region: regionName(region) });
}

/** It is published, and can be taken back until it goes out. */
export const leavingMessage = (
  how: 'published' | 'approved',
  code: string,
  { halted }: { readonly halted: boolean },
): Message => ({
  lines: [
    phrase(`post:${how}`, { code: raw(code) }),
    phrase(halted ? 'broadcast:state.halted' : 'post:hear'),
  ],
  buttons: [
    [{ label: phrase('broadcast:to-undo'), press: { kind: 'data', data: beginData('takeback', code) } }],
  ],
});

/** More of them say nothing more. */
const MOST_FINDINGS = 12;

/** What speaks of pay that is far above the usual. */
const BY_NORM: readonly Finding['kind'][] = ['pay-too-high', 'drug-courier'];

/** What is usual, and of how many openings it is the middle. */
const normLine = (norm: PayNorm | null): readonly Phrase[] =>
  norm === null || norm.usual === null || norm.source === null
    ? []
    : [
        phrase(`post:usual-${norm.source.of}`, {
          amount: { amount: norm.usual, currency: FLOOR_CURRENCY },
          number: norm.source.openings,
        }),
      ];

/** What was found, by field, and what follows from it: for whoever posts, or for whoever decides. */
export function verdictOn(
  { blocked, review, findings, payNorm }: Examined,
  to: 'poster' | 'decider' = 'poster',
): readonly Phrase[] {
  const waits = to === 'poster' ? 'to-review' : 'yours-to-review';
  const state = blocked ? 'blocked' : review.length > 0 ? waits : 'fine';
  const why = (reason: string): string =>
    to === 'decider' && reason === NEW_POSTER ? `theirs-${reason}` : `why-${reason}`;
  const reasons = [NEW_POSTER, FROM_TABLE].filter((reason) => review.includes(reason));
  return [
    phrase(`post:${state}`),
    ...(findings.length + reasons.length > 0 ? [blank] : []),
    ...reasons.map((reason) => phrase(`post:${why(reason)}`)),
    ...findings.slice(0, MOST_FINDINGS).map(findingLine),
    ...(findings.some(({ kind }) => BY_NORM.includes(kind)) ? normLine(payNorm) : []),
  ];
}
