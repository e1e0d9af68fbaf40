/** What a business hears of one person, held against the published schema where that is at hand. */
import { afterEach, expect } from 'vitest';
import type {
  WhatsAppOptions,
  WhatsAppPersonOptions,
  WhatsAppPhone,
} from '../../../src/simulator/whatsapp/terms.ts';
import { publishedFaults } from '../../support/published-fields.ts';
import { isPublishedHere } from '../../support/published-whatsapp.ts';
import { type HeardChange, handClocks, listen, type Played, standIn } from './support.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** What the business hears when this happens to one person; all of it is held against the published schema. */
export async function hear(
  happening: (phone: WhatsAppPhone, played: Played) => unknown,
  { person = {}, ...options }: WhatsAppOptions & { readonly person?: WhatsAppPersonOptions } = {},
): Promise<{
  readonly changes: readonly HeardChange[];
  readonly raw: string;
  readonly phone: WhatsAppPhone;
}> {
  const played = standIn({ ...handClocks(), ...options });
  const business = await listen();
  closing.push(
    () => played.whatsapp.stop(),
    () => business.close(),
  );
  const phone = played.whatsapp.person({
    name: 'Zebo Madeup',
    phone: '999001112233',
    userId: 'UZ.1A2B',
    ...person,
  });
  await happening(phone, played);
  played.whatsapp.hook(business.url);
  await expect.poll(() => played.whatsapp.pending(), { interval: 5 }).toBe(0);
  const changes = business.changes();
  if (isPublishedHere) expect(changes.flatMap(schemaFaults), 'differences from the schema').toEqual([]);
  return { changes, raw: business.calls.map(({ raw }) => raw).join('\n'), phone };
}

/** Schemas of inbound messages bear the names of outbound ones with a number behind. */
const INBOUND = {
  BaseMessageProperties: 'BaseMessageProperties_1',
  TextMessage: 'TextMessage_2',
  ReactionMessage: 'ReactionMessage_1',
  AudioMessage: 'AudioMessage_1',
  ImageMessage: 'ImageMessage_1',
  DocumentMessage: 'DocumentMessage_1',
  StickerMessage: 'StickerMessage_1',
  LocationMessage: 'LocationMessage_1',
  ContactObject: 'ContactObject_1',
  ErrorObject: 'ErrorObject_2',
};
/** What came after the published file: business-scoped ids, and a phone number that may be absent. Its replies lack their type. */
const NEWER =
  /\.(user_id|from_user_id|recipient_user_id|previous_user_id|username|biz_opaque_callback_data|contacts|pricing\.type|interactive\.type) is unknown$|\.(from|recipient_id|phones) is missing$|system\.type may not be user_changed_user_id$/;

function schemaFaults({ field, value }: HeardChange): readonly string[] {
  if (field !== 'messages' || value.messages?.[0]?.type === 'request_welcome') return [];
  const isSystem = value.messages?.[0]?.type === 'system';
  const schema =
    value.statuses !== undefined
      ? 'StatusMessageValue'
      : isSystem
        ? 'IncomingMessageValueSystem'
        : 'IncomingMessageValueGeneral';
  return publishedFaults(schema, value, INBOUND).filter((fault) => !NEWER.test(fault));
}

/** The head of every message payload. */
export const HEAD = {
  messaging_product: 'whatsapp',
  metadata: { display_phone_number: '999001234567', phone_number_id: '100000000000001' },
};
/** The person of `hear`, as payloads name them. */
export const FROM = { from: '999001112233', from_user_id: 'UZ.1A2B' };
export const CONTACT = { profile: { name: 'Zebo Madeup' }, wa_id: '999001112233', user_id: 'UZ.1A2B' };
/** What every message of theirs has besides. */
export const REST = { id: expect.stringMatching(/^wamid\./), timestamp: '1790000000' };

/** No statuses among what is heard. */
export const QUIET = { statuses: 'off' } as const;
