import type { Phone, TelegramStandIn } from '../../src/simulator/telegram/terms.ts';
import type { Marks } from './marks.ts';

/** A thumb's pace: a chat that talks faster is held back. */
const THUMB_MS = 120;

async function answered(phone: Phone, act: () => unknown): Promise<unknown> {
  const message = await phone.after(act);
  await new Promise((resolve) => setTimeout(resolve, THUMB_MS));
  return message;
}

/** Presses the newest button whose data ends so, whatever the language. */
const press = (phone: Phone, ending: string): Promise<unknown> => {
  const button = phone
    .messages()
    .flatMap((message) => message.buttons.flat())
    .findLast((each) => each.callback_data?.endsWith(ending) === true);
  if (button?.callback_data === undefined)
    throw new Error(`nothing to press that ends with ${ending}; the screen says: ${phone.screen()?.text}`);
  return answered(phone, () => phone.tapData(button.callback_data ?? ''));
};

async function subscribe(phone: Phone, marks: Marks): Promise<void> {
  await answered(phone, () => phone.start(`v_${marks.payload.value}`));
  await press(phone, ':language:=tg');
  await answered(phone, () => phone.say(marks.typed.value));
  await press(phone, ':consent:=yes');
  for (const attachment of ['photo', 'voice', 'sticker', 'contact', 'location'] as const)
    await answered(phone, () => phone.sends(attachment));
  await answered(phone, () => phone.tapData(marks.foreignButton.value, phone.screen()?.id));
  await press(phone, ':kinds:!any');
  await press(phone, ':works:!any');
  await answered(phone, () => phone.say(marks.typedInSearch.value));
  await press(phone, ':regions:!any');
  // Pushes must come whatever the hour at which this is played.
  await answered(phone, () => phone.say('/preferences'));
  await press(phone, ':which:=quiet');
  await press(phone, ':quiet:=off');
}

/** Everything a person can do, with marked texts wherever one can be typed. */
export async function playPerson(phone: Phone, marks: Marks): Promise<void> {
  await subscribe(phone, marks);
  await answered(phone, () => phone.say('/openings'));
  await press(phone, `:contact:${codeOn(phone)}`);
  await answered(phone, () => phone.say('/openings'));
  await press(phone, `:report:${codeOn(phone)}`);
  await answered(phone, () => phone.say(marks.typed.value));
  await press(phone, ':reason:=fee');
  await answered(phone, () => phone.say('/openings'));
  await press(phone, `:hide:${codeOn(phone)}`);
  for (const command of ['preferences', 'privacy', 'help', 'mydata', 'language', 'pause', 'menu', 'cancel']) {
    await answered(phone, () => phone.say(`/${command} ${marks.payload.value}`));
    await answered(phone, () => phone.say(marks.typed.value));
  }
  await answered(phone, () => phone.say('/stop'));
  await press(phone, ':resume:');
}

/** The code of the opening on the screen. */
function codeOn(phone: Phone): string {
  const code = /#([A-HJ-NP-Z2-9]{5})/.exec(phone.screen()?.text ?? '')?.[1];
  if (code === undefined) throw new Error(`no opening on the screen: ${phone.screen()?.text}`);
  return code;
}

/** The service fails in every way it can while somebody talks and pushes go out. */
export async function playFaults(telegram: TelegramStandIn, phone: Phone, marks: Marks): Promise<void> {
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
    await answered(phone, () => phone.say('/menu'));
    undo();
  }
}

/** Erases, with the receipt read. */
export async function playForget(phone: Phone): Promise<void> {
  await answered(phone, () => phone.say('/forget'));
  await press(phone, ':sure:=yes');
}
