import { describe, expect, it } from 'vitest';
import type { BroadcastAccount } from '../../src/domain/broadcast.ts';
import { broadcastMessage } from '../../src/domain/broadcast-words.ts';
import { loadTexts } from '../../src/i18n.ts';
import { aBroadcast, DESK_NOW } from '../support/virtual-desk.ts';

const texts = await loadTexts();

/** What the account of a broadcast says in English. */
const said = (one: BroadcastAccount, live = false): string =>
  texts.render('en', broadcastMessage(one, DESK_NOW, { perSecond: 25, live, clockIn: () => () => 180 })).text;

const withPush = (change: Partial<BroadcastAccount['pushes'][number]>): BroadcastAccount =>
  aBroadcast({ pushes: aBroadcast().pushes.map((push) => ({ ...push, ...change })) });

describe('the account of a broadcast', () => {
  it('is exact from twenty people on', () => {
    const text = said(
      withPush({ total: 20, sent: 14, skipped: { paused: 3 }, failed: { rejected: 1 } }),
      true,
    );
    expect(text).toContain('Of 20: sent 14, left 2');
    expect(text).toContain('paused: 3');
    expect(text).toContain('25 a second');
  });

  it.each(['running', 'paused', 'stopped', 'done'])(
    'says of fewer only that, and how it stands: %s',
    (state) => {
      const few = [0, 1, 19].map((total) =>
        said(withPush({ state, total, sent: total, skipped: { paused: 1 }, failed: { rejected: 1 } }), true),
      );
      expect(new Set(few).size).toBe(1);
      expect(few[0]?.toLowerCase()).toContain('fewer than 20 people');
      expect(few[0]?.replaceAll(/\b20\b|B1|K7Q2P/g, '')).not.toMatch(/\d/);
    },
  );

  it('says that it waits where everything is stopped', () => {
    for (const state of ['planned', 'running']) {
      const text = said({ ...withPush({ state }), halted: true });
      expect(text).toContain('Waits: sending is stopped');
      expect(text).not.toMatch(/About to leave|Is being sent/);
    }
  });

  it.each([
    [40, '🌙 Wait for their morning or their next day: 30 or more'],
    [7, '🌙 Wait for their morning or their next day: fewer than 20'],
  ])('says of %i who wait what they wait for', (waiting, words) => {
    expect(said(withPush({ waiting }))).toContain(words);
    expect(said(withPush({ waiting: 0 }))).not.toContain('🌙');
  });

  it('ends in words where it reached few, or nobody', () => {
    expect(said(withPush({ state: 'done', total: 0, sent: 0 }))).toContain(
      'Done.</b> It went to fewer than 20 people, perhaps to nobody.',
    );
  });
});
