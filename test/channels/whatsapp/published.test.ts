import { describe, expect, it } from 'vitest';
import { checkWith, faultsOf, isPublishedHere, MENDINGS } from '../../support/published-whatsapp.ts';

type Json = Readonly<Record<string, unknown>>;

const HEAD: Json = {
  messaging_product: 'whatsapp',
  recipient_type: 'individual',
  recipient: 'TJ.1A2B3C4D5E',
};
const text = (more: Json = {}): Json => ({
  ...HEAD,
  type: 'text',
  text: { body: 'x', preview_url: false },
  ...more,
});
const image = (more: Json = {}): Json => ({ ...HEAD, type: 'image', image: { id: '100', ...more } });
const interactive = (action: Json, more: Json = {}): Json => ({
  ...HEAD,
  type: 'interactive',
  interactive: { type: 'sections' in action ? 'list' : 'button', body: { text: 'x' }, action, ...more },
});
const buttons = (...titles: readonly string[]): Json => ({
  buttons: titles.map((title) => ({ type: 'reply', reply: { id: title, title } })),
});
const list = (count: number, row: Json = {}): Json => ({
  button: 'Choose',
  sections: [{ rows: Array.from({ length: count }, (_, at) => ({ id: `${at}`, title: `${at}`, ...row })) }],
});
const BUTTON: Json = {
  type: 'button',
  sub_type: 'quick_reply',
  index: '0',
  parameters: [{ type: 'payload', payload: 'v1:c:menu:' }],
};
const template = (...components: readonly Json[]): Json => ({
  ...HEAD,
  type: 'template',
  template: { name: 'mehnat_many', language: { policy: 'deterministic', code: 'ru' }, components },
});

const RIGHT: readonly (readonly [string, Json])[] = [
  ['a text', text()],
  ['a text to a phone', { ...text(), recipient: undefined, to: '992900111222' }],
  ['a text with a receipt', text({ biz_opaque_callback_data: 'x'.repeat(512) })],
  ['an image', image()],
  ['an image with a caption', image({ caption: 'x'.repeat(1_024) })],
  ['buttons', interactive(buttons('a', 'b', 'c'))],
  ['a list', interactive(list(10, { description: 'x'.repeat(72) }))],
  ['a template', template({ type: 'body', parameters: [{ type: 'text', text: '3' }] }, BUTTON)],
  ['a template’s tenth button', template({ ...BUTTON, index: '9' })],
];

/** As JSON says it: what is undefined is not there. */
const sent = (body: Json): unknown => JSON.parse(JSON.stringify(body));

describe.skipIf(!isPublishedHere)('the published schema (set MEHNAT_SAMPLES to run it)', () => {
  it.each(RIGHT)('takes %s', (_label, body) => {
    expect(faultsOf(sent(body))).toEqual([]);
  });

  it.each<readonly [string, Json]>([
    ['nobody to send to', { ...text(), recipient: undefined }],
    ['two ways to one person', text({ to: '992900111222' })],
    ['an id that is none', text({ recipient: '992900111222' })],
    ['no product', text({ messaging_product: undefined })],
    ['a field nobody knows', text({ tracking: 'x' })],
    ['a field nobody knows in the text', text({ text: { body: 'x', links: true } })],
    ['a receipt that is too long', text({ biz_opaque_callback_data: 'x'.repeat(513) })],
    ['a type nobody knows', { ...HEAD, type: 'hologram', hologram: {} }],
    ['a type that every object has', { ...HEAD, type: 'constructor' }],
    ['no type', HEAD],
    ['a field nobody knows beside the interactive', { ...interactive(buttons('a')), more: 1 }],
    ['an image that is nowhere', image({ id: undefined })],
    ['four buttons', interactive(buttons('a', 'b', 'c', 'd'))],
    ['no buttons', interactive(buttons())],
    ['a long button', interactive(buttons('x'.repeat(21)))],
    ['a long body', interactive(buttons('a'), { body: { text: 'x'.repeat(1_025) } })],
    ['a body without a text', interactive(buttons('a'), { body: {} })],
    ['eleven rows', interactive(list(11))],
    ['a long row', interactive(list(1, { title: 'x'.repeat(25) }))],
    ['a long description', interactive(list(1, { description: 'x'.repeat(73) }))],
    ['a long id of a row', interactive(list(1, { id: 'x'.repeat(201) }))],
    ['a row without an id', interactive(list(1, { id: undefined }))],
    ['a long button of a list', interactive({ ...list(1), button: 'x'.repeat(21) })],
    ['a template without a language', { ...template(), template: { name: 'x' } }],
    ['a component nobody knows', template({ type: 'carousel' })],
    ['a button at the eleventh place', template({ ...BUTTON, index: '10' })],
    ['a button at no place', template({ ...BUTTON, index: undefined })],
    ['a button that brings nothing back', template({ ...BUTTON, parameters: [{ type: 'payload' }] })],
    ['a button without parameters', template({ ...BUTTON, parameters: [] })],
    ['a value that is no text', template({ type: 'body', parameters: [{ type: 'text', text: 3 }] })],
    [
      'a value of a kind nobody knows',
      template({ type: 'body', parameters: [{ type: 'smell', text: '3' }] }),
    ],
  ])('refuses %s', (_label, body) => {
    expect(faultsOf(sent(body))).not.toEqual([]);
  });

  it.each(MENDINGS.map((mending) => [`${mending.at}: ${mending.why}`, mending] as const))(
    'would refuse what is right, unmended at %s',
    (_label, mending) => {
      const check = checkWith(MENDINGS.filter((each) => each !== mending));
      expect(RIGHT.filter(([, body]) => check(sent(body)).length > 0)).not.toEqual([]);
    },
  );
});
