/** A life with the exchange, the same on every messenger, with marked texts wherever one can be typed. */
import type { Phone, TelegramStandIn } from '../../src/simulator/telegram/terms.ts';
import { type Hand, telegramHand } from './hand.ts';
import type { Marks } from './marks.ts';

/** Opts in, to everything and at any hour: pushes must come whenever this is played. `between` is done in the midst. */
export async function subscribe(
  hand: Hand,
  marks: Marks,
  between: () => Promise<unknown> = async () => undefined,
): Promise<void> {
  await hand.presses(':language:=tg');
  await hand.says(marks.typed.value);
  await hand.presses(':consent:=yes');
  await between();
  await hand.presses(':kinds:!any');
  await hand.presses(':works:!any');
  await hand.says(marks.typedInSearch.value);
  await hand.presses(':regions:!any');
  await hand.says('/preferences');
  await hand.presses(':which:=quiet');
  await hand.presses(':quiet:=off');
}

/** The code of the opening on the screen. */
function codeOn(hand: Hand): string {
  const code = /#([A-HJ-NP-Z2-9]{5})/.exec(hand.screen())?.[1];
  if (code === undefined) throw new Error(`no opening on the screen: ${hand.screen()}`);
  return code;
}

/** Everything a person who opted in can do alone. */
export async function useEverything(hand: Hand, marks: Marks): Promise<void> {
  await hand.says('/openings');
  await hand.presses(`:contact:${codeOn(hand)}`);
  await hand.says('/openings');
  await hand.presses(`:report:${codeOn(hand)}`);
  await hand.says(marks.typed.value);
  await hand.presses(':reason:=fee');
  await hand.says('/openings');
  await hand.presses(`:hide:${codeOn(hand)}`);
  for (const command of [
    'preferences',
    'privacy',
    'help',
    'mydata',
    'language',
    'pause',
    'move',
    'menu',
    'cancel',
  ]) {
    await hand.says(`/${command} ${marks.payload.value}`);
    await hand.says(marks.typed.value);
  }
  await hand.says('/stop');
  await hand.presses(':resume:');
}

/** Erases, with the receipt read; `word` is the command or what people type instead. */
export async function forget(hand: Hand, word = '/forget'): Promise<void> {
  await hand.says(word);
  await hand.presses(':sure:=yes');
}

/** Telegram: comes by a link, and presses a button that we never made. */
export async function playTelegram(phone: Phone, marks: Marks): Promise<void> {
  const hand = telegramHand(phone);
  await hand.comes(`v_${marks.payload.value}`);
  await subscribe(hand, marks, async () => {
    await hand.attaches(marks.beside.file.value);
    await phone.after(() => phone.tapData(marks.foreignButton.value, phone.screen()?.id));
  });
  await useEverything(hand, marks);
}

/** Telegram fails in every way it can while somebody talks. */
export async function playTelegramFaults(
  telegram: TelegramStandIn,
  phone: Phone,
  marks: Marks,
): Promise<void> {
  const hand = telegramHand(phone);
  const faults = [
    { kind: 'error', status: 500 },
    { kind: 'throttle', retryAfterSeconds: 1 },
    { kind: 'cut' },
    { kind: 'reset' },
    { kind: 'error', status: 400 },
  ] as const;
  for (const fault of faults) {
    const undo = telegram.faults.add({ fault, methods: ['sendMessage'], calls: 1 });
    phone.say(marks.typed.value);
    await hand.says('/menu');
    undo();
  }
}

async function codeFor(hand: Hand): Promise<string> {
  await hand.says('/move');
  await hand.presses(':which:=get');
  const [, first = '', second = ''] = /(\d{3}) (\d{3})/.exec(hand.screen()) ?? [];
  return `${first}${second}`;
}

/** Goes to a messenger where they are a stranger and comes back, once with a wrong code. */
export async function moveThereAndBack(here: Hand, there: Hand): Promise<void> {
  await there.says(await codeFor(here));
  await there.says('/mydata');
  await here.says('100000');
  await here.says(await codeFor(there));
  await here.says('/mydata');
}
