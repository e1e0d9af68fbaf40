/** Waiting for what comes to a phone in a test's hand. */

/** How long a phone waits when nobody says. */
const WAIT_MS = 5000;

/** What a person would look for: the whole words, or a part of them, or a pattern. */
export const fits = (text: string, wanted: string | RegExp): boolean =>
  typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);

/**
 * Resolves to what `look` finds, at once or after a change. Rejects after `timeoutMs`, with what the phone shows then:
 * `subscribe` calls back at every change and returns how to stop that, `shows` draws the phone.
 */
export function waitFor<T>(
  look: () => T | null | undefined | false,
  phone: { readonly subscribe: (check: () => void) => () => void; readonly shows: () => string },
  timeoutMs = WAIT_MS,
): Promise<T> {
  return new Promise((resolve, reject) => {
    let stop = (): void => undefined;
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`nothing came within ${timeoutMs} ms; the phone shows:\n${phone.shows()}`));
    }, timeoutMs);
    const check = (): void => {
      const found = look();
      if (found === null || found === undefined || found === false) return;
      stop();
      clearTimeout(timer);
      resolve(found);
    };
    stop = phone.subscribe(check);
    check();
  });
}
