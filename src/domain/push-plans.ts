/** Pushes before they run: what waits for an audience, and where it comes from. */
import type { Bitmap } from './bitmap.ts';
import type { PushKind } from './push.ts';
import type { ChannelName } from './terms.ts';

/** A push that waits for its audience. */
export interface PlannedPush {
  readonly id: string;
  readonly announcementId: string;
  readonly channel: ChannelName;
  readonly kind: PushKind;
  /** Digests: the IANA zones in which it is digest time. */
  readonly zones: readonly string[];
}

/** Who has seen an opening, and who has a message on its way that may show it. */
export interface Told {
  readonly told: Bitmap;
  readonly perhaps: Bitmap;
}

/** Pushes, as the matcher sees them. */
export interface PushPlans {
  /** Called after each notification and by the sweeper: what has no audience yet, and may begin by now. */
  planned(now: Date): Promise<readonly PlannedPush[]>;
  /** Called for an announcement: who has seen it on a channel, and who perhaps will in this moment. */
  told(announcementId: string, channel: ChannelName): Promise<Told>;
  /** Called with the audience: the push runs from now on, or is over when `total` is 0. */
  begin(id: string, recipients: Uint8Array, total: number): Promise<void>;
}
