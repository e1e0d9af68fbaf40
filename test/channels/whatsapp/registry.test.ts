import { describe, expect, it } from 'vitest';
import type { Template } from '../../../src/channels/whatsapp/client.ts';
import { createRegistry, type Registry, type TemplateNews } from '../../../src/channels/whatsapp/registry.ts';
import type { RenderedKnock } from '../../../src/domain/knock.ts';
import type { Restriction } from '../../../src/domain/terms.ts';

const template = (differing: Partial<Template> = {}): Template => ({
  name: 'mehnat_many',
  language: 'ru',
  status: 'APPROVED',
  category: 'MARKETING',
  body: 'New openings for you: {{1}}. Tap the button.',
  buttons: ['See them'],
  timeToLive: 43_200,
  ...differing,
});
const knock = (locale: string, differing: Partial<RenderedKnock> = {}): RenderedKnock => ({
  purpose: 'many',
  locale,
  values: ['3'],
  press: 'v1:c:openings:',
  ...differing,
});

function registryWith(...templates: readonly Template[]): Registry {
  const registry = createRegistry();
  registry.fill(templates);
  return registry;
}

/** Which template goes out for knocks in these languages. */
const chosen = (registry: Registry, ...locales: readonly string[]): string | null => {
  const found = registry.choose(locales.map((locale) => knock(locale)));
  return found === null ? null : `${found.template.name}/${found.template.language} (${found.knock.locale})`;
};

describe('a choice', () => {
  it.each<readonly [string, readonly Template[], readonly string[], string | null]>([
    [
      'is the first language',
      [template(), template({ language: 'en' })],
      ['ru', 'en'],
      'mehnat_many/ru (ru)',
    ],
    [
      'is the next one where the first is not approved',
      [template({ language: 'en' })],
      ['ru', 'en'],
      'mehnat_many/en (en)',
    ],
    [
      'is the second language of who speaks one that WhatsApp has not',
      [template()],
      ['tg', 'ru', 'en'],
      'mehnat_many/ru (ru)',
    ],
    [
      'is of the script that was asked for',
      [template({ language: 'uz' }), template({ language: 'uz', name: 'mehnat_many_cyrl' })],
      ['uz-Cyrl', 'uz'],
      'mehnat_many_cyrl/uz (uz-Cyrl)',
    ],
    [
      'is of the other script where only that is approved',
      [template({ language: 'uz' })],
      ['uz-Cyrl', 'uz'],
      'mehnat_many/uz (uz)',
    ],
    [
      'is nobody else’s template',
      [template({ name: 'many' }), template({ name: 'mehnat_many_old' })],
      ['ru'],
      null,
    ],
    ['is not of another purpose', [template({ name: 'mehnat_still' })], ['ru'], null],
    ['is none for languages that WhatsApp has not', [template()], ['tg'], null],
    ['is none where there is none', [], ['ru', 'en'], null],
    ['is none for no knocks', [template()], [], null],
    [
      'has as many variables',
      [template({ body: '{{1}} and {{2}}' }), template({ language: 'en' })],
      ['ru', 'en'],
      'mehnat_many/en (en)',
    ],
    [
      'counts a variable that stands twice once',
      [template({ body: '{{1}}, yes, {{1}}!' })],
      ['ru'],
      'mehnat_many/ru (ru)',
    ],
  ])('%s', (_label, templates, locales, found) => {
    expect(chosen(registryWith(...templates), ...locales)).toBe(found);
  });

  it.each(['PENDING', 'REJECTED', 'PAUSED', 'DISABLED', 'IN_APPEAL', 'approved', ''])(
    'is never one that is %j',
    (status) => {
      expect(chosen(registryWith(template({ status })), 'ru')).toBeNull();
    },
  );

  it('of a knock without values takes a template without variables', () => {
    const registry = registryWith(template({ name: 'mehnat_still', body: 'Should we go on?' }));
    expect(registry.choose([knock('ru', { purpose: 'still', values: [] })])).toMatchObject({
      template: { name: 'mehnat_still', language: 'ru' },
    });
  });

  it('is of what Meta said last', () => {
    const registry = registryWith(template());
    registry.fill([template({ language: 'en' })]);
    expect([chosen(registry, 'ru'), chosen(registry, 'en')]).toEqual([null, 'mehnat_many/en (en)']);
  });

  it('is known to be none only after Meta said something', () => {
    const registry = createRegistry();
    expect([registry.isKnown(), chosen(registry, 'ru')]).toEqual([false, null]);
    registry.fill([]);
    expect(registry.isKnown()).toBe(true);
  });
});

describe('what Meta says of a template', () => {
  const said = (status: string): TemplateNews => ({
    kind: 'template',
    name: 'mehnat_many',
    language: 'ru',
    status,
  });

  it.each<readonly [string, Restriction | null, boolean]>([
    ['APPROVED', null, true],
    ['REINSTATED', null, true],
    ['UNARCHIVED', null, true],
    ['LOCKED', null, true],
    ['LIMIT_EXCEEDED', null, true],
    ['FLAGGED', 'template-paused', true],
    ['PAUSED', 'template-paused', false],
    ['DISABLED', 'template-paused', false],
    ['REJECTED', 'template-paused', false],
    ['PENDING', 'template-paused', false],
    ['PENDING_DELETION', 'template-paused', false],
    ['DELETED', 'template-paused', false],
    ['ARCHIVED', 'template-paused', false],
    ['SOMETHING_NEW', 'template-paused', false],
    ['', 'template-paused', false],
  ])('(%s) holds pushes back: %s; it goes out after: %s', (status, why, goesOut) => {
    const registry = registryWith(template(), template({ language: 'en' }));
    expect(registry.judge(said(status))).toBe(why);
    registry.take(said(status));
    expect(chosen(registry, 'ru')).toBe(goesOut ? 'mehnat_many/ru (ru)' : null);
    expect(chosen(registry, 'en')).toBe('mehnat_many/en (en)');
  });

  it('holds pushes back again when it comes again before it was written down', () => {
    const registry = registryWith(template());
    expect([registry.judge(said('PAUSED')), registry.judge(said('PAUSED'))]).toEqual([
      'template-paused',
      'template-paused',
    ]);
    registry.take(said('PAUSED'));
    expect(registry.judge(said('PAUSED'))).toBeNull();
  });

  it('holds pushes back though all templates were read in between', () => {
    const registry = registryWith(template());
    registry.fill([template({ status: 'PAUSED' })]);
    expect(registry.judge(said('PAUSED'))).toBe('template-paused');
    registry.take(said('PAUSED'));
    registry.fill([template({ status: 'PAUSED' })]);
    expect(registry.judge(said('DISABLED'))).toBeNull();
    registry.fill([template()]);
    expect(registry.judge(said('PAUSED'))).toBe('template-paused');
  });

  it.each(['PAUSED', 'REJECTED', 'PENDING'])('(%s) holds nothing back where it never went out', (status) => {
    expect(registryWith(template({ status: 'PENDING' })).judge(said(status))).toBeNull();
  });

  it('and of the whole category holds pushes back, and goes out as before', () => {
    const news: TemplateNews = {
      kind: 'recategorised',
      name: 'mehnat_many',
      language: 'ru',
      category: 'MARKETING',
    };
    const registry = registryWith(template());
    expect(registry.judge(news)).toBe('template-recategorised');
    registry.take(news);
    expect(chosen(registry, 'ru')).toBe('mehnat_many/ru (ru)');
  });

  it.each<TemplateNews>([
    { kind: 'template', name: 'hello_world', language: 'ru', status: 'PAUSED' },
    { kind: 'template', name: '', language: '', status: '' },
    { kind: 'recategorised', name: 'hello_world', language: 'ru', category: 'MARKETING' },
  ])('that is not ours (%j) is nothing to us', (news) => {
    expect(registryWith(template({ name: 'hello_world' })).judge(news)).toBeNull();
  });

  it('becomes usable when Meta lists it as approved', () => {
    const registry = registryWith(template({ status: 'PENDING' }));
    expect(registry.judge(said('APPROVED'))).toBeNull();
    registry.take(said('APPROVED'));
    expect(chosen(registry, 'ru')).toBeNull();
    registry.fill([template()]);
    expect(chosen(registry, 'ru')).toBe('mehnat_many/ru (ru)');
  });
});
