/** What people reported of openings, as whoever decides on it reads it. */
import { type Phrase, phrase, raw } from './message.ts';
import type { Day, Opening } from './opening.ts';
import { REPORT_REASONS, type ReportReason } from './people-and-openings.ts';

/** An opening that was reported, as whoever decides sees it: nothing of those who reported. */
export interface ReportedOpening {
  readonly code: string;
  readonly title: string;
  readonly status: Opening['status'];
  readonly reasons: Readonly<Partial<Record<ReportReason, number>>>;
  readonly first: Day;
  readonly last: Day;
}

/** What became of a decision: `none`, somebody decided meanwhile. */
export type ReportsDecided = 'upheld' | 'rejected' | 'rejected-over' | 'none';

/** The opening, and how many reported it for which reason. */
export const reportedLines = ({ code, title, first, last, reasons }: ReportedOpening): readonly Phrase[] => [
  phrase(first === last ? 'reports:line-day' : 'reports:line', {
    code: raw(code),
    title: raw(title),
    first: { day: first },
    last: { day: last },
  }),
  ...REPORT_REASONS.flatMap((reason) => {
    const number = reasons[reason];
    return number === undefined
      ? []
      : [phrase('reports:reason', { number, reason: phrase(`report:${reason}`) })];
  }),
];
