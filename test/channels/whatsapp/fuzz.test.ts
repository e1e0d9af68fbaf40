import { afterEach, beforeEach, expect, it } from 'vitest';
import { HOOK_BYTES } from '../../../src/channels/whatsapp/webhook.ts';
import { createWhatsApp } from '../../../src/channels/whatsapp.ts';
import { type InboundMessage, MESSAGE_STATUSES, RESTRICTIONS, type Word } from '../../../src/domain/terms.ts';
import { createLog, isLogLine } from '../../../src/log.ts';
import { createMutator, type Mutator } from '../../support/mutations.ts';
import {
  ANN,
  BOB,
  calling,
  changeOf,
  contactOf,
  EVE,
  type Json,
  media,
  messageOf,
  messagesChange,
  OURS,
  postOf,
  preferenceOf,
  pressing,
  SECRET,
  saying,
  signatureOf,
  statusOf,
  text,
  VERIFY_TOKEN,
  wamidOf,
} from '../../support/whatsapp-calls.ts';

/** A hundred thousand in the long checks. */
const CALLS = Number(process.env['MEHNAT_TEST_CALLS'] ?? 20_000);
const SEED = 20_261_128;

/** Everything that Meta sends, once each; and some of it together. */
const FIXTURES: readonly Json[] = [
  ...[ANN, BOB, EVE].flatMap((each) => [
    calling(saying(each, text('hello'))),
    calling(saying(each, text('/start v_12'))),
    calling(saying(each, pressing({ type: 'button_reply', button_reply: { id: 'v1:c:menu:', title: 'x' } }))),
    calling(saying(each, pressing({ type: 'list_reply', list_reply: { id: 'v1:c:help:', title: 'x' } }))),
    calling(saying(each, { type: 'button', button: { payload: 'v1:c:menu:', text: 'x' } })),
    calling(saying(each, media('image'))),
    calling(saying(each, { type: 'request_welcome' })),
    calling(messagesChange({ contacts: [contactOf(each)], statuses: [statusOf(each)] })),
    calling(
      messagesChange({ statuses: [statusOf(each, { status: 'failed', errors: [{ code: 131_049 }] })] }),
    ),
    calling(changeOf('user_preferences', { user_preferences: [preferenceOf(each, 'stop')] })),
  ]),
  calling(
    messagesChange({
      messages: [
        {
          ...messageOf(ANN, { type: 'system' }),
          system: { type: 'user_changed_user_id', user_id: 'TJ.New1', previous_user_id: ANN.userId },
        },
      ],
    }),
  ),
  calling(
    messagesChange({
      messages: [
        {
          ...messageOf(EVE, { type: 'system' }),
          system: { type: 'user_changed_number', wa_id: '996700999888' },
        },
      ],
    }),
  ),
  calling(
    changeOf('message_template_status_update', {
      event: 'PAUSED',
      message_template_name: 'mehnat_many',
      message_template_language: 'ru',
    }),
  ),
  calling(
    changeOf('template_category_update', {
      message_template_name: 'mehnat_many',
      message_template_language: 'ru',
      new_category: 'MARKETING',
    }),
  ),
  calling(changeOf('business_capability_update', { max_daily_conversations_per_business: 'TIER_2K' })),
  calling(changeOf('phone_number_quality_update', { event: 'FLAGGED', current_limit: 'TIER_1K' })),
  calling(changeOf('account_update', { event: 'ACCOUNT_RESTRICTION' })),
  calling(
    saying(ANN, text('one')),
    messagesChange({ statuses: [statusOf(BOB), statusOf(EVE)] }),
    saying(BOB, text('two')),
    changeOf('flows', {}),
  ),
];

const TEMPLATE = {
  name: 'mehnat_many',
  language: 'ru',
  status: 'APPROVED',
  components: [{ type: 'BODY', text: '{{1}}' }],
};

const HUGE = JSON.stringify(calling(saying(ANN, text('x'.repeat(HOOK_BYTES)))));
const HUGE_SIGNATURE = signatureOf(HUGE);

const rejections: unknown[] = [];
const remember = (reason: unknown): void => void rejections.push(reason);
beforeEach(() => {
  process.on('unhandledRejection', remember);
  process.on('uncaughtException', remember);
});
afterEach(() => {
  process.off('unhandledRejection', remember);
  process.off('uncaughtException', remember);
});

it(`takes ${CALLS.toLocaleString('en')} spoilt calls, and nothing that Meta did not sign`, async () => {
  const mutator = createMutator(SEED);
  const at = await someChannel(mutator);
  const answers = new Map<number, number>();
  const faults: string[] = [];
  for (let i = 0; i < CALLS; i += 1) {
    const before = at.reached();
    const { request, isSigned } = someCall(mutator);
    const status = await at.post(request);
    answers.set(status, (answers.get(status) ?? 0) + 1);
    if (!isSigned && (at.reached() !== before || status < 400 || status >= 500))
      faults.push(`call ${i} of a forger: ${status}`);
    if (Number.isNaN(at.channel.window?.cap())) faults.push(`call ${i} made the cap no number`);
  }
  expect([...faults, ...at.faults].slice(0, 10)).toEqual([]);
  expect([...answers.keys()].toSorted()).toEqual([200, 400, 401, 413, 500]);
  // Neither was all of it refused, nor all of it taken.
  for (const count of answers.values()) expect(count).toBeGreaterThan(CALLS / 1_000);
  expect(at.messages()).toBeGreaterThan(CALLS / 10);
  expect(at.words()).toBeGreaterThan(CALLS / 100);
  expect(rejections).toEqual([]);
  const before = at.messages();
  expect(await at.post(postOf(JSON.stringify(calling(saying(ANN, text('still there'))))))).toBe(200);
  expect(at.messages()).toBe(before + 1);
  await at.channel.stop();
}, 60_000);

/** A started channel whose inbox is sometimes out of order. */
async function someChannel(mutator: Mutator) {
  const faults: string[] = [];
  let [messages, words] = [0, 0];
  const fault = (what: string | null): void => void (what !== null && faults.push(what));
  const away = (): void => {
    if (mutator.once(20)) throw new Error('the database is away');
  };
  const channel = createWhatsApp({
    token: 'visibly-false-token',
    ...OURS,
    graphVersion: 'v25.0',
    graphRoot: 'http://graph.test',
    appSecret: SECRET,
    verifyToken: VERIFY_TOKEN,
    wordsFor: () => ({ choose: 'Choose', more: 'More' }),
    log: createLog({ level: 'debug', write: (line) => fault(lineFault(line)) }),
    fetch: async (url) =>
      Response.json(
        String(url).includes('message_templates') ? { data: [TEMPLATE] } : { display_phone_number: '+1' },
      ),
  });
  await channel.start(
    async (message, committed) => {
      messages += 1;
      fault(messageFault(message));
      away();
      committed?.();
      away();
    },
    async (word) => {
      words += 1;
      fault(wordFault(word));
      away();
    },
  );
  return {
    channel,
    faults,
    messages: () => messages,
    words: () => words,
    reached: () => messages + words,
    post: async (request: Request): Promise<number> => (await channel.hook?.(request))?.status ?? 0,
  };
}

/** A fixture, spoilt in its JSON, its bytes, its signature, in several of them or in none. */
function someCall(mutator: Mutator): { readonly request: Request; readonly isSigned: boolean } {
  if (mutator.once(500)) return { request: postOf(HUGE, { signature: HUGE_SIGNATURE }), isSigned: true };
  const fixture = mutator.pick(FIXTURES);
  const whole = Buffer.from(mutator.once(8) ? JSON.stringify(fixture) : mutator.json(fixture));
  const body = mutator.once(8) ? mutator.bytes(whole) : whole;
  const signature = signatureOf(body);
  if (!mutator.once(3)) return { request: postOf(body, { signature }), isSigned: true };
  const forged = mutator.pick([
    null,
    '',
    signatureOf(body, `${SECRET}x`),
    signatureOf(JSON.stringify(fixture)),
    signature.toUpperCase(),
    signature.slice(0, -1),
    `${signature}0`,
    Buffer.from(mutator.bytes(Buffer.from(signature))).toString('hex'),
  ]);
  return { request: postOf(body, { signature: forged }), isSigned: forged === signature };
}

const ADDRESS = /^(?:[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}|\d{5,20})$/;
const HASH = /^[A-Za-z0-9_-]{43}$/;
const KINDS = ['command', 'button', 'text', 'document', 'other', 'opted-out', 'opted-in', 'moved'];
const SECRETS = [ANN.name, BOB.name, EVE.name, 'bobur_test', 'wamid', wamidOf(ANN)];

/** What is wrong with something that reached us, however it was spoilt. */
function messageFault({ address, formerly, at, updateId, event }: InboundMessage): string | null {
  if (!ADDRESS.test(address.reveal())) return `the address ${address.reveal()}`;
  if (formerly !== undefined && !ADDRESS.test(formerly.reveal())) return 'an address of before';
  if (at !== undefined && Number.isNaN(at.getTime())) return 'a time that is none';
  if (!HASH.test(updateId)) return `the id ${updateId}`;
  if (!KINDS.includes(event.kind)) return `the kind ${event.kind}`;
  if (event.kind === 'text' && (event.text === '' || event.text.length > 4_096)) return 'a text';
  if (event.kind === 'button' && event.data.length > 256) return 'the data of a button';
  if (event.kind === 'button' && event.screen !== null && !HASH.test(event.screen)) return 'a screen';
  if (event.kind === 'command' && !/^[a-z0-9_]{1,32}$/.test(event.name)) return 'a command';
  return null;
}

function wordFault(word: Word): string | null {
  if (word.kind === 'restricted') return RESTRICTIONS.includes(word.why) ? null : `why ${word.why}`;
  if (!HASH.test(word.id)) return `the id ${word.id}`;
  if (!MESSAGE_STATUSES.includes(word.status)) return `the status ${word.status}`;
  if (word.receipt !== null && typeof word.receipt !== 'string') return 'a receipt';
  return (word.status === 'failed') === (word.reason !== null) ? null : 'a reason';
}

const lineFault = (line: string): string | null =>
  isLogLine(line) && !SECRETS.some((secret) => line.includes(secret)) ? null : `the line ${line}`;
