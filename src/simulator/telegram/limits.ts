/**
 * Telegram's flood limits as far as they are known. They are unpublished: the figures are the Bots FAQ's (30 a second
 * to many people, 1 a second a chat) and grammY's flood page (replies are not what the 30 is about, short bursts pass).
 */
import { type Bucket, refill } from '../bucket.ts';
import type { LimitMode } from './terms.ts';

const PUSHES_PER_SECOND = 30;
const REPLIES_PER_SECOND = 1000;
const CHAT_PER_SECOND = 1;
const CHAT_BURST = 5;
/** Who wrote within this time is talking; what they get is a reply. */
const TALKING_MS = 60_000;
/** How long the strict mode stays closed after a violation. Our choice; real pauses of 1–10,072 s were reported. */
const STRICT_PAUSE_SECONDS = 3;

/** What a call costs: a message counts everywhere, the rest only where everything counts. */
export type Cost = 'message' | 'touch' | 'none';

export interface Limits {
  mode(next: LimitMode): void;
  /** Called when a person wrote or tapped. */
  wrote(chat: number): void;
  /** Counts a call. 0 when it may pass, else the whole seconds to wait. */
  take(chat: number | null, cost: Cost): number;
}

const secondsUntilOne = (level: number, perSecond: number): number =>
  Math.max(1, Math.ceil((1 - level) / perSecond));

/** The limits over a clock that only runs forward. */
export function createLimits(ticks: () => number, first: LimitMode): Limits {
  let mode = first;
  const wroteAt = new Map<number, number>();
  const chats = new Map<number, Bucket>();
  const pushes: Bucket = { level: PUSHES_PER_SECOND, at: ticks() };
  const replies: Bucket = { level: REPLIES_PER_SECOND, at: ticks() };
  let window: number[] = [];
  let pausedUntil = Number.NEGATIVE_INFINITY;
  let taken = 0;

  function sweep(now: number): void {
    for (const [chat, bucket] of chats) if (now - bucket.at > CHAT_BURST * 1000) chats.delete(chat);
    for (const [chat, at] of wroteAt) if (now - at > TALKING_MS) wroteAt.delete(chat);
  }

  function takeAsTelegram(chat: number, now: number): number {
    const own = chats.get(chat) ?? { level: CHAT_BURST, at: now };
    chats.set(chat, own);
    const ownLevel = refill(own, now, CHAT_PER_SECOND, CHAT_BURST);
    if (ownLevel < 1) return secondsUntilOne(ownLevel, CHAT_PER_SECOND);
    const talking = now - (wroteAt.get(chat) ?? Number.NEGATIVE_INFINITY) <= TALKING_MS;
    const [shared, rate] = talking ? [replies, REPLIES_PER_SECOND] : [pushes, PUSHES_PER_SECOND];
    const level = refill(shared, now, rate, rate);
    if (level < 1) return secondsUntilOne(level, rate);
    own.level -= 1;
    shared.level -= 1;
    return 0;
  }

  function takeStrictly(now: number): number {
    if (now < pausedUntil) return Math.ceil((pausedUntil - now) / 1000);
    window = window.filter((at) => now - at < 1000);
    if (window.length >= PUSHES_PER_SECOND) {
      pausedUntil = now + STRICT_PAUSE_SECONDS * 1000;
      return STRICT_PAUSE_SECONDS;
    }
    window.push(now);
    return 0;
  }

  return {
    mode(next) {
      mode = next;
      window = [];
      chats.clear();
      pausedUntil = Number.NEGATIVE_INFINITY;
    },
    wrote(chat) {
      wroteAt.set(chat, ticks());
    },
    take(chat, cost) {
      if (mode === 'off' || cost === 'none') return 0;
      const now = ticks();
      taken += 1;
      if (taken % 10_000 === 0) sweep(now);
      if (mode === 'strict') return takeStrictly(now);
      return cost === 'message' && chat !== null ? takeAsTelegram(chat, now) : 0;
    },
  };
}
