/** A real WhatsApp channel over HTTP to the stand-in, and the stand-in's webhooks back to it. */
import { checkTemplates, submitTemplates } from '../../src/channels/whatsapp/template-desk.ts';
import { createWhatsApp, type WhatsAppOptions } from '../../src/channels/whatsapp.ts';
import type { Channel } from '../../src/domain/terms.ts';
import { loadTexts } from '../../src/i18n.ts';
import { knockTexts } from '../../src/knock-texts.ts';
import { createLog } from '../../src/log.ts';
import { listenOn } from '../../src/simulator/serve.ts';
import type {
  WhatsAppOptions as StandInOptions,
  WhatsAppStandIn,
} from '../../src/simulator/whatsapp/terms.ts';
import { createWhatsAppStandIn } from '../../src/simulator/whatsapp.ts';

export interface WhatsAppStage {
  readonly service: WhatsAppStandIn;
  readonly channel: Channel;
  readonly logged: string[];
  readonly hookUrl: string;
  /** Another channel of the same number; webhooks go there from now on. */
  restarted(): Channel;
  /** Has every template approved, as an operator does before the first start. */
  submits(): Promise<void>;
  checks(): ReturnType<typeof checkTemplates>;
  close(): Promise<void>;
}

export const WORDS = { choose: 'Choose', more: 'More' };

/** Opens the stand-in and a channel that talks to it; the channel is not started. */
export async function whatsappStage(
  given: StandInOptions & { readonly channel?: Partial<WhatsAppOptions> } = {},
): Promise<WhatsAppStage> {
  const { channel: differing, ...options } = given;
  const service = createWhatsAppStandIn(options);
  const { apiRoot, close } = await service.listen();
  const logged: string[] = [];
  const client = {
    token: service.token,
    phoneNumberId: service.phoneNumberId,
    businessAccountId: service.accountId,
    graphVersion: 'v25.0',
    graphRoot: apiRoot,
  };
  const make = (): Channel =>
    createWhatsApp({
      ...client,
      appSecret: service.appSecret,
      verifyToken: service.verifyToken,
      wordsFor: () => WORDS,
      log: createLog({ level: 'debug', write: (line) => logged.push(line) }),
      ...differing,
    });
  let current = make();
  const first = current;
  const hook = await listenOn({
    handle: async (request) => (await current.hook?.(request)) ?? new Response(),
  });
  const hookUrl = `${hook.apiRoot}/hook/whatsapp`;
  service.hook(hookUrl);
  const texts = knockTexts(await loadTexts());
  return {
    service,
    channel: first,
    logged,
    hookUrl,
    restarted() {
      current = make();
      return current;
    },
    submits: async () => void (await submitTemplates(client, texts)),
    checks: () => checkTemplates(client, texts),
    async close() {
      service.stop();
      await hook.close();
      await close();
    },
  };
}
