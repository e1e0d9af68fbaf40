import { checkWhatsApp } from '../channels/whatsapp/checkup.ts';
import type { Config } from '../config.ts';
import { loadTexts } from '../i18n.ts';
import { knockTexts } from '../knock-texts.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

/** The number at Meta, its tier and quality, and the templates. */
export async function checkWhatsAppNumber({ whatsapp, telegram }: Config): Promise<Finding> {
  if (whatsapp === null) {
    const says = telegram === null ? 'the simulator stands in' : 'not used';
    return ok('whatsapp', `${says}; set WHATSAPP_TOKEN to ${telegram === null ? 'go live' : 'use it'}`);
  }
  const found = await checkWhatsApp(whatsapp, knockTexts(await loadTexts()));
  if (found.kind === 'unreachable')
    return fail('whatsapp', 'Meta cannot be reached from here', 'check the network and WHATSAPP_GRAPH_ROOT');
  if (found.kind === 'refused')
    return fail(
      'whatsapp',
      'Meta does not take this token for this number and account',
      'copy WHATSAPP_TOKEN, WHATSAPP_PHONE_NUMBER_ID and WHATSAPP_BUSINESS_ACCOUNT_ID once more',
    );
  const { digits, quality, cap, approved, wanted } = found;
  const reach = cap === null || !Number.isFinite(cap) ? 'any number of' : cap;
  const says = `+${digits}, quality ${quality.toLowerCase()}, ${reach} people a day outside the window, ${approved} of ${wanted} templates approved`;
  if (quality === 'RED') return fail('whatsapp', says, 'people block us: write less, and to fewer');
  if (approved < wanted)
    return warn('whatsapp', says, 'npm run mehnat -- whatsapp templates --check, then --submit');
  return ok('whatsapp', says);
}
