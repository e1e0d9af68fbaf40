import { describe, expect, it } from 'vitest';
import { readHtml } from '../../../src/simulator/telegram/html.ts';

describe('good HTML', () => {
  it.each([
    ['<b>a</b>b', 'ab', [['bold', 0, 1]]],
    [
      '<b>a<i>b</i></b>',
      'ab',
      [
        ['bold', 0, 2],
        ['italic', 1, 1],
      ],
    ],
    ['&lt;&amp;&gt;&quot;&#39;&#x2603;', '<&>"\'☃', []],
    ['&apos; stays', '&apos; stays', []],
    ['  <b> x </b> ', 'x', [['bold', 0, 1]]],
    ['🍎<b>x</b>', '🍎x', [['bold', 2, 1]]],
    ['<blockquote expandable>x</blockquote>', 'x', [['expandable_blockquote', 0, 1]]],
    ['<tg-time unix="1790000000" format="wDT">x</tg-time>', 'x', [['date_time', 0, 1]]],
    ['<a href="https://a.example/?a=1&amp;b=2">x</a>', 'x', [['text_link', 0, 1]]],
    ['<span class="tg-spoiler">x</span>', 'x', [['spoiler', 0, 1]]],
  ] as const)('%s', (html, text, entities) => {
    const read = readHtml(html);
    expect(read.text).toBe(text);
    expect(read.entities.map(({ type, offset, length }) => [type, offset, length])).toEqual(entities);
  });
});

describe('bad HTML, with the place in bytes', () => {
  it.each([
    ['ю<div>x</div>', 'Unsupported start tag "div" at byte offset 2'],
    ['<b>x', 'Can\'t find end tag corresponding to start tag "b"'],
    ['x</b>', 'Unexpected end tag at byte offset 1'],
    ['<b><i>x</b></i>', 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'],
    ['1 < 2', 'Unclosed start tag at byte offset 2'],
    ['<br>x', 'Unsupported start tag "br" at byte offset 0'],
    ['<span>x</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'],
    ['<tg-time unix="soon">x</tg-time>', 'Tag "tg-time" must have a valid attribute "unix" at byte offset 0'],
  ])('%s', (html, expected) => {
    expect(() => readHtml(html)).toThrow(`Bad Request: can't parse entities: ${expected}`);
  });
});
