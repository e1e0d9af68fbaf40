import { describe, expect, it } from 'vitest';
import type { Coordinator } from '../../src/domain/coordinator.ts';
import { markOf } from '../../src/domain/rule-desk.ts';
import type { Rule } from '../../src/domain/rules.ts';
import { TODAY } from '../support/builders.ts';
import { aBar, aFee, aLaw } from '../support/law.ts';
import { type VirtualChat, virtualChat } from '../support/virtual-chat.ts';
import { aCoordinator, anOrganisation, DESK_NOW, RIGHT_CODE, virtualHouse } from '../support/virtual-desk.ts';

const FEE = aFee('RU-LIP', 21_915, { id: 'fee-lip-2026', checkedAt: '2026-01-10' });
const soon = new Date(DESK_NOW.getTime() + 600_000);
const keeper = (alias: string): Coordinator =>
  aCoordinator({
    roles: ['keeper'],
    alias,
    steppedUpUntil: soon,
    organisation: anOrganisation({ slug: alias.toLowerCase() }),
  });

/** Two keepers of two organisations, who gave a code just now, over these rules. */
async function twoKeepers(...rules: readonly Rule[]) {
  const people = [keeper('Plum'), keeper('Pear')];
  const house = virtualHouse(people);
  const law = aLaw(...rules);
  const [first, second] = await Promise.all(
    people.map((coordinator) => virtualChat({ coordinator, house, law })),
  );
  if (first === undefined || second === undefined) throw new Error('there are two');
  return { first, second, house };
}
/** Opens a rule from the list of those that need a look. */
async function opens(chat: VirtualChat, { id }: { readonly id: string }): Promise<void> {
  await chat.commands('rules');
  await answers(chat, markOf(id));
}
/** With plain spaces, where people see spaces. */
const screenOf = ({ screen }: VirtualChat): string => screen.replaceAll('\u00a0', ' ');
async function answers(chat: VirtualChat, ...values: readonly string[]): Promise<void> {
  for (const value of values) {
    const data = chat.data.find((each) => each.endsWith(`:=${value}`));
    if (data === undefined) throw new Error(`nothing answers ${value}: ${chat.screen}`);
    await chat.presses(data);
  }
}

describe('a keeper', () => {
  it('says with three taps that a rule is still so, as read at the same source', async () => {
    const { first, house } = await twoKeepers(FEE);
    await opens(first, FEE);
    await answers(first, 'still', 'same');
    expect(first.said[0]).toContain('as soon as a second keeper agrees');
    expect(house.proposals).toMatchObject([
      { ruleId: FEE.id, row: null, source: null, by: 'Plum @plum', on: TODAY },
    ]);
    expect(house.audit).toMatchObject([{ action: 'rule.confirm', subject: FEE.id }]);
  });

  it('types where it was read, which the log of the dialogue never holds', async () => {
    const { first, house } = await twoKeepers(FEE);
    await opens(first, FEE);
    await answers(first, 'still');
    await first.types('ok');
    expect(screenOf(first)).toContain('5 to 200 characters');
    await first.types('call +7 900 123-45-67');
    expect(screenOf(first)).toContain('No telephone numbers');
    await first.types('Decree 77 of 2026-06-10');
    expect(house.proposals[0]?.source).toBe('Decree 77 of 2026-06-10');
    expect(JSON.stringify(first.state)).not.toContain('Decree');
  });

  it('corrects a price and its last day; what does not fit cannot be said', async () => {
    const { first, house } = await twoKeepers(
      FEE,
      aFee('RU-LIP', 30_000, { id: 'fee-lip-2027', from: '2027-01-01' }),
    );
    await opens(first, FEE);
    await answers(first, 'correct', 'monthly');
    await first.types('a lot');
    expect(screenOf(first)).toContain('only a number');
    await first.types('22 500');
    expect(screenOf(first)).toContain('21 915 ₽ → 22 500 ₽');
    await answers(first, 'to');
    await first.types('1.5.2025');
    expect(screenOf(first)).toContain('This does not fit the rest: Last day');
    expect(first.labels.join()).not.toContain('That is all');
    await answers(first, 'to', '2027-12-31');
    expect(screenOf(first)).toContain('another rule about the same holds');
    await answers(first, 'to');
    await first.types('31.12.2026');
    await answers(first, 'done', 'same');
    expect(house.proposals).toMatchObject([
      { ruleId: FEE.id, row: { ...FEE, monthly: 22_500, checkedAt: TODAY }, source: null },
    ]);
  });

  it('writes what follows a rule that ends, by another name and from the next day', async () => {
    const bar = aBar('RU-KDA', {
      id: 'bar-kda-2026',
      activities: ['taxi', 'courier'],
      checkedAt: '2026-01-10',
      complete: false,
    });
    const { first, house } = await twoKeepers(bar);
    await opens(first, bar);
    await answers(first, 'follow', 'complete', 'yes', 'done', 'same');
    expect(house.proposals).toMatchObject([
      {
        ruleId: 'bar-kda-2027',
        row: {
          ...bar,
          id: 'bar-kda-2027',
          from: '2027-01-01',
          to: '2027-12-31',
          complete: true,
          checkedAt: TODAY,
        },
      },
    ]);
  });

  it('takes the own word back', async () => {
    const { first, house } = await twoKeepers(FEE);
    await opens(first, FEE);
    await answers(first, 'still', 'same', markOf(FEE.id), 'withdraw');
    expect(first.said[0]).toContain('You took it back');
    expect(house.proposals).toEqual([]);
  });

  it('gives a code first', async () => {
    const me = { ...keeper('Plum'), steppedUpUntil: null };
    const chat = await virtualChat({ coordinator: me, house: virtualHouse([me]), law: aLaw(FEE) });
    await opens(chat, FEE);
    await answers(chat, 'still');
    expect(chat.screen).toContain('six digits');
    await chat.types(RIGHT_CODE);
    expect(chat.screen).toContain('Where did you read it');
  });
});

describe('the second keeper', () => {
  it('sees old and new side by side, and with their yes it is in force', async () => {
    const { first, second, house } = await twoKeepers(FEE);
    await opens(first, FEE);
    await answers(first, 'correct', 'monthly');
    await first.types('22500');
    await answers(first, 'done');
    await first.types('Law 5 of 2026-06-01');
    await opens(second, FEE);
    for (const words of ['Plum @plum', '21 915 ₽ → 22 500 ₽', 'Law 5 of 2026-06-01'])
      expect(screenOf(second)).toContain(words);
    await answers(second, `agree-${markOf(house.proposals[0]?.id ?? '')}`);
    expect(second.said[0]).toContain('In force from now on');
    expect(house.ruleChanges).toMatchObject([{ ruleId: FEE.id, row: { monthly: 22_500 } }]);
  });

  it('is never asked about their own word', async () => {
    const { first } = await twoKeepers(FEE);
    await opens(first, FEE);
    await answers(first, 'still', 'same', markOf(FEE.id));
    expect(first.labels.join()).not.toContain('I agree');
  });

  it('hears that a word was taken back meanwhile', async () => {
    const { first, second, house } = await twoKeepers(FEE);
    await opens(first, FEE);
    await answers(first, 'still', 'same');
    await opens(second, FEE);
    const agree = `agree-${markOf(house.proposals[0]?.id ?? '')}`;
    house.proposals.length = 0;
    await answers(second, agree).catch(() => undefined);
    expect(house.ruleChanges).toEqual([]);
  });
});

it('lists what waits for a second keeper first, and six on a page', async () => {
  const fees = Array.from({ length: 9 }, (_, at) =>
    aFee('RU-LIP', 1_000 + at, { id: `fee-${at}`, checkedAt: '2026-01-10' }),
  );
  const { first, second } = await twoKeepers(...fees);
  await opens(first, { id: 'fee-5' });
  await answers(first, 'still', 'same');
  await second.commands('rules');
  expect(screenOf(second)).toMatch(/need a look: 10.*\n1\..*1 005 ₽.*\n✋ waits for a second/u);
  await answers(second, 'after');
  // Typed numbers are those on the page.
  await second.types('1');
  expect(screenOf(second)).toContain('1 006 ₽');
});
