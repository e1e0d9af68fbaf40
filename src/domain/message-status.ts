/** What a service says of a message comes doubled and in any order: a higher word takes the place of a lower. */
import { MESSAGE_STATUSES, type MessageStatus } from './terms.ts';

/** The level of a status, from 1; 0 is nothing heard yet. */
export const levelOf = (status: MessageStatus): number => MESSAGE_STATUSES.indexOf(status) + 1;

const DELIVERED = levelOf('delivered');
const READ = levelOf('read');
const FAILED = levelOf('failed');

/** What the counts of a push gain or lose when a message goes from one level to a higher one. What was read was delivered. */
export function gains(before: number, after: number): { readonly delivered: number; readonly read: number } {
  const at = (level: number, least: number): number => (level >= least && level < FAILED ? 1 : 0);
  return {
    delivered: at(after, DELIVERED) - at(before, DELIVERED),
    read: at(after, READ) - at(before, READ),
  };
}
