/** A message as WhatsApp shows it, without sending it. */
import type { RenderedMessage } from '../../domain/message.ts';
import type { Showing, Sight } from '../../domain/sights.ts';
import { type Body, renderMessage, type Words } from './rendering.ts';
import { templateFor } from './templates.ts';

/** The texts with WhatsApp's marks, its short labels, and the knock whose language it has templates in. */
export const showOnWhatsApp = (message: RenderedMessage, words: Words): Showing => ({
  bodies: renderMessage(message, words).map(sightOf),
  knock: message.knocks?.find(({ purpose, locale }) => templateFor(purpose, locale) !== null) ?? null,
});

function sightOf(body: Body): Sight {
  if (body.type === 'text') return { text: body.text.body, buttons: [], opens: null };
  const { interactive } = body;
  const { text } = interactive.body;
  if (interactive.type === 'button')
    return { text, buttons: interactive.action.buttons.map(({ reply }) => reply.title), opens: null };
  const { button, sections } = interactive.action;
  return { text, buttons: sections.flatMap(({ rows }) => rows.map(({ title }) => title)), opens: button };
}
