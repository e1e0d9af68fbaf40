/** One message on its way: bodies inside the reply window, a template outside it. */
import type { RenderedMessage } from '../../domain/message.ts';
import { type Address, SendError, type SendOptions } from '../../domain/terms.ts';
import type { Graph } from './client.ts';
import type { Pictures } from './pictures.ts';
import type { Chosen, Registry } from './registry.ts';
import { type Body, type ImageBody, renderMessage, type Words, withPicture } from './rendering.ts';

/** Sends one message; throws what the client throws, and `SendError` where nothing may go out. */
export type Send = (to: Address, message: RenderedMessage, options: SendOptions) => Promise<void>;

/** Sends over this client; `wordsFor` speaks a locale. */
export function createSend(
  graph: Pick<Graph, 'send'>,
  registry: Registry,
  pictures: Pictures,
  wordsFor: (locale: string) => Words,
): Send {
  async function bodiesOf(message: RenderedMessage): Promise<readonly (Body | ImageBody)[]> {
    const bodies = renderMessage(message, wordsFor(message.locale));
    const { picture } = message;
    return picture === undefined ? bodies : withPicture(await pictures.lend(picture.png), bodies);
  }

  return async (to, message, { outside = false, receipt }) => {
    const bodies = outside ? [knockBody(registry, message)] : await bodiesOf(message);
    for (const [at, body] of bodies.entries()) {
      // What is said later of the last part counts for all of it.
      const marked = at === bodies.length - 1 && receipt !== undefined;
      try {
        await graph.send({
          messaging_product: 'whatsapp',
          recipient_type: 'individual',
          ...recipientOf(to),
          ...body,
          ...(marked ? { biz_opaque_callback_data: receipt } : {}),
        });
      } catch (thrown) {
        throw at === 0 ? thrown : halfSent(thrown);
      }
    }
  };
}

/** A part has gone out: whoever sends it all again says that part twice, so it counts as a copy. */
const halfSent = (thrown: unknown): SendError =>
  new SendError({ kind: 'unavailable', reached: 'maybe' }, { cause: thrown });

/** A business-scoped id has a dot in it; a phone number is digits. */
function recipientOf(to: Address): { readonly to: string } | { readonly recipient: string } {
  const address = to.reveal();
  return address.includes('.') ? { recipient: address } : { to: address };
}

function knockBody(registry: Registry, { knocks = [] }: RenderedMessage): object {
  // Not known yet is our trouble, and no reason to let anybody wait for a day.
  if (!registry.isKnown()) throw new SendError({ kind: 'unavailable', reached: 'no' });
  const chosen = registry.choose(knocks);
  if (chosen === null) throw new SendError({ kind: 'window-closed' });
  return { type: 'template', template: templateOf(chosen) };
}

function templateOf({ knock: { values, press }, template: { name, language } }: Chosen): object {
  const parameters = values.map((text) => ({ type: 'text', text }));
  return {
    name,
    language: { policy: 'deterministic', code: language },
    components: [
      ...(parameters.length === 0 ? [] : [{ type: 'body', parameters }]),
      {
        type: 'button',
        sub_type: 'quick_reply',
        index: '0',
        parameters: [{ type: 'payload', payload: press }],
      },
    ],
  };
}
