import { EMPTY_BITMAP, has, withBit } from '../domain/bitmap.ts';
import type { DayCounts, Ledger } from '../domain/delivery.ts';
import type { Day } from '../domain/opening.ts';

/** Who got how many pushed messages on which of their days: three at most, urgent ones apart. */
export interface DayBook {
  full(day: Day, ordinal: number): Promise<boolean>;
  /** Whether they got one at all. */
  begun(day: Day, ordinal: number): Promise<boolean>;
  /** Counts a message in memory; the ledger notes it with the acknowledgement. */
  note(day: Day, ordinal: number): void;
  /** Folds what has gathered, every 1,000 messages of a day. */
  fold(): Promise<void>;
}

interface Page {
  once: Uint8Array;
  twice: Uint8Array;
  thrice: Uint8Array;
  unfolded: number;
}

const FOLD_AFTER = 1000;
/** Days kept in memory: yesterday to tomorrow are all the days that are today somewhere. */
const PAGES = 3;

export function createDayBook(channel: string, ledger: Pick<Ledger, 'dayCounts' | 'foldDay'>): DayBook {
  const pages = new Map<Day, Promise<Page>>();
  const read = new Map<Day, Page>();

  const open = (day: Day): Promise<Page> => {
    const known = pages.get(day);
    if (known !== undefined) return known;
    const page = ledger.dayCounts(channel, day).then((counts) => {
      const opened = pageOf(counts);
      read.set(day, opened);
      return opened;
    });
    pages.set(day, page);
    for (const old of [...pages.keys()].toSorted().slice(0, -PAGES)) {
      pages.delete(old);
      read.delete(old);
    }
    return page;
  };

  return {
    full: async (day, ordinal) => has((await open(day)).thrice, ordinal),
    begun: async (day, ordinal) => has((await open(day)).once, ordinal),
    note(day, ordinal) {
      const page = read.get(day);
      if (page !== undefined) add(page, ordinal);
    },
    async fold() {
      for (const [day, page] of read) {
        if (page.unfolded < FOLD_AFTER) continue;
        page.unfolded = 0;
        const { once, twice, thrice } = page;
        await ledger.foldDay(channel, day, {
          once: once.slice(),
          twice: twice.slice(),
          thrice: thrice.slice(),
        });
      }
    },
  };
}

function pageOf(counts: DayCounts): Page {
  const page: Page = { ...emptyPage(), once: counts.once, twice: counts.twice, thrice: counts.thrice };
  for (const ordinal of counts.journal) add(page, ordinal);
  return page;
}

const emptyPage = (): Page => ({
  once: EMPTY_BITMAP,
  twice: EMPTY_BITMAP,
  thrice: EMPTY_BITMAP,
  unfolded: 0,
});

function add(page: Page, ordinal: number): void {
  page.unfolded++;
  if (has(page.twice, ordinal)) page.thrice = withBit(page.thrice, ordinal);
  else if (has(page.once, ordinal)) page.twice = withBit(page.twice, ordinal);
  else page.once = withBit(page.once, ordinal);
}
