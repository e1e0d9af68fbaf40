/** Every screen of a language, by driving the conversations to each. */
import { beginData } from '../../src/domain/button-data.ts';
import { pushMessage } from '../../src/domain/card.ts';
import { giftOf, whatOf } from '../../src/domain/card-lines.ts';
import { correctionMessage, outcomeMessage } from '../../src/domain/correction-card.ts';
import { type Message, phrase, raw, say } from '../../src/domain/message.ts';
import { CLOSE_REASONS, CROPS, KINDS, type Opening, PLEDGES, WORKS } from '../../src/domain/opening.ts';
import { REPORT_REASONS } from '../../src/domain/people-and-openings.ts';
import { regionName } from '../../src/domain/phrases.ts';
import { CORRECTION_KINDS } from '../../src/domain/push.ts';
import { windowIn } from '../../src/domain/season.ts';
import { NOTE_KINDS, type SeasonNote, seasonsMessage } from '../../src/domain/season-note.ts';
import { wishFor } from '../../src/domain/season-wish.ts';
import type { Permit } from '../../src/domain/subscriber.ts';
import { anId, anOpening, aSubscriber, countDay, harvestTerms, preferences, TODAY } from './builders.ts';
import { aBar, aFee, aHelpLine, aLaw, aLink, aShare, CHECKLIST } from './law.ts';
import { harvestLand, SEASONS, seasonOf } from './seasons.ts';
import { ourSpeech } from './speech.ts';
import { coordinating } from './tour-desk.ts';
import { posting } from './tour-posting.ts';
import { HOSTILE_TITLE, type Shown, Tour } from './tour-walk.ts';
import { virtualChat } from './virtual-chat.ts';

const LONG = 'Очень длинный адрес хозяйства за рекой, '.repeat(3).trim();

const fruit = (differing: Partial<Opening>): Opening =>
  anOpening({ kind: 'harvest', work: 'fruit', crop: 'apple', region: 'RU-KDA', ...differing });

/** Openings of every shape, with codes of their own. */
const SHAPES: Readonly<Record<string, Opening>> = {
  'nothing stated': anOpening({ code: 'B2B2B', title: 'Рабочий' }),
  'a harvest by the box': fruit({
    code: 'C3C3C',
    pay: { min: 120, max: null, unit: 'box', currency: 'RUB' },
    startsOn: '2026-09-01',
    endsOn: '2026-10-31',
    housing: 'free',
    food: 'paid',
    transport: 'free',
    places: 40,
    hoursPerDay: 10,
  }),
  'a harvest with all its terms': fruit({
    code: 'P2P2P',
    work: 'berries',
    crop: 'strawberry',
    region: 'RU-LIP',
    place: 'Усмань',
    pay: { min: 40, max: 45, unit: 'kg', currency: 'RUB' },
    startsOn: '2026-06-20',
    endsOn: '2026-07-15',
    housing: 'paid',
    food: 'paid',
    transport: 'free',
    places: 60,
    employer: 'ООО «Ягодный край»',
    note: 'Оплата каждый вечер.',
    harvest: harvestTerms({
      unitsMin: 60,
      unitsMax: 90,
      guaranteedDay: 2_500,
      daysPerWeek: 6,
      brigade: 4,
      comeFrom: '2026-06-15',
      comeUntil: '2026-06-25',
      pickup: 'Липецк, автовокзал, 07:30',
      foodADay: 300,
      wayHome: 'employer',
    }),
  }),
  'a harvest that brings a loss': fruit({
    code: 'P3P3P',
    pay: { min: 20, max: 30, unit: 'box', currency: 'RUB' },
    food: 'paid',
    harvest: harvestTerms({
      unitsMin: 5,
      unitsMax: 25,
      guaranteedDay: 0,
      daysPerWeek: 5,
      comeFrom: '2026-08-20',
      foodADay: 300,
      wayHome: 'worker',
    }),
  }),
  'a harvest by the day': fruit({
    code: 'P4P4P',
    pay: { min: 2_500, max: 3_500, unit: 'day', currency: 'RUB' },
    food: 'free',
    harvest: harvestTerms({ daysPerWeek: 6, comeUntil: '2026-09-01' }),
  }),
  'a harvest by the piece, up to': fruit({
    code: 'P5P5P',
    pay: { min: null, max: 9, unit: 'piece', currency: 'RUB' },
    harvest: harvestTerms({ unitsMin: 300, housingADay: 150, guaranteedDay: 1_000 }),
  }),
  'a vacancy with a range': anOpening({
    code: 'D4D4D',
    pay: { min: 85_000, max: 120_000, unit: 'month', currency: 'RUB' },
    employer: 'ООО «Ромашка & Ко»',
    medicalBook: true,
    places: 1,
    place: 'Елец',
    source: 'trudvsem',
    startsOn: '2026-07-01',
  }),
  'places counted today': anOpening({
    code: 'M6M6M',
    places: 20,
    placesLeft: 12,
    placesAt: new Date(`${TODAY}T06:00:00Z`),
  }),
  'places counted long ago': anOpening({
    code: 'N7N7N',
    placesLeft: 3,
    placesAt: new Date('2026-06-12T06:00:00Z'),
  }),
  'medical help': anOpening({
    code: 'F5F5F',
    kind: 'support',
    work: null,
    aid: 'medical',
    source: 'csv',
    endsOn: '2026-12-31',
  }),
  'help of no kind': anOpening({ code: 'G6G6G', kind: 'support', work: null, title: 'Помощь' }),
  'a long place and note': fruit({
    code: 'H7H7H',
    place: LONG,
    note: 'Работа на воздухе. '.repeat(31).trim(),
    title: LONG,
    crop: 'citrus',
    work: 'yards',
    region: 'RU-YEV',
    pay: { min: null, max: 1_250_000, unit: 'season', currency: 'USD' },
    startsOn: '2026-09-10',
    endsOn: '2026-11-30',
  }),
  'a hostile title': anOpening({
    code: 'J8J8J',
    title: HOSTILE_TITLE,
    place: '<i>$t(x)</i>',
    employer: '{{name}} &amp; <script>',
    note: '\u202Eabc {{note}}',
    pay: { min: 50_000, max: 50_000, unit: 'month', currency: 'RUB' },
    endsOn: '2026-08-15',
    source: 'elsewhere',
    locale: 'de',
  }),
  'a phone and no page': anOpening({
    code: 'K9K9K',
    contact: { url: null, phone: '+7 800 000-00-00', own: true },
    source: 'jobposting',
    postedOn: TODAY,
  }),
  'vouched for, one point promised': fruit({
    code: 'N4N4N',
    vouchedBy: 'Профсоюз трудящихся-мигрантов «Дом»',
    pledge: ['no-fee'],
    place: 'Елец',
    pay: { min: 120, max: 150, unit: 'box', currency: 'RUB' },
    startsOn: '2026-09-01',
    endsOn: '2026-10-31',
    employer: 'ООО «Сады Черноземья»',
    hoursPerDay: 10,
    places: 40,
  }),
  'everything promised': anOpening({ code: 'P5P5P', source: 'csv', pledge: PLEDGES }),
  'no promise of a partner': anOpening({ code: 'R6R6R', source: 'csv' }),
  'no contact': anOpening({ code: 'L2L2L', contact: { url: null, phone: null }, source: 'seasonal' }),
};

const GONE = anOpening({ code: 'Z9Z9Z', status: 'filled' });

/** Openings that are not open, one for each reason, by what is said of them. */
const RESTING: Readonly<Record<string, Opening>> = {
  'on hold': anOpening({ code: 'Q2Q2Q', status: 'paused' }),
  'on hold after reports': anOpening({ code: 'Q3Q3Q', status: 'paused', closeReason: 'reports' }),
  closed: anOpening({ code: 'Q4Q4Q', status: 'closed' }),
  ...Object.fromEntries(
    CLOSE_REASONS.map((closeReason, at) => [
      `closed, ${closeReason}`,
      anOpening({ code: `S${at + 2}S2S`, status: 'closed', closeReason }),
    ]),
  ),
};

const answered = (locale: string, differing: Parameters<typeof aSubscriber>[0] = {}) =>
  aSubscriber({
    locale,
    preferences: { kinds: 'any', works: 'any', regions: 'any' },
    ...differing,
  });

async function beginning(locale: string): Promise<readonly Shown[]> {
  const chat = await virtualChat({ locale, openings: Object.values(SHAPES) });
  const tour = new Tour(chat);
  await tour.command('mydata', undefined, '/mydata of a stranger');
  await tour.command('stop', undefined, '/stop of a stranger');
  await tour.command('forget', undefined, '/forget of a stranger');
  await tour.command('cancel', undefined, '/cancel of a stranger');
  await tour.command('start');
  await tour.press('consent', `q:start:language:=${locale}`);
  await tour.press('consent refused', 'q:start:consent:=no');
  await chat.commands('start');
  await chat.presses(`v1:q:start:language:=${locale}`);
  await tour.press('kinds', 'q:start:consent:=yes');
  await tour.press('nothing chosen', 'q:start:kinds:!done');
  await tour.press('kinds ticked', ...KINDS.map((kind) => `q:start:kinds:+${kind}`));
  await tour.command('menu', undefined, 'menu in the middle');
  await chat.commands('start');
  await tour.press('works', 'q:start:kinds:!any');
  await tour.press('old button', 'q:start:kinds:!any');
  await tour.press('works ticked', ...WORKS.map((work) => `q:start:works:+${work}`));
  await tour.photo('a photo');
  await tour.type('words where buttons are', 'hello');
  await tour.press('regions', 'q:start:works:!done');
  for (const district of DISTRICTS) await tour.press(`regions ${district}`, `q:start:regions:@${district}`);
  await tour.type('regions found', 'lipetsk');
  await tour.type('regions not found', 'qqqqqqqq');
  chat.expires();
  await tour.press('after a long time', 'q:start:works:!done');
  await tour.press('the first card', 'q:start:regions:!any');
  return tour.shown;
}

const DISTRICTS = ['central', 'northwest', 'south', 'north-caucasus', 'volga', 'ural', 'siberia', 'far-east'];

async function refining(locale: string): Promise<readonly Shown[]> {
  const tour = new Tour(await virtualChat({ locale, subscriber: answered(locale) }));
  await tour.press('housing', 'c:better:');
  await tour.press('pay', 'q:better:housing:!skip');
  await tour.type('no number', 'two');
  await tour.type('no sum', '80');
  await tour.press('free', 'q:better:pay:!skip');
  await tour.press('crew', 'q:better:free:!skip');
  await tour.press('cadence', 'q:better:crew:!skip');
  await tour.press('nothing fits', 'q:better:cadence:!skip');
  await tour.command('preferences');
  await tour.press('quiet', 'q:preferences:which:=quiet');
  await tour.press('wake', 'q:preferences:quiet:=22-7');
  await tour.press('may be woken', 'q:preferences:wake:=yes');
  return tour.shown;
}

async function everyday(locale: string, regions: readonly string[]): Promise<readonly Shown[]> {
  const openings = [...Object.values(SHAPES), GONE];
  const everything = answered(locale, {
    preferences: {
      kinds: [...KINDS],
      works: [...WORKS],
      regions: [...regions],
      housingNeeded: false,
      payFloor: 0,
      freeFrom: '2026-09-01',
      crew: 50,
      cadence: 'daily',
      quietHours: 'off',
    },
    hidden: Array.from({ length: 100 }, anId),
  });
  const tour = new Tour(await virtualChat({ locale, openings, subscriber: everything }));
  await tour.command('preferences', undefined, 'every wish');
  await tour.press('all regions ticked', 'q:preferences:which:=regions');
  await tour.press('a district ticked', 'q:preferences:regions:@volga');
  await tour.command('menu');
  await tour.command('mydata');
  await tour.command('help');
  await tour.command('privacy');
  await tour.command('language');
  await tour.press('language set', `q:language:language:=${locale}`);
  await tour.command('pause');
  await tour.press('paused', 'q:pause:until:=2026-06-21');
  await tour.command('menu', undefined, 'menu paused');
  await tour.press('pause over', 'c:resume:');
  for (const [name, { code }] of Object.entries(SHAPES)) {
    await tour.press(`card: ${name}`, `c:openings:${code}`);
    await tour.press(`contact: ${name}`, `c:contact:${code}`);
  }
  await tour.press('contact of one that is gone', 'c:contact:Z9Z9Z');
  await tour.press('a button of one that is gone', 'c:openings:Z9Z9Z');
  await tour.press('report', 'c:report:B2B2B');
  for (const reason of [...REPORT_REASONS, 'none'])
    await tour.press(`reported ${reason}`, `q:report~B2B2B:reason:=${reason}`);
  await tour.press('reported, gone', 'q:report~QQQQ2:reason:=fee');
  await tour.press('put aside', 'c:hide:B2B2B');
  await tour.press('shown again', 'n:unhide:B2B2B');
  await tour.command('stop');
  await tour.command('menu', undefined, 'menu after /stop');
  await tour.command('forget');
  await tour.press('kept', 'q:forget:sure:=no');
  await tour.press('erased', 'c:forget:', 'q:forget:sure:=yes');
  return tour.shown;
}

/** What a code says, to those who opted in and to strangers. */
async function checking(locale: string): Promise<readonly Shown[]> {
  const openings = [...Object.values(SHAPES), ...Object.values(RESTING)];
  const subscriber = answered(locale);
  const known = new Tour(await virtualChat({ locale, openings, subscriber, reportedByOthers: ['C3C3C'] }));
  for (const [name, { code }] of Object.entries({ ...SHAPES, ...RESTING }))
    await known.type(`check: ${name}`, `#${code}`);
  const stranger = new Tour(await virtualChat({ locale, openings, reportedByOthers: ['C3C3C'] }));
  await stranger.command('check');
  await stranger.type('check of a stranger', '#N4N4N');
  await stranger.press('what is promised', 'c:pledge:');
  await stranger.type('a code that is not ours', '#QQQQD');
  await stranger.type('a code with a slip', '#QQQQ2');
  await stranger.type('several codes', '#C3C3C #H7H7H #Q2Q2Q #S2S2S #QQQQD');
  await stranger.type('several codes, one too many', '#N4N4N #QQQQF #N4N4P #N4N4Q');
  await stranger.type('too many codes', '#N4N4N');
  return [...known.shown, ...stranger.shown];
}

const SHIFTED = [
  { seasonId: 'plum-kda', region: 'RU-KDA', year: 2026, days: 0, over: true, revision: 1, on: TODAY },
];

/** The year's harvests, and waiting for them. */
async function waiting(locale: string): Promise<readonly Shown[]> {
  const openings = Object.values(SHAPES);
  const setting = { locale, openings, seasons: { shifts: async () => SHIFTED } };
  const patent = { basis: 'patent', region: 'RU-LIP' };
  const tour = new Tour(await virtualChat({ ...setting, subscriber: answered(locale) }));
  await tour.command('seasons');
  await tour.press('seasons, page 2', 'n:seasons:all~1');
  await tour.press('seasons, page 3', 'n:seasons:all~2');
  await tour.press('no season is waited for', 'c:seasons:mine');
  await tour.press('a harvest to wait for', 'c:seasons:want');
  await tour.press('crops ticked', ...WISHED.map((crop) => `q:seasons~want:crops:+${crop}`));
  await tour.press('where to wait', 'q:seasons~want:crops:!done');
  await tour.press('districts to wait in', 'q:seasons~want:where:=regions');
  await tour.press('waiting everywhere', 'c:seasons:w~any~permit');
  await tour.press('waiting for strawberries', 'c:seasons:w~strawberry~RU-LIP');
  await tour.press('waiting for berries', 'c:seasons:w~berries~RU-KR');
  await tour.press('what is waited for', 'c:seasons:mine');
  await tour.command('preferences', undefined, 'wishes with seasons');
  await tour.press('no longer waiting', 'c:seasons:x~berries~RU-KR');
  await tour.press('a season', 'c:seasons:s~straw-lip~RU-LIP');
  await tour.press('a season without openings', 'c:seasons:s~wild-ling~RU-KR');
  await tour.press('a season that is over', 'c:seasons:s~plum-kda~RU-KDA');
  await tour.press('what comes next, to check', 'c:seasons:e~straw-lip~RU-LIP');
  await tour.press('a season nobody knows', 'c:seasons:s~nothing~RU-LIP');
  const holder = new Tour(
    await virtualChat({
      ...setting,
      today: '2026-07-15',
      subscriber: answered(locale, { preferences: { permit: patent, newPermit: true } }),
    }),
  );
  await holder.command('seasons', undefined, '/seasons of a holder of a permit');
  await holder.press('the whole country', 'n:seasons:all~1');
  await holder.press('what comes next', 'c:seasons:e~straw-lip~RU-LIP');
  await holder.press('nothing comes next', 'c:seasons:e~wild-cran~RU-KR');
  const full = Array.from({ length: 40 }, (_, at) => `apple@RU-${at}` as const);
  const greedy = new Tour(
    await virtualChat({ ...setting, subscriber: answered(locale, { preferences: { seasons: full } }) }),
  );
  await greedy.press('too many wishes', 'c:seasons:w~plum~permit');
  return [...tour.shown, ...holder.shown, ...greedy.shown];
}

const WISHED = ['berries', 'field', 'strawberry', 'wild-berry', 'melon'];

const MOVE_CODE = '654321';

/** To another messenger and from it; and what one of them makes us keep. */
async function moving(locale: string): Promise<readonly Shown[]> {
  const moves = { [MOVE_CODE]: answered(locale) };
  const known = new Tour(await virtualChat({ locale, subscriber: answered(locale), moves }));
  await known.command('move');
  await known.press('a code to move with', 'q:move:which:=get');
  await known.command('move', undefined, '/move again');
  await known.press('a code is asked for', 'q:move:which:=have');
  await known.type('no code', '12345');
  await known.type('moving replaces what is here', '111111');
  await known.press('a wrong code', 'q:move:sure:=yes');
  await known.command('move', MOVE_CODE, '/move with a code');
  await known.press('moved, in place of what was here', `q:move~${MOVE_CODE}:sure:=yes`);
  const back = new Tour(await virtualChat({ locale, subscriber: answered(locale, { channel: 'whatsapp' }) }));
  await back.command('move', undefined, '/move on WhatsApp');
  await back.press('a code to move with from WhatsApp', 'q:move:which:=get');
  await back.command('move', '111111', '/move with a wrong code');
  await back.press('too many wrong codes', 'q:move~111111:sure:=yes');
  const stranger = new Tour(await virtualChat({ locale, moves }));
  await stranger.command('move', undefined, '/move of a stranger');
  await stranger.type('a wrong code of a stranger', '111111');
  await stranger.type('moved', MOVE_CODE);
  const held = new Tour(
    await virtualChat({
      locale,
      subscriber: answered(locale, {
        channel: 'whatsapp',
        windowUntil: new Date(`${TODAY}T19:00:00Z`),
        heldUntil: '2026-06-20',
      }),
    }),
  );
  await held.command('mydata', undefined, '/mydata on WhatsApp');
  return [...known.shown, ...back.shown, ...stranger.shown, ...held.shown];
}

const NO_BANS = { activities: [], complete: true } as const;

/** A country with a rule of every sort, checked the same day. */
const RULES = aLaw(
  aLink(['RU-MOW', 'RU-MOS'], { from: '2025-09-01' }),
  aLink(['RU-SPE', 'RU-LEN'], { confidence: 'open' }),
  aBar('RU-KDA', { source: 'krasnodarmedia.su 2344528; news.mail.ru/society/69203741, 1 декабря 2025' }),
  aBar('RU-MOS', { ...NO_BANS, activities: ['alcohol-retail'] }),
  aBar('RU-TUL', { ...NO_BANS, complete: false }),
  aBar('RU-VOR', { ...NO_BANS, to: '2026-06-01' }),
  ...['RU-MOW', 'RU-LIP', 'RU-LEN', 'RU-TVE'].map((region) => aBar(region, NO_BANS)),
  aFee('RU-LIP', 21_915),
  aFee('RU-TVE', 9_000, { checkedAt: '2026-01-01' }),
  aShare('vegetables', 40),
);

/** A long card of every verdict for somebody with a patent of Moscow. */
const judged = (code: string, differing: Partial<Opening>): Opening =>
  anOpening({
    ...SHAPES['a harvest by the box'],
    ...{ id: anId(), code, employer: 'ООО «Ромашка & Ко»', vouchedBy: 'Профсоюз «Единство»' },
    ...{ contact: { url: null, phone: '+7 800 000-00-00', own: true } },
    ...differing,
  });

const VERDICTS: Readonly<Record<string, Opening>> = {
  OK: judged('N2N2N', { region: 'RU-MOW', work: 'vegetables' }),
  OK_LINKED: judged('P3P3P', { region: 'RU-MOS', accepts: 'any', contract: 'labour' }),
  'NEEDS_NEW_PERMIT, paid': judged('Q4Q4Q', { region: 'RU-LIP', permitPayer: 'employer' }),
  'NEEDS_NEW_PERMIT, price not known': judged('R5R5R', { region: 'RU-LEN' }),
  'NEEDS_NEW_PERMIT, old price': judged('S6S6S', { region: 'RU-TVE', permitPayer: 'worker' }),
  'NEEDS_NEW_PERMIT, list not complete': judged('T7T7T', { region: 'RU-TUL' }),
  NOT_TAKEN: judged('Y3Y3Y', { region: 'RU-MOW', accepts: ['open', 'trp', 'employer'], contract: 'oral' }),
  BARRED: judged('V8V8V', { region: 'RU-KDA' }),
  'UNKNOWN, list over': judged('W9W9W', { region: 'RU-VOR' }),
  'UNKNOWN, part barred': judged('X2X2X', { region: 'RU-MOS', work: 'shop' }),
};

const HELP = [
  aHelpLine('Профсоюз трудящихся-мигрантов', { phone: '+7 800 000-00-01' }),
  aHelpLine('Роструд: Онлайнинспекция', { kind: 'labour-inspection', url: 'https://онлайнинспекция.рф/' }),
];

/** The right to work: asked, said, changed and judged. */
async function permits(locale: string): Promise<readonly Shown[]> {
  const openings = Object.values(VERDICTS);
  const country = { law: RULES, helpLines: HELP, checklist: CHECKLIST };
  const walk = async (permit: Permit | null = null, newPermit: boolean | null = null) =>
    new Tour(
      await virtualChat({
        ...{ locale, openings, ...country },
        subscriber: answered(locale, {
          preferences: { kinds: 'any', works: 'any', regions: 'any', permit, newPermit },
        }),
      }),
    );
  const asked = await walk();
  await asked.press('not said', 'c:openings:V8V8V');
  await asked.press('right to work', 'c:permit:V8V8V');
  await asked.press('region of the right to work', 'q:permit~V8V8V:basis:=patent');
  await asked.press('city or around it', 'q:permit~V8V8V:region:=RU-MOS');
  await asked.press('said', 'q:permit~V8V8V:side:=RU-MOW');
  await asked.command('permit', undefined, '/permit again');
  await asked.press('taken back', 'q:permit:basis:=unsay');
  await asked.press('skipped', 'c:permit:', 'q:permit:basis:!skip');
  const patent = await walk({ basis: 'patent', region: 'RU-MOW' });
  for (const [name, { code }] of Object.entries(VERDICTS)) {
    await patent.press(`verdict ${name}`, `c:openings:${code}`);
    await patent.press(`verdict ${name}: contact`, `c:contact:${code}`);
  }
  await patent.press('skipped after an answer', 'c:permit:', 'q:permit:basis:!skip');
  await patent.press('a new permit', 'c:newpermit:Q4Q4Q');
  await patent.press('would get one', 'q:newpermit~Q4Q4Q:new-permit:=yes');
  await patent.press('would get none', 'c:newpermit:', 'q:newpermit:new-permit:=no');
  await patent.command('preferences', undefined, 'wishes with a right to work');
  await patent.command('where');
  await patent.press('before going to Lipetsk', 'c:moving:Q4Q4Q');
  await patent.press('a code with a verdict', 'c:check:V8V8V');
  await patent.press('codes with their verdicts', 'c:check:N2N2N~Q4Q4Q~S6S6S~V8V8V~W9W9W');
  const others: Shown[] = [];
  for (const [name, permit] of Object.entries(OTHERS)) {
    const other = await walk(permit);
    await other.press(`verdict with ${name}`, 'c:openings:W9W9W');
    await other.command('where', undefined, `/where with ${name}`);
    others.push(...other.shown);
  }
  const moving = await walk();
  await moving.command('moving');
  await moving.press('moving where', 'q:moving:from:!skip');
  await moving.press('moving anywhere', 'q:moving:to:!skip');
  return [...asked.shown, ...patent.shown, ...others, ...moving.shown];
}

const OTHERS: Readonly<Record<string, Permit>> = {
  'no limit': { basis: 'open', region: null },
  'a residence': { basis: 'trp', region: 'RU-TUL' },
  'an employer': { basis: 'employer', region: null },
  'a patent that may be linked': { basis: 'patent', region: 'RU-SPE' },
  'a patent of no region': { basis: 'patent', region: null },
};

async function apart(locale: string): Promise<readonly Shown[]> {
  const { texts } = await ourSpeech();
  const all = Object.values(SHAPES);
  const show = (name: string, message: Parameters<typeof texts.render>[1]): Shown => ({
    name,
    message: texts.render(locale, message),
  });
  const someone = {
    locale,
    preferences: preferences({ works: [...WORKS], regions: ['RU-LIP', 'RU-KDA'], kinds: [...KINDS] }),
    right: null,
    countDay,
  };
  const crops = CROPS.map((crop) =>
    anOpening({ code: 'M3M3M', kind: 'harvest', work: 'forest-fish', crop, region: 'RU-NIZ' }),
  );
  return [
    ...all.map((opening, at) => show(`push ${at + 1}`, pushMessage([opening], 0, someone, TODAY))),
    ...(['new', 'again'] as const).map((urgent) =>
      show(`urgent push, ${urgent}`, pushMessage(all.slice(0, 1), 0, someone, TODAY, urgent)),
    ),
    show('urgent push of two', pushMessage(all.slice(0, 2), 0, someone, TODAY, 'new')),
    show('push of five', pushMessage(all.slice(0, 5), 0, someone, TODAY)),
    show('push of five and more', pushMessage(all.slice(-5), 123, someone, TODAY)),
    ...crops.map((opening) =>
      show(`push of ${opening.crop}`, pushMessage([opening, fruit({ code: 'C3C3C' })], 0, someone, TODAY)),
    ),
    ...corrections(all).map(([name, content]) => show(name, correctionMessage(content, someone, TODAY))),
    show('a report that was right', outcomeMessage({ outcomes: [{ upheld: true, opening: GONE }] })),
    show(
      'reports that were not',
      outcomeMessage({ outcomes: all.slice(0, 2).map((opening) => ({ upheld: false, opening })) }),
    ),
    ...knocks(fruit({ code: 'C3C3C' })).map(({ kind, values }) =>
      show(`knock: ${kind}`, {
        lines: [phrase(`knock:${kind}`, values)],
        buttons: [
          [{ label: phrase(`knock:${kind}-button`), press: { kind: 'data', data: beginData('menu') } }],
        ],
      }),
    ),
    ...seasonNotices().map(([name, message]) => show(`seasons: ${name}`, message)),
    show('changed', say(phrase('common:changed'))),
    show('sorry', say(phrase('common:sorry'))),
  ];
}

/** Corrections, alone and many together. */
const corrections = (all: readonly Opening[]): readonly (readonly [string, Corrections])[] => {
  const [first = GONE, second = GONE] = all;
  const closed = (closeReason: Opening['closeReason']): Corrections => ({
    corrections: [{ said: 'cancelled', opening: { ...second, status: 'closed', closeReason } }],
    others: [],
  });
  return [
    ['filled', { corrections: [{ said: 'filled', opening: GONE }], others: all.slice(0, 3) }],
    ...(['withdrawn', 'moved', 'pay-changed', 'source-gone', 'reports'] as const).map(
      (reason) => [`closed: ${reason}`, closed(reason)] as const,
    ),
    ['paused by reports', { corrections: [{ said: 'paused', opening: second }], others: [] }],
    ['changed since', { corrections: [{ said: 'changed', opening: second }], others: [] }],
    ['open again', { corrections: [{ said: 'reopened', opening: first }], others: [] }],
    [
      'one of each correction',
      {
        corrections: CORRECTION_KINDS.map((said, at) => ({ said, opening: all[at] ?? GONE })),
        others: all.slice(-3),
      },
    ],
    [
      'push of corrections, as many as may be',
      {
        corrections: CORRECTION_KINDS.flatMap((said) => all.map((opening) => ({ said, opening }))),
        others: [],
      },
    ],
  ];
};
type Corrections = Parameters<typeof correctionMessage>[0];

/** What a messenger approves beforehand: sent when we may not write freely. */
const knocks = (opening: Opening) => {
  const what = whatOf(opening);
  const region = regionName(opening.region);
  const code = raw(opening.code);
  return [
    { kind: 'opening', values: { what, region, pay: giftOf(opening), code } },
    { kind: 'many', values: { number: 123 } },
    { kind: 'filled', values: { what, region, code } },
    { kind: 'changed', values: { news: phrase('correction:news-paused'), what, region, code } },
    { kind: 'outcome', values: { code, outcome: phrase('correction:rejected') } },
    { kind: 'season', values: { what, region } },
    { kind: 'still', values: {} },
  ];
};

const aNote = (id: string, region: string, differing: Partial<SeasonNote> = {}): SeasonNote => {
  const window = windowIn(seasonOf(id), region, 2026);
  return {
    kind: 'soon',
    window,
    open: 0,
    caution: null,
    wish: `any@${region}`,
    alone: wishFor(window, harvestLand),
    ...differing,
  };
};

/** What is told of seasons: one of each kind, several, many, and what follows. */
function seasonNotices(): readonly (readonly [string, Message])[] {
  const kinds = NOTE_KINDS.filter((kind) => !kind.startsWith('known'));
  const berries = aNote('straw-mos', 'RU-MOS', { open: 12, caution: 'check' });
  const all = SEASONS.filter(({ crops, regions }) => crops.length > 0 && regions !== '*');
  const many = all.map((season) => aNote(season.id, season.regions[0] ?? ''));
  const window = windowIn(seasonOf('straw-lip'), 'RU-LIP', 2026);
  const next = {
    kind: 'next' as const,
    window,
    suggestions: ['cherry-lip', 'apple-central'].map((id, at) => ({
      window: windowIn(seasonOf(id), 'RU-LIP', 2026),
      gap: at * 36,
      check: at === 1,
      newPermit: false,
      tell: at === 1 ? (`apple@RU-LIP` as const) : null,
    })),
  };
  const units = { ...berries.window.season, unitsPerDay: { min: 50, max: 60 } };
  return [
    ...kinds.map((kind) => [kind, seasonsMessage([aNote('wild-cran', 'RU-VLG', { kind })], null)] as const),
    ['with a norm', seasonsMessage([{ ...berries, window: { ...berries.window, season: units } }], null)],
    ['a new permit', seasonsMessage([aNote('melon', 'RU-AST', { caution: 'new-permit' })], null)],
    [
      'many, and one that was moved',
      seasonsMessage([aNote('grape', 'RU-DA', { kind: 'shift-over' }), ...many.slice(0, 4)], null),
    ],
    ['of the whole country', seasonsMessage([aNote('spring', '*')], null)],
    ['three', seasonsMessage([berries, ...many.slice(2, 4)], null)],
    [
      'many',
      seasonsMessage(
        many.filter(({ window: { region } }) => region.startsWith('RU')),
        null,
      ),
    ],
    ['over, and what follows', seasonsMessage([aNote('straw-lip', 'RU-LIP', { kind: 'shift-over' })], next)],
    ['what follows', seasonsMessage([], next)],
  ];
}

/** Walks through everything in a language. */
export async function everyScreen(locale: string, regions: readonly string[]): Promise<readonly Shown[]> {
  return [
    ...(await beginning(locale)),
    ...(await refining(locale)),
    ...(await everyday(locale, regions)),
    ...(await checking(locale)),
    ...(await waiting(locale)),
    ...(await moving(locale)),
    ...(await permits(locale)),
    ...(await coordinating(locale)),
    ...(await posting(locale)),
    ...(await apart(locale)),
  ];
}
