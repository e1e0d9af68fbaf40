import { beginData } from './button-data.ts';
import { type Message, phrase } from './message.ts';
import { blank } from './phrases.ts';

/** A push to somebody who has been silent for months: also asks whether to go on. Any answer to anything counts. */
export const withStillWanted = ({ lines, buttons }: Message): Message => ({
  lines: [...lines, blank, phrase('still:ask')],
  buttons: [
    ...buttons,
    [{ label: phrase('still:yes'), press: { kind: 'data', data: beginData('still') }, emphasis: 'good' }],
  ],
});
