import { describe, expect, it } from 'vitest';
import { PUBLISHED } from '../../../src/simulator/whatsapp/published.ts';
import { aPng } from '../../support/png.ts';
import { publishedFaults, publishedFields } from '../../support/published-fields.ts';
import {
  fieldNames,
  isPublishedHere,
  publishedCall,
  publishedSchemas,
} from '../../support/published-whatsapp.ts';
import { formOf, standIn, talking, text } from './support.ts';

/** Our objects and the published ones whose fields they have. */
const SAME: readonly (readonly [ours: string, published: string])[] = [
  ['MessageContext', 'MessageContext'],
  ['Interactive', 'InteractiveObject'],
  ['Header', 'HeaderObject'],
  ['Body', 'BodyObject'],
  ['Footer', 'FooterObject'],
  ['Section', 'SectionObject'],
  ['TemplateObject', 'TemplateObject'],
  ['Language', 'LanguageObject'],
  ['TemplateComponent', 'TemplateComponent'],
];
/** Required there and not here: the published examples leave it out. */
const LENIENT: Readonly<Record<string, readonly string[]>> = { Language: ['policy'] };

describe.skipIf(!isPublishedHere)('the stand-in beside what Meta publishes', () => {
  it.each(SAME)('%s has the fields of %s', (ours, published) => {
    const table = PUBLISHED[ours] ?? {};
    const { names, required } = publishedFields(published);
    expect(Object.keys(table).toSorted()).toEqual(names.toSorted());
    const mustHave = required.filter((name) => LENIENT[ours]?.includes(name) !== true);
    expect(
      Object.keys(table)
        .filter((name) => table[name]?.endsWith('!'))
        .toSorted(),
    ).toEqual(mustHave.toSorted());
  });

  it('a message has the published kinds and one more address', () => {
    const { names } = publishedFields('BaseMessageProperties');
    const { Message: message = {} } = PUBLISHED;
    const ours = Object.keys(message);
    expect(names.filter((name) => !ours.includes(name))).toEqual([]);
    const kinds = ours.filter((name) => !names.includes(name));
    expect(kinds.filter((kind) => publishedFaults('Message', { type: kind }).length === 0)).toEqual([]);
  });

  const { Media: media = {}, Upload: upload = {} } = PUBLISHED;

  it('an image has the published fields', () => {
    expect(Object.keys(media).toSorted()).toEqual(fieldNames(publishedSchemas(), 'MediaObject_1').toSorted());
  });

  it('an upload has the published fields, and one that stands on Meta’s page', () => {
    const call = publishedCall('/{Version}/{Phone-Number-ID}/media', 'post');
    const published = fieldNames(call, 'requestBody', 'content', 'multipart/form-data', 'schema');
    expect(Object.keys(upload).toSorted()).toEqual([...published, 'type'].toSorted());
  });

  it('answers about media have the published fields', async () => {
    const { whatsapp, call, form } = standIn();
    const answerOf = (path: string, method: string) =>
      fieldNames(
        publishedCall(path, method),
        ...['responses', '200', 'content', 'application/json', 'schema'],
      ).toSorted();
    const { body } = await form(`${whatsapp.phoneNumberId}/media`, formOf(aPng()));
    expect(Object.keys(body)).toEqual(answerOf('/{Version}/{Phone-Number-ID}/media', 'post'));
    const about = await call('GET', `${body['id']}`);
    expect(Object.keys(about.body).toSorted()).toEqual(answerOf('/{Version}/{Media-ID}', 'get'));
    const gone = await call('DELETE', `${body['id']}`);
    expect(Object.keys(gone.body)).toEqual(answerOf('/{Version}/{Media-ID}', 'delete'));
  });

  it('finds fault with what is not published, and with nothing that is', async () => {
    const { whatsapp, post } = standIn();
    const { phone } = talking(whatsapp);
    await post({ messaging_product: 'whatsapp', recipient_type: 'individual', to: phone, ...text('x') });
    const body = whatsapp.bodies()[0]?.body;
    expect(publishedFaults('Message', body)).toEqual([]);
    expect(publishedFaults('Message', { ...Object(body), text: { body: 7, colour: 'red' } })).toEqual([
      'Message.text.body is no string',
      'Message.text.colour is unknown',
    ]);
  });
});
