/** What only WhatsApp can do to a person and to us. */
import type { WhatsAppFault, WhatsAppPhone, WhatsAppStandIn } from '../../src/simulator/whatsapp/terms.ts';
import { whatsappHand } from './hand.ts';
import type { Marks, WhatsAppMarks } from './marks.ts';
import { callOf, contentsOf, foreignPress, messageOf, strangeChanges } from './payloads.ts';
import { subscribe, useEverything } from './play.ts';
import type { Relay } from './relay.ts';

/** The table of delivery.md §10 by what we make of a code; the first of each class stands for it in a short run. */
const CODES: Readonly<Record<string, readonly number[]>> = {
  rejected: [
    100, 131_008, 131_009, 131_021, 131_051, 131_052, 131_053, 131_062, 132_000, 132_001, 132_005, 132_007,
    132_008, 132_012, 132_015, 132_016, 132_068, 132_069, 135_000,
  ],
  unknown: [999_999],
  unavailable: [131_000, 1, 2, 131_016, 137_000],
  unreachable: [131_026],
  'window closed': [131_047],
  capped: [131_049, 130_472],
  'opted out': [131_050],
  'throttled for a person': [131_056],
  'throttled for all': [4, 80_007, 130_429, 131_057, 133_004],
  misconfigured: [
    190, 0, 3, 10, 33, 200, 131_005, 131_030, 131_037, 131_042, 131_045, 131_063, 133_000, 133_005, 133_006,
    133_008, 133_009, 133_010, 133_015, 133_016, 134_011,
  ],
  restricted: [131_048, 368, 130_497, 131_031, 131_064],
};

/** Classes that hold all pushes back: they would keep the next patients from being written to. */
const HOLDS_ALL: ReadonlySet<string> = new Set(['throttled for all', 'misconfigured', 'restricted']);

const codes = (short: boolean): readonly number[] =>
  Object.values(CODES).flatMap((all) => (short ? all.slice(0, 1) : all));
const codesOfOne = (short: boolean): readonly number[] =>
  Object.entries(CODES).flatMap(([kind, all]) => (HOLDS_ALL.has(kind) ? [] : short ? all.slice(0, 1) : all));

/** What befalls a message at once; a gateway's 429 holds all back for a second. */
export const atOnce = (short: boolean): readonly WhatsAppFault[] => [
  ...codesOfOne(short).map((code): WhatsAppFault => ({ kind: 'code', code })),
  { kind: 'error', status: 502 },
  { kind: 'error', status: 500, done: true },
  { kind: 'cut' },
  { kind: 'cut', done: true },
  { kind: 'reset' },
  { kind: 'slow', ms: 500 },
  { kind: 'throttle', retryAfterSeconds: 1 },
];

export const later = (short: boolean): readonly WhatsAppFault[] =>
  codes(short).map((code) => ({ kind: 'failed-later', code }));

/** How many people the faults need. */
export const patientsFor = (short: boolean): number => atOnce(short).length + later(short).length;

export interface Cast {
  readonly open: WhatsAppPhone;
  readonly hidden: WhatsAppPhone;
  readonly old: WhatsAppPhone;
  readonly patients: readonly WhatsAppPhone[];
}

/** Everybody, made from their marks. */
export function castOf(service: WhatsAppStandIn, { whatsapp }: Marks): Cast {
  const person = (
    { name, phone, userId }: WhatsAppMarks,
    more: { hidesPhone?: boolean; old?: boolean } = {},
  ) =>
    service.person({
      name: name.value,
      phone: phone.value,
      userId: more.old === true ? null : userId.value,
      hidesPhone: more.hidesPhone ?? false,
    });
  return {
    open: person(whatsapp.open),
    hidden: person(whatsapp.hidden, { hidesPhone: true }),
    old: person(whatsapp.old, { old: true }),
    patients: whatsapp.patients.map((each, at) => person(each, { hidesPhone: at % 2 === 1 })),
  };
}

export interface Stage {
  readonly service: WhatsAppStandIn;
  readonly relay: Relay;
  readonly marks: Marks;
  readonly short: boolean;
  /** Resolves when the stand-in has nothing more to tell. */
  settled(): Promise<void>;
  until(holds: () => boolean | Promise<boolean>): Promise<void>;
  query(text: string): Promise<unknown>;
}

const number = ({ service }: Stage) => ({
  id: service.phoneNumberId,
  accountId: service.accountId,
  phone: '999001234567',
});

/** The life of one person: the first word is any text, and a button that we never made comes in the midst. */
export async function liveOn(stage: Stage, phone: WhatsAppPhone): Promise<void> {
  const { marks, relay } = stage;
  const hand = whatsappHand(phone);
  await hand.says(marks.typed.value);
  await subscribe(hand, marks, async () => {
    await hand.attaches(marks.beside.file.value);
    for (const kind of ['button_reply', 'list_reply'] as const)
      await phone.after(() =>
        relay.post(callOf(number(stage), messageOf(number(stage), phone, foreignPress(marks, kind)))),
      );
  });
  await useEverything(hand, marks);
}

/** Comes with a payload in the field and opts in. */
export async function falls(phone: WhatsAppPhone, marks: Marks): Promise<void> {
  const hand = whatsappHand(phone);
  await hand.comes(`v_${marks.payload.value}`);
  await subscribe(hand, marks);
}

/** Who does not know our secrets, and calls that are no JSON or too large. */
export async function knockAtTheHook({ service, relay, marks }: Stage, hook: string): Promise<void> {
  if (!(await service.verify(hook))) throw new Error('the hook did not answer the challenge');
  const wrong = new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.verify_token': marks.typed.value });
  const payload = JSON.stringify({ entry: [marks.typed.value, marks.whatsapp.open.phone.value] });
  const statuses = [
    (await fetch(`${hook}?${wrong}`)).status,
    await relay.postBytes(payload, marks.typed.value),
    await relay.postBytes(`${payload}}`),
    await relay.postBytes(Buffer.alloc(3_200_000, marks.typed.value)),
    (await fetch(hook, { method: 'PUT', body: payload })).status,
  ];
  if (statuses.join() !== '403,401,400,413,405') throw new Error(`the hook answered ${statuses.join()}`);
}

/** Everything Meta may put into a call, of somebody we know. */
export async function postStrangeThings(stage: Stage, { open, hidden }: Cast): Promise<void> {
  const { relay, marks } = stage;
  const us = number(stage);
  for (const phone of [open, hidden]) {
    for (const content of contentsOf(marks))
      expectTaken(await relay.post(callOf(us, messageOf(us, phone, content))), JSON.stringify(content));
    expectTaken(await relay.post(callOf(us, ...strangeChanges(us, phone, marks))), 'strange changes');
  }
}

function expectTaken(status: number, what: string): void {
  if (status !== 200) throw new Error(`the hook answered ${status} to ${what}`);
}

/** Every code of the table meets a reply. */
export async function failReplies(
  { service, short, marks, until }: Stage,
  { patients }: Cast,
): Promise<void> {
  const all = codes(short);
  await Promise.all(
    patients.map(async (phone, at) => {
      for (const code of all.filter((_, place) => place % patients.length === at)) {
        service.faults.add({
          fault: { kind: 'code', code },
          methods: ['messages'],
          chats: [phone.id],
          calls: 1,
        });
        phone.say(marks.typed.value);
        await until(() => service.calls().some((call) => call.chat === phone.id && call.code === code));
      }
    }),
  );
}

/** The database fails under a person's hands: their message comes again, or they are told that we are sorry. */
export async function failDatabase(stage: Stage, phone: WhatsAppPhone): Promise<void> {
  const { marks, query, settled } = stage;
  const hand = whatsappHand(phone);
  await query('alter table dialogue add constraint canary check (length(sealed) < 1) not valid');
  await hand.says('/language');
  await query('alter table dialogue drop constraint canary');
  await query('alter table seen_update rename to seen_update_away');
  phone.say(marks.typed.value);
  await new Promise((resolve) => setTimeout(resolve, 400));
  await query('alter table seen_update_away rename to seen_update');
  await settled();
}

/** Turns our offers off in the app and on again. */
export async function optOutAndIn({ settled, query }: Stage, phone: WhatsAppPhone): Promise<void> {
  const stopped = async (): Promise<number> =>
    Number(
      await query(`select count(*) from subscriber where channel = 'whatsapp' and standing = 'stopped'`),
    );
  const before = await stopped();
  phone.stopsMarketing();
  await settled();
  if ((await stopped()) !== before + 1) throw new Error('the opt-out was not heard');
  phone.resumesMarketing();
  await settled();
  if ((await stopped()) !== before) throw new Error('the opt-in was not heard');
}

/** A fault for each of these people, for their next message or the one after it. */
export function befall(
  service: WhatsAppStandIn,
  people: readonly WhatsAppPhone[],
  faults: readonly WhatsAppFault[],
  skip = 0,
): void {
  for (const [at, fault] of faults.entries()) {
    const phone = people[at];
    if (phone === undefined) throw new Error('there are fewer people than faults');
    service.faults.add({ fault, methods: ['messages'], chats: [phone.id], calls: 1, skip });
  }
}

/** Moves to other numbers: with a new BSUID, and without any; the old one is given an id at last. */
export async function changeNumbers(
  { service, marks, settled }: Stage,
  { open, old }: Cast,
): Promise<WhatsAppPhone> {
  const { moved, renumbered } = marks.whatsapp;
  open.changesNumber({ phone: moved.phone.value, userId: moved.userId.value });
  old.changesNumber({ phone: renumbered.phone.value });
  await settled();
  await whatsappHand(open).says('/mydata');
  await whatsappHand(old).says('/mydata');
  service.remove(old.id);
  const named = service.person({
    name: renumbered.name.value,
    phone: renumbered.phone.value,
    userId: renumbered.userId.value,
  });
  await whatsappHand(named).says('/mydata');
  return named;
}
