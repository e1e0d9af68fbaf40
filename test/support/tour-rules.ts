/** Every screen of those who keep the rules, in a language. */
import { phrase, say } from '../../src/domain/message.ts';
import { markOf } from '../../src/domain/rule-desk.ts';
import { ruleKeeperMessage } from '../../src/domain/rule-keeper.ts';
import { loadTexts } from '../../src/i18n.ts';
import { TODAY } from './builders.ts';
import { ru } from './countries.ts';
import { aBar, aBasis, aFee, aLaw, aLink } from './law.ts';
import { HOSTILE_TITLE, type Shown, Tour } from './tour-walk.ts';
import { virtualChat } from './virtual-chat.ts';
import { aCoordinator, anOrganisation, RIGHT_CODE, virtualHouse } from './virtual-desk.ts';

const FEE = aFee('RU-LIP', 21_915, { id: 'fee-lip-2026', checkedAt: '2026-01-10' });
const BAR = aBar('RU-KDA', {
  id: 'bar-kda-2026',
  source: HOSTILE_TITLE,
  activities: ['courier', 'taxi', 'alcohol-retail', 'staffing-agencies'],
  complete: false,
  except: [{ activity: 'major-construction', to: '2026-12-01' }],
});
const LINK = aLink(['RU-SPE', 'RU-LEN'], { id: 'link-spe-len', confidence: 'open' });

/** Two keepers of two organisations, over rules of every kind. */
export async function rulekeeping(locale: string): Promise<readonly Shown[]> {
  const first = aCoordinator({ locale, roles: ['keeper'], alias: 'Plum' });
  const second = aCoordinator({
    locale,
    roles: ['keeper'],
    alias: 'Pear',
    organisation: anOrganisation({ slug: 'house' }),
  });
  const house = virtualHouse([first, second]);
  const shares = ru.rules
    .filter(({ kind }) => kind === 'share')
    .map((rule) => ({ ...rule, checkedAt: TODAY }));
  const employer = aBasis('employer', { bound: 'employer', elsewhere: null, elsewhereConfidence: null });
  const law = aLaw(FEE, BAR, LINK, employer, ...shares);
  const one = new Tour(await virtualChat({ locale, coordinator: first, house, law }));
  const other = new Tour(await virtualChat({ locale, coordinator: second, house, law }));
  const opens = (tour: Tour, id: string, as: string): Promise<void> => tour.press(as, `n:rule:${markOf(id)}`);
  const quiet = new Tour(
    await virtualChat({ locale, coordinator: first, house, law: aLaw(...shares.slice(9)) }),
  );
  await quiet.command('rules', undefined, 'rules, none is due');
  await one.command('desk', undefined, '/desk of a keeper of rules');
  await one.command('rules');
  await one.answer('kinds of rules', 'all');
  await one.answer('shares', 'share');
  await one.answer('more rules', 'after');
  await one.answer('rules before', 'before');
  await opens(one, FEE.id, 'an old price');
  await one.answer('a code before a rule', 'still');
  await one.type('where it was read', RIGHT_CODE);
  await one.type('no source', '+7 900 000 00 00');
  await one.answer('confirmed', 'same');
  await opens(one, FEE.id, 'a price with my word');
  await one.answer('my word is taken back', 'withdraw');
  await opens(one, FEE.id, 'a price to correct');
  await one.answer('what is different', 'correct');
  await one.answer('how much', 'monthly');
  await one.type('old and new price', '22500');
  await one.answer('until when', 'to');
  await one.type('no day', 'soon');
  await one.type('a day before the first', '01.01.2025');
  await one.answer('until when again', 'to');
  await one.answer('old and new price and day', 'none');
  await one.answer('how sure', 'confidence');
  await one.answer('all of it', 'general');
  await one.answer('where the new price was read', 'done');
  await one.type('price waits', HOSTILE_TITLE);
  await opens(one, BAR.id, 'a list of bans');
  await one.answer('what is different in a list', 'correct');
  await one.answer('works of a list', 'activities');
  await one.open('what a work holds', 'driving');
  await one.answer('barred, ticked', 'bus');
  await one.done('old and new list');
  await one.answer('is it whole', 'complete');
  await one.answer('it is whole', 'yes');
  await one.answer('what stays allowed', 'except');
  await one.done('what stays allowed is the same');
  await one.answer('where the list was read', 'done');
  await one.answer('list waits', 'same');
  await opens(one, BAR.id, 'a list with my word');
  await one.answer('what follows a list', 'follow');
  await one.answer('where it was read that follows', 'done');
  await one.answer('what follows waits', 'same');
  await opens(one, LINK.id, 'an open question');
  await one.answer('what is different in a link', 'correct');
  await one.answer('nothing corrected', 'nothing');
  await opens(one, 'basis-patent', 'a basis');
  await one.answer('what is different in a basis', 'correct');
  for (const [field, answer] of [
    ['bound', 'barred'],
    ['elsewhere', 'general'],
    ['bound', 'employer'],
    ['from', '2026-01-01'],
  ] as const) {
    await one.answer(`a basis: ${field} ${answer}?`, field);
    await one.answer(`a basis: ${field} ${answer}`, answer);
  }
  await one.answer('change nothing of a basis', 'nothing');
  await other.command('rules', undefined, 'rules that wait for a second keeper');
  await other.answer('old and new price for the second', markOf(FEE.id));
  await other.answer('a code before agreeing', `agree-${markOf(house.proposals[0]?.id ?? '')}`);
  await other.type('in force', RIGHT_CODE);
  await opens(other, BAR.id, 'a list that another corrected');
  await other.answer('where the second read it', 'still');
  await other.answer('the second says otherwise', 'same');
  await opens(other, BAR.id, 'two words about one list');
  await other.command('rules', undefined, 'rules that wait, once more');
  await other.answer('a rule that follows', markOf('bar-kda-2027'));
  await other.answer('what follows is in force', `agree-${markOf(house.proposals[1]?.id ?? '')}`);
  const texts = await loadTexts();
  const apart = ['done-gone', 'flaw', 'flaw-clash', 'gone', 'standing-over', 'standing-mine'].map((key) => ({
    name: `rules: ${key}`,
    message: texts.render(locale, say(phrase(`rules:${key}`))),
  }));
  const told = ruleKeeperMessage(second, law.rules, house.proposals, TODAY);
  if (told !== null) apart.push({ name: 'rules need a look', message: texts.render(locale, told) });
  return [quiet, one, other].flatMap(({ shown }) => shown).concat(apart);
}
