/** Buttons that lead to the same thing from several screens. */
import { beginData } from './button-data.ts';
import { type Button, phrase } from './message.ts';

/** To erasing everything. */
export const forgetButton: Button = {
  label: phrase('stop:forget'),
  press: { kind: 'data', data: beginData('forget') },
  emphasis: 'danger',
};

/** To the list of what fits. */
export const allButton: Button = {
  label: phrase('card:button-all'),
  press: { kind: 'data', data: beginData('openings') },
};

/** To saying which right to work they have, from the card of an opening back to it. */
export const permitButton = (code: string): Button => ({
  label: phrase('permit:button'),
  press: { kind: 'data', data: beginData('permit', code) },
});
