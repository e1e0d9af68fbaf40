import { describe, expect, it } from 'vitest';
import { bitmapOf } from '../../src/domain/bitmap.ts';
import type { Survey } from '../../src/domain/broadcast.ts';
import type { MessagePrice } from '../../src/domain/message-price.ts';
import { reachOf } from '../../src/domain/reach.ts';

const people = bitmapOf(Array.from({ length: 100 }, (_, ordinal) => ordinal));
const survey: Survey = {
  whom: people,
  channels: [{ channel: 'whatsapp', people }],
  locales: [],
  verdicts: [],
  hours: [],
  others: [],
};

const onWhatsApp = (outside: { people: number; room: number; price: MessagePrice | null } | null) => {
  const facts = { quiet: 0, channels: new Map([['whatsapp', { perSecond: 60, outside }]]) };
  const { reach } = reachOf(survey, facts, [], () => 0);
  return reach.kind === 'told' ? reach.channels[0] : reach.kind;
};

describe('a channel with a reply window', () => {
  const price = { least: 0.05, most: 0.09, currency: 'USD' };

  it('is told with who is outside, who is beyond the limit, and what that costs', () => {
    expect(onWhatsApp({ people: 50, room: 20, price })).toMatchObject({
      outside: 50,
      beyond: 30,
      cost: { least: 2, most: 8, currency: 'USD' },
    });
  });

  it('is told without a sum where no price is on file', () => {
    expect(onWhatsApp({ people: 50, room: 20, price: null })).toMatchObject({ outside: 50, cost: null });
  });

  it('costs the same for any handful', () => {
    const costs = [0, 1, 19].map((few) => onWhatsApp({ people: few, room: 250, price }));
    expect(new Set(costs.map((cost) => JSON.stringify(cost))).size).toBe(1);
  });

  it('is another than one without', () => {
    expect(onWhatsApp(null)).toMatchObject({ outside: null, beyond: null, cost: null });
  });
});
