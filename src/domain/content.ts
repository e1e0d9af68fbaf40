/** What one pushed message says, before any language. */
import type { Opening } from './opening.ts';
import type { PushKind } from './push.ts';

/** One member for each thing that pushes speak of; what is said of the same thing goes out as one message. */
export type Content = OpeningsContent;

/** Openings that fit. */
export interface OpeningsContent {
  readonly kind: 'openings';
  /** Those that are shown, best first. */
  readonly openings: readonly Opening[];
  /** How many fit beside them. */
  readonly more: number;
}

/** What pushes of each kind speak of. */
export const CONTENT_OF: Readonly<Record<PushKind, Content['kind']>> = {
  announce: 'openings',
  digest: 'openings',
  changed: 'openings',
  filled: 'openings',
  cancelled: 'openings',
};
