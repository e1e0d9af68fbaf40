/** Looks at everything the exchange stands on, changes nothing, and says the fix. */
import { checkTelegram } from './channels/telegram/checkup.ts';
import type { Config } from './config.ts';
import { CountryError, loadCountry } from './country.ts';
import { checkDatabase } from './doctor/database.ts';
import { checkData, checkKey } from './doctor/files.ts';
import { counted, type Finding, fail, ok, warn } from './doctor/finding.ts';
import { checkQueue } from './doctor/queue.ts';
import { checkWhatsAppNumber } from './doctor/whatsapp.ts';
import { staleRules } from './domain/rule-freshness.ts';
import { checkLocaleData } from './i18n.ts';

/** Every finding, those that stop the exchange not before the others. Never rejects for what it finds. */
export async function diagnose(config: Config): Promise<readonly Finding[]> {
  const [file, data, database, ...others] = await Promise.all([
    checkKey(config),
    checkData(config),
    checkDatabase(config),
    checkQueue(config),
    checkLanguages(),
    checkCountry(config),
    checkBot(config),
    checkWhatsAppNumber(config),
  ]);
  // One line for the key: a file in good order that opens nothing here is no good key.
  const key = database.find(({ name }) => name === 'key') ?? file;
  return [key, data, ...database.filter((finding) => finding !== key), ...others.flat()];
}

function checkLanguages(): readonly Finding[] {
  const problems = checkLocaleData();
  if (problems.length === 0)
    return [ok('languages', `Node ${process.versions.node} knows all languages and zones`)];
  return problems.map((problem) => {
    const [says = problem, fix = 'use an official build of Node'] = problem.split(/: (.*)/s);
    return fail('languages', says, fix);
  });
}

async function checkCountry({ country: code }: Config): Promise<readonly Finding[]> {
  try {
    const { regions, rules, checkedOn } = await loadCountry(code);
    const says = `${code}: ${counted(regions.length, 'region')}, ${counted(rules.length, 'rule')}, checked on ${checkedOn}`;
    const stale = staleRules(rules, new Date().toISOString().slice(0, 10));
    return [ok('country', says), ...staleFinding(stale.length)];
  } catch (error) {
    if (!(error instanceof CountryError)) throw error;
    return error.problems.map((problem) =>
      fail('country', problem, 'mend the row; docs/adding-a-country.md says what each field holds'),
    );
  }
}

/** What keepers said of them meanwhile stands in the database; the package itself goes stale all the same. */
const staleFinding = (count: number): readonly Finding[] =>
  count === 0
    ? []
    : [
        warn(
          'rules',
          `${counted(count, 'rule')} of the package must be looked at: verdicts that rest on them are "ask"`,
          'npm run mehnat -- rules --stale lists those in force; rule confirm and rule correct renew them',
        ),
      ];

const standsIn = (otherIsReal: boolean, variable: string): string =>
  otherIsReal ? `not used; set ${variable} to use it` : `the simulator stands in; set ${variable} to go live`;

async function checkBot({ telegram, whatsapp }: Config): Promise<Finding> {
  if (telegram === null) return ok('telegram', standsIn(whatsapp !== null, 'TELEGRAM_BOT_TOKEN'));
  const found = await checkTelegram(telegram);
  if (found.kind === 'unreachable')
    return fail(
      'telegram',
      'Telegram cannot be reached from here',
      'check the network; TELEGRAM_PROXY or TELEGRAM_API_ROOT lead around a block',
    );
  if (found.kind === 'refused')
    return fail(
      'telegram',
      'Telegram does not know this token',
      'copy the whole token from @BotFather into TELEGRAM_BOT_TOKEN',
    );
  const says = `@${found.username}, ${counted(found.waiting, 'update')} waiting`;
  if (!found.agreed)
    return warn(
      'telegram',
      `${says}, and its webhook is not as set here`,
      'a start sets it right; is another exchange using this token?',
    );
  if (found.hookFails && telegram.webhook !== null)
    return warn(
      'telegram',
      `${says}; it could not call us within the last hour`,
      'is TELEGRAM_WEBHOOK_URL reachable from outside, with a valid certificate?',
    );
  return ok('telegram', says);
}
