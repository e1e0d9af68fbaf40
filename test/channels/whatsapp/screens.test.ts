import { beforeAll, describe, expect, it } from 'vitest';
import { harmless } from '../../../src/channels/whatsapp/markup.ts';
import { type Body, renderMessage, type Words } from '../../../src/channels/whatsapp/rendering.ts';
import { phrase, type RenderedMessage } from '../../../src/domain/message.ts';
import { cleanText, plainText, type Texts } from '../../../src/domain/texts.ts';
import { loadTexts } from '../../../src/i18n.ts';
import { ru } from '../../support/countries.ts';
import { LOCALES } from '../../support/locales.ts';
import { faultsOf, isPublishedHere } from '../../support/published-whatsapp.ts';
import { everyScreen } from '../../support/tour.ts';
import { HOSTILE_TITLE, type Shown } from '../../support/tour-walk.ts';
import { bodyFaults } from '../../support/whatsapp-bodies.ts';

const REGIONS = ru.regions.map(({ code }) => code);

/** Texts of strangers, as they are shown. */
const QUOTED = [HOSTILE_TITLE, '<i>$t(x)</i>', '{{name}} &amp; <script>', 'abc {{note}}'].map((text) =>
  harmless(cleanText(text)),
);

/** More pages than any question has. */
const MOST_PAGES = 30;

let texts: Texts;
beforeAll(async () => {
  texts = await loadTexts();
});

const wordsIn = (locale: string): Words => {
  const say = (key: string): string => plainText(texts.text(locale, phrase(`common:${key}`)));
  return { choose: say('choose'), more: say('more-rows') };
};

/** A body on a screen, under the name of the screen. */
interface Drawn {
  readonly name: string;
  readonly body: Body;
}

/** The ids of the choices of a message's last body. */
const idsIn = (body: Body | undefined): readonly string[] => {
  if (body?.type !== 'interactive') return [];
  return body.interactive.type === 'button'
    ? body.interactive.action.buttons.map(({ reply }) => reply.id)
    : body.interactive.action.sections.flatMap(({ rows }) => rows.map(({ id }) => id));
};

/** Every page of a message, the first first. */
function pagesOf(message: RenderedMessage, words: Words): readonly (readonly Body[])[] {
  const { paging } = message;
  const pages: (readonly Body[])[] = [];
  for (let page = 0; pages.length < MOST_PAGES; ) {
    const bodies = renderMessage({ ...message, ...(paging && { paging: { ...paging, page } }) }, words);
    pages.push(bodies);
    const next = paging && idsIn(bodies.at(-1)).find((id) => id.startsWith(paging.data));
    if (paging === undefined || next === undefined) return pages;
    page = Number(next.slice(paging.data.length));
    if (page === 0) return pages;
  }
  throw new Error('pages without an end');
}

describe.each(LOCALES)('every screen in %s on WhatsApp', (locale) => {
  let shown: readonly Shown[];
  let drawn: readonly Drawn[];
  beforeAll(async () => {
    shown = await everyScreen(locale, REGIONS);
    const words = wordsIn(locale);
    drawn = shown.flatMap(({ name, message }) =>
      pagesOf(message, words).flatMap((bodies, page) =>
        bodies.map((body) => ({ name: page === 0 ? name : `${name}, page ${page + 1}`, body })),
      ),
    );
  });

  it('is there, in all its kinds', () => {
    expect(shown.length).toBeGreaterThan(100);
    expect(drawn.length).toBeGreaterThan(shown.length);
    const kinds = drawn.map(({ body }) => (body.type === 'text' ? 'text' : body.interactive.type));
    expect(new Set(kinds)).toEqual(new Set(['text', 'button', 'list']));
    expect(drawn.some(({ name }) => name.endsWith('page 2'))).toBe(true);
  });

  it('fits its limits and can be told apart', () => {
    const faults = drawn.flatMap(({ name, body }) =>
      bodyFaults(body, QUOTED).map((fault) => `${name}: ${fault}`),
    );
    expect(faults).toEqual([]);
  });

  it('is one message, but for long notes, lists of openings, all that is kept of a person and all that is told of an audience', () => {
    const words = wordsIn(locale);
    const several = shown.filter(({ message }) => renderMessage(message, words).length > 1);
    const long =
      /^(card: a long place and note|push |pause over|list of openings|\/mydata|figures, |asked to agree)/;
    expect(several.map(({ name }) => name).filter((name) => !long.test(name))).toEqual([]);
    for (const { message } of several) expect(renderMessage(message, words).length).toBeLessThanOrEqual(4);
  });

  it('lets every choice be reached', () => {
    const words = wordsIn(locale);
    const lost = shown.flatMap(({ name, message }) => {
      const reached = new Set(pagesOf(message, words).flatMap((bodies) => idsIn(bodies.at(-1))));
      return message.buttons
        .flat()
        .flatMap(({ press, beside }) => (press.kind === 'data' && beside !== 'if-room' ? [press.data] : []))
        .filter((data) => !reached.has(data))
        .map((data) => `${name}: ${data}`);
    });
    expect(lost).toEqual([]);
  });

  it.skipIf(!isPublishedHere)('is valid by the published schema (set MEHNAT_SAMPLES to run it)', () => {
    const head = { messaging_product: 'whatsapp', recipient_type: 'individual', recipient: 'TJ.1A2B3C4D5E' };
    const faults = drawn.flatMap(({ name, body }) =>
      faultsOf({ ...head, ...body }).map((fault) => `${name}: ${fault}`),
    );
    expect(faults).toEqual([]);
  });
});
