/** Every screen of posting an opening in a language. */

import { STEPS } from '../../src/domain/draft.ts';
import { WORD_KINDS } from '../../src/domain/lint-words.ts';
import { phrase, say } from '../../src/domain/message.ts';
import { type PosterWord, posterWordMessage } from '../../src/domain/poster-word.ts';
import { anId } from './builders.ts';
import { aLaw } from './law.ts';
import { ourSpeech } from './speech.ts';
import { HOSTILE_TITLE, type Shown, Tour } from './tour-walk.ts';
import { virtualChat } from './virtual-chat.ts';
import { aCoordinator, anOrganisation, RIGHT_CODE, virtualHouse } from './virtual-desk.ts';

/** What a harvest is answered with, by question, after the kind. */
const HARVEST: readonly (readonly [name: string, answer: string])[] = [
  ['crops', 'berries'],
  ['districts', 'strawberry'],
];

const HEADER = 'kind;title;region;place';

/** Posters and who looks at their openings. */
export async function posting(locale: string): Promise<readonly Shown[]> {
  const union = anOrganisation({
    titles: { en: 'Union of builders', [locale]: HOSTILE_TITLE },
    line: '+7 800 000-00-00',
  });
  const poster = aCoordinator({ locale, organisation: union, alias: 'Plum', approvedOpenings: 1 });
  const beginner = aCoordinator({ locale, organisation: union, alias: 'Pear' });
  const moderator = aCoordinator({ locale, organisation: union, roles: ['moderator'], alias: 'Quince' });
  const house = virtualHouse([poster, beginner, moderator]);
  house.people = 51;

  const known = new Tour(await virtualChat({ locale, coordinator: poster, house, law: aLaw() }));
  await known.command('post');
  await known.answer('works', 'harvest');
  for (const [name, answer] of HARVEST) await known.answer(name, answer);
  await known.open('regions', 'central');
  await known.answer('a place', 'RU-LIP');
  await known.type('a first day', HOSTILE_TITLE);
  await known.type('no first day', '?');
  await known.type('a first day that is over', '1.6');
  await known.answer('a last day', '2026-06-16');
  await known.answer('units of pay', '2026-07-16');
  await known.answer('pay', 'kg');
  await known.answer('a norm', '50');
  await known.answer('a guarantee', '40-60');
  await known.answer('hours', '1500');
  await known.answer('days a week', '10');
  await known.answer('housing', '6');
  await known.answer('food', 'free');
  await known.answer('transport', 'free');
  await known.answer('the way home', 'free');
  await known.answer('rights to work', 'employer');
  await known.answer('a right ticked', 'patent', 'employer');
  await known.done('who pays the patent');
  await known.answer('quota', 'employer');
  await known.answer('a contract', 'no');
  await known.answer('places', 'labour');
  await known.answer('the employer', '20');
  await known.answer('the pledge', 'none');
  await known.answer('a pledge ticked', 'no-fee', 'papers', 'terms', 'privacy', 'remedy');
  await known.done('a note');
  await known.type('the preview', HOSTILE_TITLE);
  await known.answer('as on WhatsApp', 'as-whatsapp');
  await known.answer('into which language', 'translate');
  const into = locale === 'tg' ? 'ky' : 'tg';
  await known.answer('a translation', into);
  await known.type('no translation', '?');
  await known.type('the preview with a translation', HOSTILE_TITLE);
  await known.answer('languages with one', 'translate');
  await known.answer('a translation there', into);
  await known.answer('taken away', 'remove');
  await known.answer('again into which language', 'translate');
  await known.answer('again a translation', into);
  await known.type('a translation again', HOSTILE_TITLE);
  await known.answer('which language', 'language');
  await known.answer('a preview in Tajik', 'tg');
  await known.answer('what to change', 'edit');
  await known.answer('a contact', 'contact');
  await known.type('no contact', '?');
  await known.type('a contact of others', '+7 900 000-00-00');
  await known.answer('change the note', 'edit');
  await known.answer('another note', 'note');
  await known.type(
    'a note that asks for money',
    'Deposit 5000, passport stays with us, send a photo of your card',
  );
  await known.answer('languages with an old one', 'translate');
  await known.answer('an old translation', into);
  await known.answer('confirmed', 'confirm');
  await known.answer('change the last day', 'edit');
  await known.answer('another last day', 'ends');
  await known.type('a last day before the first', '15.06');
  await known.type('a last day in another year', '15.06.2027');
  await known.answer('put aside', 'later');
  await known.command('post', undefined, '/post with a draft');
  await known.answer('the draft again', 'draft');
  await known.answer('sure to delete', 'drop');
  await known.answer('deleted', 'gone');
  await known.command('post', undefined, '/post for a table');
  await known.answer('a table is asked for', 'table');
  await known.photo('no table');
  await known.file('another sort of table', 'a;b\n1;2');
  await known.file('a spreadsheet', 'PK\u0003\u0004');
  await known.file(
    'a table with faults',
    `${HEADER}\nharvest;${HOSTILE_TITLE};RU-LIP;x\nharvest;x;Nowhere;x`,
  );
  await known.command('post', undefined, '/post for help');
  await known.answer('kinds of help', 'support');
  await known.command('post', undefined, '/post once more');
  await known.type('words without a post', 'asdf');
  await known.answer('works of a vacancy', 'vacancy');
  await known.command('post', undefined, '/post with two drafts');
  await known.answer('which draft', 'draft');

  const first = new Tour(await virtualChat({ locale, coordinator: beginner, house, law: aLaw() }));
  const submits = async (of: string): Promise<void> => {
    await first.command('post', undefined, `/post of a beginner, ${of}`);
    await first.answer(`help, ${of}`, 'support');
    await first.answer(`kind of help, ${of}`, 'food');
    await first.open(`regions for help, ${of}`, 'central');
    await first.answer(`place of help, ${of}`, 'RU-LIP');
    await first.type(`employer of help, ${of}`, 'Lipetsk');
    await first.answer(`pledge of help, ${of}`, 'none');
    await first.any(`note of help, ${of}`);
    await first.type(`help as it will look, ${of}`, HOSTILE_TITLE);
    await first.answer(`submitted, ${of}`, 'submit');
  };
  await submits('first');
  const waits = [...house.drafts.values()].find(({ submitted }) => submitted);
  const one = `${waits?.id.slice(-12)}-${waits?.updatedAt.getTime().toString(36)}`;
  const other = new Tour(await virtualChat({ locale, coordinator: moderator, house }));
  await other.command('approve');
  await other.answer('a card to decide on', one);
  await other.answer('why it is sent back', 'refuse');
  await other.answer('sent back', 'pay');
  await other.command('approve', undefined, '/approve of nothing');
  await first.command('post', undefined, '/post after it was sent back');
  await first.answer('what was sent back', 'draft');
  await first.answer('submitted again', 'submit');
  await other.command('approve', undefined, '/approve again');
  await other.answer('a card to decide on again', one);
  await other.answer('a code to approve', 'approve');
  await other.type('approved', RIGHT_CODE);
  await first.command('post', undefined, '/post with one to copy');
  await first.answer('a copy', 'copy');
  await other.command('takeback');
  await other.answer('taken back', 'T0000');
  await other.press('taken back again', 'c:takeback:T0000');
  await other.command('takeback', undefined, '/takeback of nothing');

  const word = (code: string | null): PosterWord => ({
    draftId: anId(),
    coordinatorId: poster.id,
    locale,
    decidedAt: house.now,
    code,
    reason: code === null ? 'contact' : null,
    content: { kind: 'harvest', work: 'berries', crop: 'strawberry', region: 'RU-LIP' },
  });
  const { texts } = await ourSpeech();
  const found = [
    ...['missing', 'over', 'ends-before-start', 'unknown-link', 'unknown-phone'],
    ...[
      'against-pledge',
      'phone-in-text',
      'pay-too-high',
      'pay-too-low',
      'other-currency',
      'stale-translation',
      ...WORD_KINDS,
    ],
  ];
  const apart = [
    ...found.map((kind) =>
      phrase('post:line-hint', { field: phrase('post:field-note'), what: phrase(`post:found-${kind}`) }),
    ),
    ...STEPS.map((step) => phrase('post:ask', { what: phrase(`post:field-${step}`) })),
    ...['published', 'back-draft', 'back-late'].map((key) =>
      phrase(`post:${key}`, { code: { raw: 'K7Q2M' } }),
    ),
    phrase('post:table-taken', { count: 1 }),
    phrase('post:table-taken', { count: 5 }),
    phrase('post:why-table'),
    ...['region', 'country'].map((of) =>
      phrase(`post:usual-${of}`, { amount: { amount: 60_000, currency: 'RUB' }, number: 34 }),
    ),
    phrase('post:gone'),
    phrase('post:no-card'),
  ];
  return [known, first, other]
    .flatMap(({ shown }) => shown)
    .map(({ name, message }) => ({ name: `posting: ${name}`, message }))
    .concat(
      { name: 'posting: apart', message: texts.render(locale, say(...apart)) },
      {
        name: 'posting: word of an approval',
        message: texts.render(locale, posterWordMessage(word('K7Q2M'))),
      },
      { name: 'posting: word of a refusal', message: texts.render(locale, posterWordMessage(word(null))) },
    );
}
