import type { PushRow } from '../../domain/push.ts';

/** The columns of `push` that the sender works with, under the domain's names: `select ${PUSH_COLUMNS}`. */
export const PUSH_COLUMNS: string = `id, announcement_id as "announcementId", channel, kind, revision, lane, policy,
  coalesce(recipients, '') as recipients, coalesce(later, '') as later, coalesce(ahead, '') as ahead, journal,
  total, origin, cursor, wire, wake_at as "wakeAt", sent, uncertain, skipped, failed, since,
  expires_at as "expiresAt", afterwords`;

/** What `PUSH_COLUMNS` selects. */
export type SelectedPush = PushRow;
