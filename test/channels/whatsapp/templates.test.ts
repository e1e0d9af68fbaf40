import { beforeAll, describe, expect, it } from 'vitest';
import type { Template } from '../../../src/channels/whatsapp/client.ts';
import { createRegistry } from '../../../src/channels/whatsapp/registry.ts';
import { createSend } from '../../../src/channels/whatsapp/send.ts';
import {
  compare,
  isOurs,
  submissionOf,
  templateFor,
  variablesIn,
} from '../../../src/channels/whatsapp/templates.ts';
import { KNOCK_PURPOSES, KNOCKS, type KnockText } from '../../../src/domain/knock.ts';
import { Address } from '../../../src/domain/terms.ts';
import type { Texts } from '../../../src/domain/texts.ts';
import { loadTexts } from '../../../src/i18n.ts';
import { knockTexts } from '../../../src/knock-texts.ts';
import type { TemplateStatus } from '../../../src/simulator/whatsapp/template.ts';
import { LOCALES } from '../../support/locales.ts';
import { faultsOf, isPublishedHere } from '../../support/published-whatsapp.ts';
import { WORDS, whatsappStage } from '../../support/whatsapp.ts';

let texts: Texts;
let knocks: readonly KnockText[];
beforeAll(async () => {
  texts = await loadTexts();
  knocks = knockTexts(texts);
});

/** Languages in which WhatsApp takes templates. */
const TAKEN = LOCALES.filter((locale) => locale !== 'tg');

const knockIn = (locale: string, purpose: string): KnockText =>
  knocks.find((each) => each.locale === locale && each.purpose === purpose)!;

describe('a template is found', () => {
  it.each([
    ['en', 'mehnat_many', 'en'],
    ['ru', 'mehnat_many', 'ru'],
    ['uz', 'mehnat_many', 'uz'],
    ['uz-Cyrl', 'mehnat_many_cyrl', 'uz'],
    ['ky', 'mehnat_many', 'ky_KG'],
    ['kk', 'mehnat_many', 'kk'],
    ['zh-Hans', 'mehnat_many', 'zh_CN'],
  ])('for %s as %s in %s', (locale, name, language) => {
    expect(templateFor('many', locale)).toEqual({ name, language });
  });

  it.each(['tg', 'hy', 'tk', 'ne', 'mn', 'kaa', 'uz-Arab', '', 'RU'])('for no locale called %j', (locale) => {
    expect(templateFor('many', locale)).toBeNull();
  });

  it('under a name of its own for each purpose, language and script, which Meta takes', () => {
    const names = LOCALES.flatMap((locale) =>
      KNOCK_PURPOSES.flatMap((purpose) => templateFor(purpose, locale) ?? []),
    );
    expect(names).toHaveLength(TAKEN.length * KNOCK_PURPOSES.length);
    expect(new Set(names.map(({ name, language }) => `${name}/${language}`)).size).toBe(names.length);
    for (const { name } of names) expect(name).toMatch(/^[a-z0-9_]{1,512}$/);
    expect(names.every(({ name }) => isOurs(name))).toBe(true);
    expect(isOurs('hello_world')).toBe(false);
  });
});

describe('a submission', () => {
  it('has the text, its examples, the button, its category and how long it is tried', () => {
    expect(submissionOf(knockIn('en', 'opening'))).toEqual({
      name: 'mehnat_opening',
      language: 'en',
      category: 'MARKETING',
      message_send_ttl_seconds: 43_200,
      components: [
        {
          type: 'BODY',
          text: knockIn('en', 'opening').body,
          example: { body_text: [[expect.any(String), expect.any(String), expect.any(String), 'K7Q2M']] },
        },
        { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'Read more' }] },
      ],
    });
  });

  it('has no examples where it has no variables', () => {
    expect(submissionOf(knockIn('en', 'still'))).toMatchObject({
      components: [{ type: 'BODY', text: expect.any(String) }, { type: 'BUTTONS' }],
    });
    expect(JSON.stringify(submissionOf(knockIn('en', 'still')))).not.toContain('example');
  });

  it.each([
    ['opening', 'MARKETING'],
    ['many', 'MARKETING'],
    ['still', 'MARKETING'],
    ['filled', 'UTILITY'],
  ])('of %s is %s', (purpose, category) => {
    expect(submissionOf(knockIn('ru', purpose))).toMatchObject({ category });
  });

  it('is none in Tajik', () => {
    for (const purpose of KNOCK_PURPOSES) expect(submissionOf(knockIn('tg', purpose))).toBeNull();
  });

  it('has as many variables and examples as its purpose has values, in every language', () => {
    for (const { purpose, body, examples } of knocks) {
      expect(variablesIn(body)).toBe(KNOCKS[purpose].length);
      expect(examples).toHaveLength(KNOCKS[purpose].length);
      expect(examples.filter((example) => example.trim() === '' || /[{}\n\t]/.test(example))).toEqual([]);
    }
  });
});

describe('the operator’s desk', () => {
  it('has every purpose approved in every language that WhatsApp takes, and all is well then', async () => {
    const { service, submits, checks, close } = await whatsappStage();
    await submits();
    const there = service.templates.list();
    expect(there).toHaveLength(TAKEN.length * KNOCK_PURPOSES.length);
    expect(there.filter(({ status, ttlSeconds }) => status !== 'APPROVED' || ttlSeconds !== 43_200)).toEqual(
      [],
    );
    const states = (await checks()).map(({ locale, state }) => `${locale === 'tg'} ${state}`);
    expect(new Set(states)).toEqual(new Set(['false approved', 'true no-language']));
    await close();
  });

  it('submits only what is missing, and leaves to a person what was refused', async () => {
    const { service, submits, checks, close } = await whatsappStage();
    await submits();
    service.templates.setStatus('mehnat_many', 'ru', 'REJECTED');
    const before = service.templates.list().length;
    await submits();
    expect(service.templates.list()).toHaveLength(before);
    expect(service.calls().filter(({ method }) => method === 'create-template')).toHaveLength(before);
    expect((await checks()).filter(({ state }) => state === 'rejected')).toMatchObject([
      { purpose: 'many', locale: 'ru', template: { name: 'mehnat_many', language: 'ru' }, variables: 1 },
    ]);
    await close();
  });

  it.each<readonly [TemplateStatus, string]>([
    ['PENDING', 'pending'],
    ['PAUSED', 'paused'],
    ['DISABLED', 'disabled'],
  ])('says of one that is %s: %s', async (status, state) => {
    const { service, submits, checks, close } = await whatsappStage();
    await submits();
    service.templates.setStatus('mehnat_filled_cyrl', 'uz', status);
    expect(
      (await checks()).find(({ purpose, locale }) => purpose === 'filled' && locale === 'uz-Cyrl')?.state,
    ).toBe(state);
    await close();
  });
});

describe('our text beside what Meta has', () => {
  const there = (differing: Partial<Template> = {}): Template => {
    const { body, button } = knockIn('ru', 'many');
    return {
      name: 'mehnat_many',
      language: 'ru',
      status: 'APPROVED',
      category: 'MARKETING',
      body,
      buttons: [button],
      timeToLive: 43_200,
      ...differing,
    };
  };
  const states: readonly (readonly [string, Partial<Template>])[] = [
    ['approved', {}],
    ['approved', { category: '' }],
    ['missing', { name: 'mehnat_opening' }],
    ['missing', { language: 'en' }],
    ['pending', { status: 'PENDING' }],
    ['paused', { status: 'PAUSED', body: 'Other' }],
    ['in_appeal', { status: 'IN_APPEAL' }],
    ['variables', { body: 'Nothing to fill in' }],
    ['variables', { body: '{{1}} and {{2}}', category: 'UTILITY' }],
    ['category', { category: 'UTILITY' }],
    ['category', { category: 'UTILITY', buttons: ['Other'] }],
    ['text', { body: 'Other words: {{1}}' }],
    ['text', { buttons: ['Other'] }],
    ['text', { buttons: [] }],
  ];
  it.each(states)('is %s for %j', (state, differing) => {
    expect(compare([knockIn('ru', 'many')], [there(differing)])).toEqual([
      {
        purpose: 'many',
        locale: 'ru',
        template: { name: 'mehnat_many', language: 'ru' },
        variables: 1,
        state,
      },
    ]);
  });

  it('is no language’s in Tajik, whatever there is', () => {
    expect(compare([knockIn('tg', 'many')], [there()])).toMatchObject([
      { template: null, state: 'no-language' },
    ]);
  });

  it('is told of one by one, in order', () => {
    expect(compare(knocks, []).map(({ purpose, locale }) => [purpose, locale])).toEqual(
      knocks.map(({ purpose, locale }) => [purpose, locale]),
    );
  });
});

describe.each(LOCALES)('every knock in %s', (locale) => {
  /** Bodies of its knocks, as they go out when everything is approved. */
  async function bodies(): Promise<readonly object[]> {
    const registry = createRegistry();
    registry.fill(
      knocks.flatMap(({ purpose, locale: of, body, button }) => {
        const template = templateFor(purpose, of);
        const rest = { status: 'APPROVED', category: '', body, buttons: [button], timeToLive: 43_200 };
        return template === null ? [] : [{ ...template, ...rest }];
      }),
    );
    const sent: object[] = [];
    const graph = {
      send: async (body: object) => void sent.push(body),
      phoneNumber: () => Promise.reject(new Error('not asked')),
      templates: () => Promise.reject(new Error('not asked')),
      createTemplate: () => Promise.reject(new Error('not asked')),
    };
    const pictures = { lend: () => Promise.reject(new Error('not asked')), takeBack: async () => undefined };
    const send = createSend(graph, registry, pictures, () => WORDS);
    const spoken = locale === 'tg' ? 'ru' : locale;
    for (const purpose of KNOCK_PURPOSES) {
      const { examples } = knockIn(spoken, purpose);
      const knock = { purpose, locale: spoken, values: examples, press: `v1:c:openings:K7Q2M` };
      const first = { ...knock, locale, values: knockIn(locale, purpose).examples };
      const message = { locale, text: 'x', buttons: [], knocks: [first, knock] };
      await send(new Address('TJ.1A2B3C4D5E'), message, { outside: true, receipt: 'sealed' });
    }
    return sent;
  }

  it('goes out in its language, or in the second one', async () => {
    const language = templateFor('many', locale === 'tg' ? 'ru' : locale)?.language;
    expect(await bodies()).toMatchObject(
      KNOCK_PURPOSES.map((purpose) => ({
        type: 'template',
        template: {
          name: expect.stringMatching(`^mehnat_${purpose}`),
          language: { policy: 'deterministic', code: language },
        },
      })),
    );
  });

  it.skipIf(!isPublishedHere)('is valid by the published schema (set MEHNAT_SAMPLES to run it)', async () => {
    expect((await bodies()).flatMap(faultsOf)).toEqual([]);
  });
});
