/**
 * What is published of the Cloud API as far as we play it: the fields of a message, of an upload and of a template to be
 * created.
 * A field that is not here is refused; one that is here but cannot be played is refused as well.
 *
 * Names, types and limits of version 23.0 (21 November 2025), with these additions: `recipient` takes a business-scoped
 * id, `cta_url` is a kind of interactive message, `policy` may be left out, as the published examples do, an upload says
 * its `type`, as Meta's page on media shows.
 */

/** `!` marks what is required. A type in capitals is an object of `PUBLISHED`; `[]` a list. */
export type FieldTable = Readonly<Record<string, string>>;

/** Fields of each object; `Message` is the body of a send, `NewTemplate` that of a submission. */
export const PUBLISHED: Readonly<Record<string, FieldTable>> = {
  Message: {
    messaging_product: 'string!',
    recipient_type: 'string!',
    to: 'string',
    recipient: 'string',
    type: 'string!',
    context: 'MessageContext',
    biz_opaque_callback_data: 'string',
    text: 'Text',
    interactive: 'Interactive',
    template: 'TemplateObject',
    audio: 'unplayed',
    contacts: 'unplayed',
    document: 'unplayed',
    image: 'Media',
    location: 'unplayed',
    reaction: 'unplayed',
    sticker: 'unplayed',
    video: 'unplayed',
  },
  Media: { id: 'string', caption: 'string', link: 'unplayed' },
  Upload: { messaging_product: 'string!', type: 'string', file: 'file!' },
  MessageContext: { message_id: 'string' },
  Text: { body: 'string!', preview_url: 'boolean' },
  Interactive: {
    type: 'string!',
    header: 'Header',
    body: 'Body',
    footer: 'Footer',
    action: 'Action!',
  },
  Header: {
    type: 'string!',
    text: 'string',
    sub_text: 'unplayed',
    document: 'unplayed',
    image: 'unplayed',
    video: 'unplayed',
  },
  Body: { text: 'string!' },
  Footer: { text: 'string!' },
  Action: {
    button: 'string',
    sections: 'Section[]',
    buttons: 'Button[]',
    name: 'string',
    parameters: 'LinkParameters',
    catalog_id: 'unplayed',
    product_retailer_id: 'unplayed',
  },
  Section: { title: 'string', rows: 'Row[]', product_items: 'unplayed' },
  Row: { id: 'string!', title: 'string!', description: 'string' },
  Button: { type: 'string!', reply: 'Reply!' },
  Reply: { id: 'string!', title: 'string!' },
  LinkParameters: { display_text: 'string!', url: 'string!' },
  TemplateObject: { name: 'string!', language: 'Language!', components: 'TemplateComponent[]' },
  Language: { policy: 'string', code: 'string!' },
  TemplateComponent: { type: 'string!', sub_type: 'string', index: 'index', parameters: 'Parameter[]' },
  Parameter: {
    type: 'string!',
    text: 'string',
    payload: 'string',
    currency: 'unplayed',
    date_time: 'unplayed',
    document: 'unplayed',
    image: 'unplayed',
    video: 'unplayed',
  },
  NewTemplate: {
    name: 'string!',
    language: 'string!',
    category: 'string!',
    components: 'NewComponent[]!',
    message_send_ttl_seconds: 'integer',
    allow_category_change: 'boolean',
    parameter_format: 'string',
  },
  NewComponent: {
    type: 'string!',
    format: 'string',
    text: 'string',
    example: 'Example',
    buttons: 'NewButton[]',
  },
  Example: { body_text: 'string[][]', header_text: 'string[]' },
  NewButton: { type: 'string!', text: 'string!' },
};
