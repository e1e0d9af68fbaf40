import { describe, expect, it } from 'vitest';
import { type Body, renderMessage } from '../../../src/channels/whatsapp/rendering.ts';
import type { Button, RenderedMessage } from '../../../src/domain/message.ts';

const WORDS = { choose: 'Choose', more: 'More ▸' };

const data = (label: string, more: Partial<Button<string>> = {}): Button<string> => ({
  label,
  short: label,
  press: { kind: 'data', data: `v1:${label}` },
  ...more,
});
const url = (label: string, to: string): Button<string> => ({
  label,
  short: label,
  press: { kind: 'url', url: to },
});
const copy = (label: string): Button<string> => ({
  label,
  short: label,
  press: { kind: 'copy', text: label },
});
const caption = (label: string): Button<string> => ({ label, short: label, press: { kind: 'label' } });

const message = (text: string, ...buttons: readonly Button<string>[]): RenderedMessage => ({
  locale: 'en',
  text,
  buttons: buttons.map((button) => [button]),
});
const render = (of: RenderedMessage): readonly Body[] => renderMessage(of, WORDS);

/** What a person sees and can choose, the same for every kind of body. */
interface Seen {
  readonly kind: 'text' | 'button' | 'list';
  readonly text: string;
  readonly titles: readonly string[];
  readonly descriptions: readonly (string | undefined)[];
  readonly ids: readonly string[];
}

function seen(body: Body): Seen {
  if (body.type === 'text')
    return { kind: 'text', text: body.text.body, titles: [], descriptions: [], ids: [] };
  const { interactive } = body;
  const choices =
    interactive.type === 'button'
      ? interactive.action.buttons.map(({ reply }) => ({ ...reply, description: undefined }))
      : interactive.action.sections.flatMap(({ rows }) => rows);
  return {
    kind: interactive.type,
    text: interactive.body.text,
    titles: choices.map(({ title }) => title),
    descriptions: choices.map(({ description }) => description),
    ids: choices.map(({ id }) => id),
  };
}

/** The last body, which has the choices. */
const last = (of: RenderedMessage): Seen => seen(render(of).at(-1)!);

const numbered = (count: number, more: Partial<Button<string>> = {}): readonly Button<string>[] =>
  Array.from({ length: count }, (_, at) => data(`Option ${at + 1}`, { number: at + 1, ...more }));
const beside = (label: string, how: 'always' | 'if-room' = 'always'): Button<string> =>
  data(label, { beside: how });

describe('a message', () => {
  it('without choices is a text, with no preview of its links', () => {
    expect(render(message('<b>Hello</b> &amp; welcome'))).toEqual([
      { type: 'text', text: { body: '*Hello* & welcome', preview_url: false } },
    ]);
  });

  it('with up to three short choices has them as buttons', () => {
    expect(render(message('Which?', data('One'), data('Two'), data('x'.repeat(20))))).toEqual([
      {
        type: 'interactive',
        interactive: {
          type: 'button',
          body: { text: 'Which?' },
          action: {
            buttons: [
              { type: 'reply', reply: { id: 'v1:One', title: 'One' } },
              { type: 'reply', reply: { id: 'v1:Two', title: 'Two' } },
              { type: 'reply', reply: { id: `v1:${'x'.repeat(20)}`, title: 'x'.repeat(20) } },
            ],
          },
        },
      },
    ]);
  });

  it('with more of them has a list', () => {
    expect(render(message('Which?', ...['A', 'B', 'C', 'D'].map((label) => data(label))))).toEqual([
      {
        type: 'interactive',
        interactive: {
          type: 'list',
          body: { text: 'Which?' },
          action: {
            button: 'Choose',
            sections: [{ rows: ['A', 'B', 'C', 'D'].map((title) => ({ id: `v1:${title}`, title })) }],
          },
        },
      },
    ]);
  });

  it.each([
    ['long', data('x'.repeat(21))],
    ['long in code points', data('🍇'.repeat(21))],
    ['the same as another', data('One', { press: { kind: 'data', data: 'other' } })],
  ])('with a choice that is %s has a list even for two', (_label, odd) => {
    expect(last(message('Which?', data('One'), odd)).kind).toBe('list');
  });

  it('counts code points, not units', () => {
    expect(last(message('Which?', data('🍇'.repeat(20)))).kind).toBe('button');
  });

  it('shows short labels as titles, and the whole one below where it is another', () => {
    const work = data('Nurseries and forestry', { short: 'Forestry' });
    const four = last(message('Which?', work, data('A'), data('B'), data('C')));
    expect(four.titles).toEqual(['Forestry', 'A', 'B', 'C']);
    expect(four.descriptions).toEqual(['Nurseries and forestry', undefined, undefined, undefined]);
    expect(last(message('Which?', work)).titles).toEqual(['Forestry']);
  });

  it('has its links as lines of the text, its texts to copy and captions not at all', () => {
    const shown = last(
      message(
        'An opening',
        url('The *whole* page', 'https://example.org/a_b'),
        copy('K7Q2M'),
        caption('2/5'),
        data('Report'),
      ),
    );
    expect(shown.text).toBe('An opening\nThe ∗whole∗ page: https://example.org/a_b');
    expect(shown.titles).toEqual(['Report']);
  });

  it('with links alone is a text', () => {
    expect(seen(render(message('Page', url('Read', 'https://example.org/')))[0]!)).toMatchObject({
      kind: 'text',
      text: 'Page\nRead: https://example.org/',
    });
  });
});

describe('numbers that can be typed', () => {
  it('stand below the text of a list, in their order, made harmless', () => {
    const shown = last(
      message(
        'Which?',
        data('C', { number: 3 }),
        data('*A*', { number: 1 }),
        data('B', { number: 2 }),
        data('D'),
      ),
    );
    expect(shown.text).toBe('Which?\n\n1 · ∗A∗\n2 · B\n3 · C');
  });

  it('are whole labels, also of what is on other pages and left out', () => {
    const options = numbered(12).map((each) => ({ ...each, label: `The whole ${each.label}` }));
    const { text, titles } = last({
      ...message('Which?', ...options, data('Skip', { beside: 'if-room', number: 13 })),
      paging: { page: 0, data: 'p' },
    });
    expect(text).toContain('\n12 · The whole Option 12\n13 · Skip');
    expect(titles).not.toContain('Option 12');
    expect(titles).not.toContain('Skip');
  });

  it('are those of the page where all would be too many', () => {
    const options = numbered(60).map((each) => ({ ...each, label: `${each.label} ${'x'.repeat(20)}` }));
    const { text } = last({ ...message('Which?', ...options), paging: { page: 1, data: 'p' } });
    expect(text).toContain('10 · Option 10');
    expect(text).toContain('18 · Option 18');
    expect(text).not.toContain('\n9 · ');
    expect(text).not.toContain('19 · ');
  });

  it('are left out where even those would be too many', () => {
    const long = 'x '.repeat(500).trim();
    expect(last(message(long, ...numbered(4))).text).toBe(long);
  });

  it('fit to the last character', () => {
    const room = 1_024 - [...'\n\n1 · Option 1\n2 · Option 2\n3 · Option 3\n4 · Option 4'].length;
    expect([...last(message('x'.repeat(room), ...numbered(4))).text]).toHaveLength(1_024);
    expect(last(message('x'.repeat(room + 1), ...numbered(4))).text).toBe('x'.repeat(room + 1));
  });
});

describe('more than ten choices', () => {
  const extras = [beside('Done'), beside('Back'), beside('Skip', 'if-room')];

  /** Every page, by pressing the last row until the first comes again. */
  function pages(of: RenderedMessage): readonly Seen[] {
    const all: Seen[] = [];
    for (let page = 0; all.length < 30; ) {
      const shown = last({ ...of, paging: { page, data: 'v1:page:' } });
      all.push(shown);
      if (shown.titles.at(-1) !== WORDS.more) return all;
      page = Number(shown.ids.at(-1)?.slice('v1:page:'.length));
      if (page === 0) return all;
    }
    throw new Error('pages without an end');
  }

  it.each([11, 12, 18, 20, 21, 25, 60, 83, 100])('of %i reach every one, once, in their order', (count) => {
    const options = numbered(count);
    const all = pages(message('Which?', ...options, ...extras));
    const shown = all.flatMap(({ titles }) => titles.filter((title) => title.startsWith('Option')));
    expect(shown).toEqual(options.map(({ label }) => label));
  });

  it.each([9, 11, 18, 100])('of %i have what stands beside on every page, and ten rows at most', (count) => {
    for (const { titles } of pages(message('Which?', ...numbered(count), ...extras))) {
      expect(titles).toEqual(expect.arrayContaining(['Done', 'Back']));
      expect(titles).not.toContain('Skip');
      expect(titles.length).toBeLessThanOrEqual(10);
    }
  });

  it('need no page where ten are left when the unneeded ones go', () => {
    const shown = pages(message('Which?', ...numbered(8), ...extras));
    expect(shown).toHaveLength(1);
    expect(shown[0]?.titles).toEqual([...numbered(8).map(({ label }) => label), 'Done', 'Back']);
  });

  it('stay as they are while there is room', () => {
    const shown = last(message('Which?', beside('Any'), ...numbered(7), ...extras.slice(1)));
    expect(shown.titles).toEqual(['Any', ...numbered(7).map(({ label }) => label), 'Back', 'Skip']);
  });

  it.each([-1, 3, 4, 1_000, 0.5, Number.NaN, Number.POSITIVE_INFINITY])(
    'show the first page where there is none with the number %d',
    (page) => {
      const of = message('Which?', ...numbered(21), ...extras);
      expect(last({ ...of, paging: { page, data: 'p' } })).toEqual(
        last({ ...of, paging: { page: 0, data: 'p' } }),
      );
    },
  );

  it('and no way to a page are a mistake of ours', () => {
    expect(() => render(message('Which?', ...numbered(11)))).toThrow('no way to another page');
  });
});

describe('a long text', () => {
  const lines = Array.from({ length: 200 }, (_, at) => `Line ${at} of a very long note.`).join('\n');

  it('goes out in parts, cut between lines, and nothing is lost', () => {
    const parts = render(message(lines)).map(seen);
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.map(({ text }) => text).join('\n')).toBe(lines);
    for (const { text } of parts) expect([...text].length).toBeLessThanOrEqual(4_096);
  });

  it('goes before the buttons, which stand below its last part', () => {
    const parts = render(message(lines, data('One'))).map(seen);
    expect(parts.map(({ kind }) => kind)).toEqual([...parts.slice(1).map(() => 'text'), 'button']);
    expect(parts.map(({ text }) => text).join('\n')).toBe(lines);
    for (const { text } of parts) expect([...text].length).toBeLessThanOrEqual(1_024);
  });

  it('is cut between words where it has no lines, and anywhere where it has no words', () => {
    const words = 'слово '.repeat(400).trim();
    const parts = render(message(words, data('One'))).map(({ ...body }) => seen(body).text);
    expect(parts.join(' ')).toBe(words);
    const letters = '🍇'.repeat(2_500);
    const pieces = render(message(letters, data('One'))).map((body) => seen(body).text);
    expect(pieces.join('')).toBe(letters);
    expect(pieces.every((piece) => piece.isWellFormed())).toBe(true);
  });

  it.each([1_024, 4_096])('of %i characters fits whole, and one more does not', (most) => {
    const buttons = most === 1_024 ? [data('One')] : [];
    expect(render(message('x'.repeat(most), ...buttons))).toHaveLength(1);
    expect(render(message('x'.repeat(most + 1), ...buttons))).toHaveLength(2);
  });

  it.each(['\n', ' ', '\n\n\n', ' \n '])('has no empty part, though it ends with %j', (end) => {
    for (const most of [1_024, 2_048])
      for (const { text } of render(message(`${'x'.repeat(most)}${end}`, data('One'))).map(seen))
        expect(text.trim()).not.toBe('');
  });
});
