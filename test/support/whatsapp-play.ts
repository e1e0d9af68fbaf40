/** A story over the whole channel and the stand-in, held at its end against what is published and may be logged. */
import { expect } from 'vitest';
import type { RenderedMessage } from '../../src/domain/message.ts';
import { Address, SendError, type SendOptions, type SendReason } from '../../src/domain/terms.ts';
import { isLogLine } from '../../src/log.ts';
import type { WhatsAppPersonOptions, WhatsAppPhone } from '../../src/simulator/whatsapp/terms.ts';
import { faultsOf } from './published-whatsapp.ts';
import { createInbox, type Inbox } from './recorder.ts';
import { type WhatsAppStage, whatsappStage } from './whatsapp.ts';

export interface Play extends WhatsAppStage {
  readonly inbox: Inbox;
  /** Somebody who never wrote to us, unless they are told to. */
  somebody(options?: WhatsAppPersonOptions): WhatsAppPhone;
  send(to: WhatsAppPhone, message: RenderedMessage, options?: SendOptions): Promise<unknown>;
  /** Bodies that went to Meta, oldest first. */
  bodies(): readonly Readonly<Record<string, unknown>>[];
}

const addressOf = ({ userId, phone }: WhatsAppPhone): Address => new Address(userId ?? phone);

/** A started channel whose templates are approved; at the end everything it sent is held against what is published. */
export async function play(
  story: (at: Play) => Promise<void>,
  options: Parameters<typeof whatsappStage>[0] = {},
): Promise<void> {
  const stage = await whatsappStage(options);
  const inbox = createInbox();
  await stage.submits();
  await stage.channel.start(inbox.receive, inbox.hear);
  const bodies = () => stage.service.bodies().map(({ body }) => body as Readonly<Record<string, unknown>>);
  try {
    await story({
      ...stage,
      inbox,
      bodies,
      somebody: (person) => stage.service.person({ name: 'Zarina Testova', ...person }),
      send: (to, message, sendOptions) => stage.channel.send(addressOf(to), message, sendOptions),
    });
    expect(bodies().flatMap(faultsOf)).toEqual([]);
    expect(stage.logged.filter((line) => !isLogLine(line) || /Zarina|XX\.|999\d{9}/.test(line))).toEqual([]);
  } finally {
    await stage.channel.stop();
    await stage.close();
  }
}

/** What a send throws, or that it was taken. */
export async function reasonOf(sending: Promise<unknown>): Promise<SendReason | 'sent'> {
  const thrown = await sending.then(
    () => 'sent' as const,
    (error: unknown) => error,
  );
  if (thrown === 'sent') return thrown;
  if (!(thrown instanceof SendError)) throw thrown;
  return thrown.reason;
}
