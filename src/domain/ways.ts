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
