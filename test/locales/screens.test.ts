import { describe, expect, it } from 'vitest';
import type { RenderedMessage } from '../../src/domain/message.ts';
import { cleanText, plainText } from '../../src/domain/texts.ts';
import { ru } from '../support/countries.ts';
import { LOCALES } from '../support/locales.ts';
import { screenFaults } from '../support/screen-faults.ts';
import { everyScreen } from '../support/tour.ts';
import { HOSTILE_TITLE, type Shown } from '../support/tour-walk.ts';

const REGIONS = ru.regions.map(({ code }) => code);

/** Texts of strangers, as they are shown. */
const QUOTED = [HOSTILE_TITLE, '<i>$t(x)</i>', '{{name}} &amp; <script>', 'abc {{note}}'].map((text) =>
  cleanText(text),
);

const drawn = ({ name, message }: Shown): string => {
  const rows = message.buttons.map((row) => `[${row.map(({ label }) => label).join('] [')}]`);
  const copied = message.buttons
    .flat()
    .flatMap(({ press }) => (press.kind === 'copy' ? [`copies: ${press.text}`] : []));
  const short = message.buttons
    .flat()
    .flatMap((button) => (button.short === button.label ? [] : [`short: ${button.short}`]));
  return [`=== ${name}`, message.text, ...rows, ...short, ...copied].join('\n');
};

/** For native readers: what differs between runs (made-up ids) is left out. */
const golden = (screens: readonly Shown[]): string =>
  `${screens
    .filter(({ name }) => !name.startsWith('push of ') && !/^\/mydata.*\(\d\)$/.test(name))
    .map(drawn)
    .join('\n\n')}\n`;

describe.each(LOCALES)('every screen in %s', (locale) => {
  const walk = everyScreen(locale, REGIONS);

  it('fits the messenger and lacks nothing', async () => {
    const faults = (await walk).flatMap(({ name, message }) =>
      screenFaults(message, QUOTED).map((fault) => `${name}: ${fault}`),
    );
    expect(faults).toEqual([]);
  });

  it('asks for consent in five short lines', async () => {
    const consent = (await walk).find(({ name }) => name === 'consent')?.message.text ?? '';
    const [, ...lines] = plainText(consent).split('\n');
    expect(lines).toHaveLength(5);
    expect(lines.filter((line) => [...line].length > 110)).toEqual([]);
  });

  it('reads as the native readers saw it', async () => {
    await expect(golden(await walk)).toMatchFileSnapshot(`golden/${locale}.txt`);
  });
});

it('names what is wrong with a screen', () => {
  const button = (label: string, data = 'v1:c:menu:', short = data) => ({
    label,
    short,
    press: { kind: 'data' as const, data },
  });
  const faulty: readonly [string, Pick<RenderedMessage, 'text' | 'buttons'>][] = [
    ['units of text', { text: 'a'.repeat(4097), buttons: [] }],
    ['unfinished', { text: 'menu:text', buttons: [] }],
    ['unfinished', { text: 'the … is missing', buttons: [] }],
    ['unfinished', { text: 'pay undefined', buttons: [] }],
    ['a gap', { text: 'Lipetsk  , 5', buttons: [] }],
    ['a gap', { text: 'Work:', buttons: [] }],
    ['a gap', { text: 'Work: <b></b>\nWhere', buttons: [] }],
    ['a gap', { text: 'Help · · #K7Q2M', buttons: [] }],
    ['an empty line', { text: 'a\n\n\nb', buttons: [] }],
    ['never closed', { text: '<b>a', buttons: [] }],
    ['invisible', { text: 'a\u202Eb', buttons: [] }],
    ['characters on a button', { text: 'a', buttons: [[button('x'.repeat(21)), button('y', 'v1:c:a:')]] }],
    ['characters on a button', { text: 'a', buttons: [[button('x'.repeat(33))]] }],
    ['row of a list', { text: 'a', buttons: [[button('x', 'v1:c:a:', 'x'.repeat(25))]] }],
    ['rows that read', { text: 'a', buttons: [[button('x', 'a', 'x')], [button('y', 'b', 'x')]] }],
    ['a bad short label', { text: 'a', buttons: [[button('x', 'v1:c:a:', ' ')]] }],
    ['bytes behind', { text: 'a', buttons: [[button('x', 'я'.repeat(33))]] }],
    ['do the same', { text: 'a', buttons: [[button('x'), button('y')]] }],
    [
      'units to copy',
      { text: 'a', buttons: [[{ label: 'x', short: 'x', press: { kind: 'copy', text: '' } }]] },
    ],
    [
      'copies badly',
      { text: 'a', buttons: [[{ label: 'x', short: 'x', press: { kind: 'copy', text: 'a. . b' } }]] },
    ],
  ];
  for (const [fault, message] of faulty)
    expect(screenFaults({ locale: 'en', ...message }).join()).toContain(fault);
});
