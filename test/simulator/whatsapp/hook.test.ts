import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import type { WhatsAppOptions } from '../../../src/simulator/whatsapp/terms.ts';
import { createWhatsAppStandIn } from '../../../src/simulator/whatsapp.ts';
import { type HeardChange, type Listener, listen, type Played, standIn } from './support.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A stand-in with a business that hears it. */
async function heard(
  options: WhatsAppOptions = {},
  statuses: number[] = [],
): Promise<Played & { readonly business: Listener }> {
  const played = standIn({ statuses: 'off', ...options });
  const business = await listen(statuses);
  closing.push(
    () => played.whatsapp.stop(),
    () => business.close(),
  );
  played.whatsapp.hook(business.url);
  return { ...played, business };
}

const textsOf = (business: Listener): readonly string[] =>
  business
    .changes()
    .flatMap(({ value }) => value.messages.map((each: HeardChange['value']) => each.text.body));

describe('a webhook', () => {
  it('is signed over the bytes that were sent, which no one gets by writing the JSON again', async () => {
    const { whatsapp, business } = await heard();
    whatsapp.person({ name: 'Зебо' }).say('олма 🍎 1/2');
    await expect.poll(() => business.calls).toHaveLength(1);
    const [{ raw, headers }] = business.calls as [Listener['calls'][number]];
    const signed = (body: string): string =>
      `sha256=${createHmac('sha256', whatsapp.appSecret).update(body).digest('hex')}`;
    expect(headers['x-hub-signature-256']).toBe(signed(raw));
    expect(raw).toMatch(/^[ -~]+$/);
    expect(textsOf(business)).toEqual(['олма 🍎 1/2']);
    expect(headers['x-hub-signature-256']).not.toBe(signed(JSON.stringify(JSON.parse(raw))));
  });

  it('carries in one call what comes together', async () => {
    const { whatsapp, business } = await heard();
    whatsapp.person().say('one');
    whatsapp.person().say('two');
    await expect.poll(() => textsOf(business)).toEqual(['one', 'two']);
    expect(business.calls).toHaveLength(1);
    expect(JSON.parse(business.calls[0]?.raw ?? '')).toMatchObject({
      object: 'whatsapp_business_account',
      entry: [{ id: whatsapp.accountId, changes: [{ field: 'messages' }, { field: 'messages' }] }],
    });
  });

  it('comes again until it is taken, byte for byte, and later ones do not wait for it', async () => {
    const { whatsapp, business } = await heard({}, [500, 200, 503]);
    const phone = whatsapp.person();
    phone.say('one');
    await expect.poll(() => business.calls).toHaveLength(1);
    phone.say('two');
    await expect.poll(() => textsOf(business)).toEqual(['two', 'one']);
    expect(business.calls.map(({ status }) => status)).toEqual([500, 200, 503, 200]);
    const ones = business.calls.filter(({ raw }) => raw.includes('"one"'));
    expect(new Set(ones.map(({ raw }) => raw)).size).toBe(1);
    await expect.poll(() => whatsapp.pending()).toBe(0);
  });

  it('waits until there is an address, and over a restart', async () => {
    const first = createWhatsAppStandIn();
    first.person().say('early');
    expect(first.pending()).toBe(1);
    const { whatsapp, business } = await heard({ saved: JSON.parse(JSON.stringify(first.save())) });
    await expect.poll(() => textsOf(business)).toEqual(['early']);
    expect(whatsapp.people()).toHaveLength(1);
  });

  it('goes at once to a new address, whatever pause it was in', async () => {
    const { whatsapp, business } = await heard({}, Array(50).fill(500));
    whatsapp.person().say('patience');
    // After the fourth it pauses for most of a second.
    await expect.poll(() => business.calls, { timeout: 3000 }).toHaveLength(4);
    const next = await listen();
    closing.push(() => next.close());
    whatsapp.hook(next.url);
    await expect.poll(() => textsOf(next), { timeout: 300 }).toEqual(['patience']);
  });

  it('ticks what the person wrote once it is taken', async () => {
    const { whatsapp, business } = await heard({}, [500]);
    const phone = whatsapp.person();
    phone.say('hello');
    await expect.poll(() => business.calls).toHaveLength(1);
    expect(phone.messages()[0]?.heard).toBe(false);
    await phone.waitFor(() => phone.messages()[0]?.heard);
  });

  it('is asked for its challenge, as the dashboard does', async () => {
    const { whatsapp, business } = await heard();
    expect(await whatsapp.verify(business.url)).toBe(true);
    expect(await createWhatsAppStandIn({ verifyToken: 'another' }).verify(business.url)).toBe(false);
  });
});
