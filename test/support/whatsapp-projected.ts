/** What the channel makes of Meta's calls, for reading in tests. */
import { expect } from 'vitest';
import { type Brought, type Inbound, project } from '../../src/channels/whatsapp/projection.ts';
import { calling, type Json, OURS } from './whatsapp-calls.ts';

/** What a call brings that is nothing for us. */
export const NOTHING: Brought = { inbound: [], words: [], news: [], ignored: 0 };

/** What a call with these changes brings. */
export const brought = (...changes: readonly Json[]): Brought => project(calling(...changes), OURS);

/** The one thing that a person did, in a call with these changes. */
export function only(...changes: readonly Json[]): Inbound {
  const { inbound } = brought(...changes);
  expect(inbound).toHaveLength(1);
  return inbound[0]!;
}
