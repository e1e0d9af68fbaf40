/** What a poster is told when somebody else decided on a draft of theirs: never by whom. */
import { beginData } from './button-data.ts';
import type { BackReason } from './draft.ts';
import { type Button, type Message, phrase, raw } from './message.ts';
import type { Draft } from './musts.ts';
import { draftLine, whyBack } from './show-draft.ts';

/** One decision, and how its poster is spoken to. */
export interface PosterWord {
  readonly draftId: string;
  readonly coordinatorId: string;
  readonly locale: string;
  readonly decidedAt: Date;
  /** The code of the opening that it became; `null`: it was sent back. */
  readonly code: string | null;
  /** Why it was sent back; `null`: it was not. */
  readonly reason: BackReason | null;
  readonly content: Draft;
}

/** It is out, or it is theirs again; with the way to it. */
export function posterWordMessage({ draftId, locale, code, reason, content }: PosterWord): Message {
  const line = draftLine({ said: { content } });
  const to = (label: Button['label'], data: string): Button => ({ label, press: { kind: 'data', data } });
  return code === null
    ? {
        lines: [phrase('post:word-refused'), line, ...whyBack(reason)],
        buttons: [[to(phrase('post:go-on'), beginData('post', `${draftId.slice(-12)}~${locale}`))]],
      }
    : {
        lines: [phrase('post:word-approved', { code: raw(code) }), line],
        buttons: [[to(phrase('mine:code', { code: raw(code) }), beginData('keep', code))]],
      };
}
