import { permitted } from '../domain/ask-permission.ts';
import { askSendTime, mayWait } from '../domain/ask-send-time.ts';
import { type AudienceFilter, type BroadcastAccount, NAMED, type Named } from '../domain/broadcast.ts';
import type { BroadcastWish, Sending, Steered } from '../domain/broadcast-desk.ts';
import { broadcastMessage, reachLines, standingOf } from '../domain/broadcast-words.ts';
import { beginData } from '../domain/button-data.ts';
import { pushMessage, shortLine } from '../domain/card.ts';
import type { Reader } from '../domain/card-lines.ts';
import { shortlyWhat } from '../domain/card-lines.ts';
import type { Conversation, Dialogue, Next, Option } from '../domain/conversation.ts';
import type { Subject } from '../domain/coordinator.ts';
import { apartLine } from '../domain/keeping-lines.ts';
import { type Message, type Phrase, phrase, raw, say } from '../domain/message.ts';
import { momentName } from '../domain/moment-words.ts';
import type { Opening } from '../domain/opening.ts';
import { blank } from '../domain/phrases.ts';
import { channelIn, otherChannels, showSight, sightOption } from '../domain/sights.ts';

type Wanted = Omit<BroadcastWish, 'at'>;

const nameOf =
  ({ exchange }: Dialogue) =>
  (locale: string): string =>
    exchange.languages(null).find(({ code }) => code === locale)?.name ?? locale;

/** Lines that fit into a message beside its buttons. */
const MOST_LINES = 20;

/** Which opening, or which broadcast that is there already; `null` when there is none. */
async function askWhat(dialogue: Dialogue): Promise<string | null> {
  const openings = await dialogue.desk.broadcastable();
  const sent = await dialogue.desk.broadcasts();
  const options: readonly Option[] = [
    ...openings.map((opening) => ({
      value: opening.code,
      label: phrase('card:button-open', { what: shortlyWhat(opening), code: raw(opening.code) }),
    })),
    ...sent.map((one) => ({
      value: `see-${one.code}`,
      label: phrase('broadcast:one', {
        code: raw(one.code),
        state: phrase(`broadcast:short.${standingOf(one, dialogue.desk.now).state}`),
      }),
    })),
  ];
  if (await dialogue.remember('none', () => options.length === 0)) {
    await dialogue.say(say(phrase('broadcast:none')), { apart: true });
    return null;
  }
  return dialogue.askOne({
    id: 'what',
    text: [
      phrase('broadcast:what'),
      ...openings.slice(0, MOST_LINES).map((one) => apartLine(one, dialogue.today)),
    ],
    columns: 1,
    options,
  });
}

/** Narrower than everybody it fits. */
async function askFilter(dialogue: Dialogue, opening: Opening): Promise<AudienceFilter> {
  const named = NAMED.filter((one) => one !== 'crop' || opening.kind === 'harvest');
  const by = await dialogue.askMany<Named>({
    id: 'named',
    text: [phrase('broadcast:named')],
    columns: 1,
    any: phrase('broadcast:all'),
    options: named.map((one) => ({ value: one, label: phrase(`broadcast:named-${one}`) })),
  });
  const locales = await dialogue.askMany({
    id: 'locales',
    text: [phrase('broadcast:locales-ask')],
    any: phrase('broadcast:all-locales'),
    options: dialogue.exchange
      .languages(null)
      .map(({ code, name }) => ({ value: code, label: phrase('common:as-is', { text: raw(name) }) })),
  });
  return {
    named: by === null || by === 'any' ? [] : by,
    locales: locales === null || locales === 'any' || locales.length === 0 ? 'any' : locales,
  };
}

/** Now, or at a time where there is one left. */
const waysToSend = (dialogue: Dialogue, opening: Opening, { urgent }: Wanted): readonly string[] => [
  urgent ? 'ask' : 'send',
  ...(mayWait(dialogue, opening) ? ['at'] : []),
];

const optionsOf = (ways: readonly string[]): readonly Option[] =>
  ways.map((way) => ({ value: way, label: phrase(`broadcast:way-${way}`) }));

/** What it would reach, and what to do with that. */
async function askToSend(dialogue: Dialogue, opening: Opening, wanted: Wanted): Promise<string | null> {
  const reach = await dialogue.desk.reach(wanted);
  const ways = reach.kind === 'told' ? [...waysToSend(dialogue, opening, wanted), 'test', 'no'] : ['no'];
  const text = reachLines(reach, nameOf(dialogue));
  return dialogue.askOne({ id: 'send', text, columns: 1, options: optionsOf(ways) });
}

/** Somebody of whom nothing is known. */
const strangerTo = ({ locale, exchange }: Dialogue): Reader => ({
  locale,
  preferences: null,
  right: null,
  countDay: exchange.countDay,
});

/** As its push says it, without buttons. */
const asPushed = (dialogue: Dialogue, opening: Opening, urgent: boolean): Message => ({
  ...pushMessage([opening], 0, strangerTo(dialogue), dialogue.today, urgent ? 'new' : null),
  buttons: [],
});

/** The opening as its push would show it, to nobody else. */
async function showTest(dialogue: Dialogue, opening: Opening, urgent: boolean): Promise<void> {
  await dialogue.say(say(phrase('broadcast:test')), { apart: true });
  await dialogue.say(asPushed(dialogue, opening, urgent), { apart: true });
}

const sayApart = (dialogue: Dialogue, message: Message): Promise<void> =>
  dialogue.say(message, { apart: true });

/** Many, so that a code is asked for whatever the audience. */
const MANY = 51;

async function send(dialogue: Dialogue, wish: BroadcastWish, opening: Opening): Promise<void> {
  const subject: Subject = {
    organisationId: dialogue.coordinator?.organisation?.id ?? null,
    region: opening.region,
    people: MANY,
  };
  const action = wish.urgent ? 'broadcast.send-urgent' : 'broadcast.send';
  if ((await permitted(dialogue, action, subject)) === 'no') return;
  const said = await dialogue.act('send', async (desk) => {
    const done = await desk.sendBroadcast(wish);
    return done.kind === 'done' ? wordOf(done.value) : 'refused';
  });
  const [kind = 'refused', code = ''] = said.split(' ');
  const { at } = wish;
  const halted = code !== '' && (await dialogue.desk.broadcast(code))?.halted === true;
  const when = at === null ? {} : { when: momentName(at, opening.region, dialogue.exchange.clockIn) };
  if (kind === 'refused') await sayApart(dialogue, say(phrase('desk:refused-late')));
  else if (code === '') await sayApart(dialogue, say(phrase(refusalOf(kind))));
  else
    await sayApart(dialogue, {
      lines: [
        phrase(`broadcast:${kind}${at === null ? '' : '-set'}`, { code: raw(code), ...when }),
        ...(halted ? [phrase('broadcast:state.halted')] : []),
      ],
      buttons: [
        [
          {
            label: phrase('broadcast:to-undo'),
            press: { kind: 'data', data: beginData('broadcast', `undo-${code}`) },
          },
          {
            label: phrase('broadcast:to-see'),
            press: { kind: 'data', data: beginData('broadcast', `see-${code}`) },
          },
        ],
      ],
    });
}

const wordOf = (sending: Sending): string =>
  'code' in sending ? `${sending.kind} ${sending.code}` : sending.kind;

/** `narrow` is said as it is where figures are asked for. */
const refusalOf = (kind: string): string => `broadcast:${kind === 'narrow' ? 'refused' : kind}`;

/** An urgent one is offered only where the week's budget has room for any. */
async function askUrgency(dialogue: Dialogue, opening: Opening): Promise<string | null> {
  const left = await dialogue.remember('urgent-left', () => dialogue.desk.urgentLeft());
  return dialogue.askOne({
    id: 'urgency',
    text: [
      shortLine(opening, strangerTo(dialogue), dialogue.today),
      phrase(left ? 'broadcast:urgency' : 'broadcast:no-urgent'),
    ],
    options: (left ? ['normal', 'urgent'] : ['normal']).map((value) => ({
      value,
      label: phrase(`broadcast:${value}`),
    })),
  });
}

async function write(dialogue: Dialogue, code: string): Promise<void> {
  const opening = (await dialogue.desk.broadcastable()).find((one) => one.code === code);
  if (opening === undefined) return sayApart(dialogue, say(phrase('broadcast:gone')));
  const urgency = await askUrgency(dialogue, opening);
  const wanted: Wanted = {
    openingCode: code,
    urgent: urgency === 'urgent',
    filter: await askFilter(dialogue, opening),
  };
  let way = await askToSend(dialogue, opening, wanted);
  while (way === 'test' || channelIn(way) !== null) {
    const channel = channelIn(way);
    if (channel === null) await showTest(dialogue, opening, wanted.urgent);
    else await showSight(dialogue, channel, opening, dialogue.locale);
    const others = await dialogue.remember('others', () => otherChannels(dialogue));
    way = await dialogue.askOne({
      id: 'after',
      text: [phrase('broadcast:after')],
      columns: 1,
      options: [
        ...optionsOf(waysToSend(dialogue, opening, wanted)),
        ...others.map(sightOption),
        ...optionsOf(['no']),
      ],
    });
  }
  const at = way === 'at' ? await askSendTime(dialogue, opening, wanted.urgent) : null;
  if (way === 'no' || way === null || (way === 'at' && at === null))
    await sayApart(dialogue, say(phrase('desk:unchanged')));
  else await send(dialogue, { ...wanted, at }, opening);
}

/** What somebody is asked to agree to: as people would get it, who asks, whom it reaches, and what agreeing means. */
async function showAsked(dialogue: Dialogue, one: BroadcastAccount): Promise<readonly Phrase[]> {
  const { openingCode, filter, urgent } = one;
  const opening = await dialogue.exchange.openingByCode(openingCode);
  if (opening !== null) await sayApart(dialogue, asPushed(dialogue, opening, urgent));
  const reach = await dialogue.desk.reach({ openingCode, filter, urgent });
  return [
    ...(one.alias === null ? [] : [phrase('broadcast:asked-by', { alias: raw(one.alias) })]),
    ...(reach.kind === 'told' ? [blank, ...reachLines(reach, nameOf(dialogue))] : []),
    blank,
    phrase(one.setFor === null ? 'broadcast:decide-now' : 'broadcast:decide-then'),
  ];
}

/** How it fares; whoever may decide on it is asked. */
async function see(dialogue: Dialogue, code: string, ...first: readonly Phrase[]): Promise<void> {
  const one = await dialogue.desk.broadcast(code);
  if (one === null) return sayApart(dialogue, say(phrase('broadcast:gone')));
  const { desk } = dialogue;
  const { clockIn } = dialogue.exchange;
  const message = broadcastMessage(one, desk.now, { perSecond: null, live: false, clockIn });
  const isOthers = one.by !== dialogue.coordinator?.id;
  const decides = standingOf(one, desk.now).state === 'asked' && isOthers;
  // Whoever agrees to a time agrees to that time.
  const asked = decides ? await showAsked(dialogue, one) : [];
  const ways = decides ? ['agree', ...(one.setFor === null ? ['now'] : []), 'refuse'] : [];
  await sayApart(dialogue, {
    lines: [...first, ...message.lines, ...asked],
    buttons: [
      ...ways.map((way) => [
        {
          label: phrase(`broadcast:to-${way}`),
          press: { kind: 'data' as const, data: beginData('broadcast', `${way}-${code}`) },
        },
      ]),
      ...(decides ? [] : message.buttons),
    ],
  });
}

const ACTIONS = {
  undo: 'push.stop',
  pause: 'push.pause',
  resume: 'push.resume',
  stop: 'push.stop',
  agree: 'broadcast.approve',
  now: 'broadcast.approve',
  refuse: 'broadcast.approve',
} as const;
type Way = keyof typeof ACTIONS;

/** Whoever is left gets nothing, and nobody can undo that: pausing is beside it. */
async function isSure(dialogue: Dialogue, code: string): Promise<boolean> {
  const sure = await dialogue.askOne({
    id: 'sure',
    text: [phrase('broadcast:stop-ask', { code: raw(code) })],
    columns: 1,
    options: [
      { value: 'yes', label: phrase('broadcast:to-stop'), emphasis: 'danger' },
      { value: 'no', label: phrase('people:way-nothing') },
    ],
  });
  return sure === 'yes';
}

async function does(dialogue: Dialogue, way: Way, code: string): Promise<void> {
  if (way === 'stop' && !(await isSure(dialogue, code))) return see(dialogue, code);
  const one = await dialogue.desk.broadcast(code);
  const subject: Subject = {
    organisationId: dialogue.coordinator?.organisation?.id ?? null,
    by: one?.by ?? null,
    people: MANY,
  };
  if ((await permitted(dialogue, ACTIONS[way], subject)) === 'no') return;
  const said = await dialogue.act('steer', async (desk): Promise<Steered | 'refused'> => {
    const done =
      way === 'agree' || way === 'now' || way === 'refuse'
        ? await desk.decideBroadcast(code, way === 'now' ? 'at-once' : way)
        : await desk.steerBroadcast(code, way);
    return done.kind === 'done' ? done.value : 'refused';
  });
  if (said === 'refused') return sayApart(dialogue, say(phrase('desk:refused-late')));
  if (said === 'late') await sayApart(dialogue, say(phrase('broadcast:too-late')));
  const hasTime = said === 'done' && way === 'agree' && one?.setFor === null;
  await see(dialogue, code, ...(hasTime ? [phrase('broadcast:agreed')] : []));
}

/** An opening of one's organisation for many people at once: whom it reaches, and how it fares. */
export const broadcast: Conversation = {
  name: 'broadcast',
  listed: false,
  open: false,
  needs: ['broadcaster', 'moderator', 'admin'],
  resumes: false,
  takes: /^(?:see|undo|pause|resume|stop|agree|now|refuse)-[A-Z0-9]{1,8}$/,
  async run(dialogue): Promise<Next | undefined> {
    const [way = '', code = ''] = dialogue.argument?.split('-') ?? [];
    const what = way === '' ? await askWhat(dialogue) : null;
    if (way === 'see') await see(dialogue, code);
    else if (way !== '') await does(dialogue, way as Way, code);
    else if (what?.startsWith('see-') === true) await see(dialogue, what.slice(4));
    else if (what !== null) await write(dialogue, what);
    return undefined;
  },
};
