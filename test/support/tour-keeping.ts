/** Every screen of those who keep openings true, in a language. */
import { daysAfter } from '../../src/domain/feed-values.ts';
import { keeperAskMessage } from '../../src/domain/keeper-ask.ts';
import type { KeptOpening } from '../../src/domain/keeping.ts';
import { phrase, raw, say } from '../../src/domain/message.ts';
import type { Opening } from '../../src/domain/opening.ts';
import { REPORT_REASONS } from '../../src/domain/people-and-openings.ts';
import { anOpening, TODAY } from './builders.ts';
import { ourSpeech } from './speech.ts';
import { HOSTILE_TITLE, type Shown, Tour } from './tour-walk.ts';
import { virtualChat } from './virtual-chat.ts';
import { aCoordinator, anOrganisation, RIGHT_CODE, virtualHouse } from './virtual-desk.ts';

const REFUSED = [
  ...['closed', 'reported', 'open', 'below-zero', 'too-many', 'unknown-left', 'past', 'after-its-end'].map(
    (why) => `why-${why}`,
  ),
  'gone',
];

/** Openings of an organisation, as a moderator of it keeps them. */
export async function keeping(locale: string): Promise<readonly Shown[]> {
  const union = anOrganisation({ titles: { en: 'Union', [locale]: HOSTILE_TITLE } });
  const moderator = aCoordinator({ locale, organisation: union, roles: ['moderator'], alias: 'Plum' });
  const house = virtualHouse([moderator]);
  const put = (code: string, differing: Partial<Opening>, told = 0): void => {
    const opening = anOpening({ code, title: HOSTILE_TITLE, expiresOn: daysAfter(TODAY, 3), ...differing });
    const one: KeptOpening = { opening, organisationId: union.id, by: null, told };
    house.kept.set(code, one);
  };
  const tour = new Tour(await virtualChat({ locale, coordinator: moderator, house }));
  await tour.command('mine', undefined, 'no openings');
  put('K7Q2M', { places: 20, placesLeft: 12 }, 1_000_000);
  put('PAQ2M', { status: 'paused', closeReason: 'reports' }, 20);
  put('FLQ2M', { status: 'filled', closeReason: 'filled', placesLeft: 0 });
  put('CLQ2M', { status: 'closed', closeReason: 'withdrawn', placesLeft: null });
  put('EXQ2M', { status: 'closed', closeReason: 'expired', expiresOn: daysAfter(TODAY, -1) });
  for (const digit of '23456789') put(`LNG${digit}X`, { title: 'Ж'.repeat(120) }, 500);
  await tour.command('mine', undefined, 'list of openings');
  await tour.answer('list of openings, older', 'older');
  await tour.answer('list of openings, newer', 'newer');
  for (const code of ['PAQ2M', 'FLQ2M', 'CLQ2M', 'EXQ2M']) {
    await tour.command('mine', undefined, `list of openings before ${code}`);
    await tour.answer(`an opening, ${code}`, code);
  }
  const begin = async (as: string): Promise<void> => {
    await tour.press(`an opening before ${as}`, 'n:keep:K7Q2M');
  };
  for (const way of ['card', 'sheet', 'list']) {
    await begin(way);
    await tour.answer(way === 'list' ? 'list of openings again' : way, way);
  }
  for (const [way, answer] of [
    ['places', '5'],
    ['came', '2'],
    ['extend', daysAfter(TODAY, 10)],
    ['close', 'moved'],
  ] as const) {
    await begin(way);
    await tour.answer(way === 'close' ? 'a code before many hear of it' : `to say: ${way}`, way);
    if (way === 'close') await tour.type(`to say: ${way}`, RIGHT_CODE);
    if (way === 'places' || way === 'came') await tour.type(`said: ${way}`, answer);
    else await tour.answer(`said: ${way}`, answer);
  }
  await begin('opening again');
  await tour.answer('how many again', 'reopen');
  await tour.type('open again', '3');
  await tour.answer('sure that all are taken', 'filled');
  await tour.answer('all taken', 'yes');
  const report = (code: string): void => {
    const reasons = Object.fromEntries(REPORT_REASONS.map((reason) => [reason, 1]));
    house.reported.set(code, {
      code,
      title: HOSTILE_TITLE,
      status: 'paused',
      reasons,
      first: daysAfter(TODAY, -3),
      last: TODAY,
    });
  };
  for (const code of ['K7Q2M', 'PAQ2M']) report(code);
  await tour.command('reports', undefined, 'reports that wait');
  await tour.answer('reports of one', 'K7Q2M');
  await tour.answer('reports were right', 'upheld');
  await tour.answer('reports of another', 'PAQ2M');
  await tour.answer('reports were wrong', 'rejected');
  await tour.press('reports that are decided', 'n:reports:K7Q2M');
  await tour.answer('reports left for later', 'later');
  await tour.command('season', undefined, 'where a season moves');
  await tour.type('a region typed', 'Lipetsk');
  await tour.answer('list of openings: seasons', 'RU-LIP');
  await tour.answer('how it moves', 'straw-lip');
  await tour.answer('it moved', '7');
  await tour.command('season', undefined, 'where a season is as usual');
  await tour.type('a region typed again', 'Lipetsk');
  await tour.answer('list of openings: seasons again', 'RU-LIP');
  await tour.answer('how it is', 'straw-lip');
  await tour.answer('it is as usual', '0');
  put('K7Q2M', { places: 20, placesLeft: 12 });
  const { texts } = await ourSpeech();
  const asked = { openingId: '', coordinatorId: '', locale, code: 'K7Q2M', title: HOSTILE_TITLE };
  await tour.press('extending from the question', 'c:keep:K7Q2M~extend');
  await tour.type('extending until a day that is over', '14.06');
  return [
    ...tour.shown,
    {
      name: 'is it still open?',
      message: texts.render(locale, keeperAskMessage({ ...asked, expiresOn: daysAfter(TODAY, 3) })),
    },
    {
      name: 'reports were wrong, and it has ended',
      message: texts.render(locale, say(phrase('reports:done-rejected-over', { code: raw('K7Q2M') }))),
    },
    ...REFUSED.map((why) => ({
      name: `kept: ${why}`,
      message: texts.render(locale, say(phrase(`mine:done-${why}`, { code: raw('K7Q2M') }))),
    })),
  ];
}
