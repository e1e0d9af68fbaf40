/** Scripted misfortune: rules that meet the next calls. */
import type { FaultRule, Faults } from './terms.ts';

interface ActiveRule<Fault> {
  readonly rule: FaultRule<Fault>;
  seen: number;
  met: number;
  /** Grows by the share with each call; a whole unit is a hit. Evenly spread and the same in every run. */
  debt: number;
}

export interface FaultScript<Fault> extends Faults<Fault> {
  /** The fault that meets this call, if any; the oldest rule wins. */
  next(method: string, chat: number | null): Fault | null;
}

const concerns = (rule: FaultRule<unknown>, method: string, chat: number | null): boolean =>
  (rule.methods === undefined || rule.methods.includes(method)) &&
  (rule.chats === undefined || (chat !== null && rule.chats.includes(chat)));

/** An empty script. */
export function createFaults<Fault>(): FaultScript<Fault> {
  let active: ActiveRule<Fault>[] = [];

  const isSpent = ({ rule, met }: ActiveRule<Fault>): boolean =>
    rule.calls !== undefined && met >= rule.calls;

  function hits(entry: ActiveRule<Fault>): boolean {
    entry.seen += 1;
    if (entry.seen <= (entry.rule.skip ?? 0)) return false;
    entry.debt += entry.rule.share ?? 1;
    if (entry.debt < 1) return false;
    entry.debt -= 1;
    entry.met += 1;
    return true;
  }

  return {
    add(rule) {
      const entry = { rule, seen: 0, met: 0, debt: 0 };
      active.push(entry);
      return () => {
        active = active.filter((other) => other !== entry);
      };
    },
    clear() {
      active = [];
    },
    list: () => active.map(({ rule }) => rule),
    next(method, chat) {
      if (active.length === 0) return null;
      const found = active.find((entry) => concerns(entry.rule, method, chat) && hits(entry));
      active = active.filter((entry) => !isSpent(entry));
      return found?.rule.fault ?? null;
    },
  };
}
