import { GraphError, toSendError } from '../channels/whatsapp/errors.ts';
import { checkTemplates, submitTemplates } from '../channels/whatsapp/template-desk.ts';
import { submissionOf, type TemplateFinding } from '../channels/whatsapp/templates.ts';
import type { WhatsAppSettings } from '../config.ts';
import type { KnockText } from '../domain/knock.ts';
import { SendError } from '../domain/terms.ts';
import { loadTexts } from '../i18n.ts';
import { knockTexts } from '../knock-texts.ts';
import { type Command, type CommandInput, JSON_OPTION, Refusal } from './command.ts';

const WORDS: Readonly<Record<string, string>> = {
  approved: 'approved',
  missing: 'missing: --submit has it approved',
  'no-language': 'WhatsApp has no such language: the second language knocks, and a tap opens the window',
  variables: 'cannot go out: another number of variables is approved',
  text: 'goes out with an older wording than ours',
  category: 'goes out, but in another category than we asked for: look at the price',
};

const lineOf = ({ purpose, locale, template, variables, state }: TemplateFinding): string => {
  const at = template === null ? '–' : `${template.name} (${template.language})`;
  return `${purpose.padEnd(8)} ${locale.padEnd(8)} ${at.padEnd(30)} ${variables} variables  ${WORDS[state] ?? state}`;
};

/** States in which people of that language hear of it in another one, or not at all. */
const isFault = ({ state }: TemplateFinding): boolean =>
  state !== 'approved' && state !== 'no-language' && state !== 'text' && state !== 'pending';

function settingsOf({ config }: CommandInput): WhatsAppSettings {
  if (config.whatsapp === null)
    throw new Refusal(
      'Set the WHATSAPP_… variables of the README first; without --check and --submit this shows what we would submit.',
    );
  return config.whatsapp;
}

async function asked<T>(asking: Promise<T>): Promise<T> {
  try {
    return await asking;
  } catch (thrown) {
    const error = toSendError(thrown);
    if (!(error instanceof SendError)) throw thrown;
    const code = thrown instanceof GraphError && thrown.code !== null ? ` (Meta's code ${thrown.code})` : '';
    throw new Refusal(
      error.reason.kind === 'unavailable'
        ? `Meta cannot be reached from here${code}: check the network and WHATSAPP_GRAPH_ROOT`
        : `Meta refuses${code}: are WHATSAPP_TOKEN and WHATSAPP_BUSINESS_ACCOUNT_ID right, and may the token manage templates?`,
      { cause: error },
    );
  }
}

/** What goes to Meta, without asking it anything. */
function show({ print, options }: CommandInput, texts: readonly KnockText[]): number {
  const submissions = texts.map(submissionOf).filter((each) => each !== null);
  if (options['json'] === true) print(JSON.stringify(submissions));
  else
    for (const { purpose, locale, body, button } of texts)
      print(`${purpose} · ${locale}\n${body.replace(/^/gm, '  ')}\n  [${button}]\n`);
  return 0;
}

async function check(input: CommandInput, texts: readonly KnockText[]): Promise<number> {
  const findings = await asked(checkTemplates(settingsOf(input), texts));
  if (input.options['json'] === true) input.print(JSON.stringify(findings));
  else for (const finding of findings) input.print(lineOf(finding));
  return findings.some(isFault) ? 1 : 0;
}

/** The templates that knock outside the 24-hour window: shown, compared with Meta's, submitted. */
export const whatsapp: Command = {
  name: 'whatsapp',
  takes: '<templates>',
  summary:
    'Shows our WhatsApp templates; --check compares them with those at Meta, --submit adds the missing ones.',
  options: {
    check: {
      type: 'boolean',
      help: 'which exist, in which languages, with which variables; exit code 1 for faults',
    },
    submit: { type: 'boolean', help: 'have the missing ones approved, then check' },
    json: JSON_OPTION,
  },
  async run(input) {
    if (input.positionals[0] !== 'templates')
      throw new Refusal('Say what of it: whatsapp templates [--check | --submit]');
    const texts = knockTexts(await loadTexts());
    const { check: wantsCheck, submit } = input.options;
    if (wantsCheck !== true && submit !== true) return show(input, texts);
    if (submit === true) {
      const count = await asked(submitTemplates(settingsOf(input), texts));
      input.tell(`${count} templates submitted; Meta looks at them, which takes minutes to a day.`);
    }
    return check(input, texts);
  },
};
