import type { Job } from '../domain/job.ts';

/** Erases what has had its time, once a minute: `PRIVACY.md` promises it. */
export const retention: Job = {
  name: 'retention',
  everyMs: 60_000,
  run: async ({ retention: erase, clock }) => {
    const now = clock();
    // First people, so that a failure below cannot keep them.
    const forgotten = await erase.forgetGone(now);
    const silent = await erase.forgetSilent(now);
    const dialogues = await erase.expireDialogues(now);
    const updates = await erase.expireSeenUpdates(now);
    const pushes = await erase.dropBitmaps(now);
    const told = await erase.dropTold(now);
    const windows = await erase.closeWindows(now);
    const moves = await erase.expireMoves(now);
    const guesses = await erase.expireGuesses(now);
    const invitations = await erase.expireInvitations(now);
    const audit = await erase.expireAudit(now);
    const drafts = await erase.expireDrafts(now);
    await erase.dropOldDays(now);
    const hidden = await erase.dropHidden(now);
    const openings = await erase.dropOldOpenings(now);
    const changes = await erase.pruneChanges();
    return {
      forgotten,
      silent,
      dialogues,
      updates,
      pushes,
      told,
      windows,
      moves,
      guesses,
      invitations,
      audit,
      drafts,
      hidden,
      openings,
      changes,
    };
  },
};
