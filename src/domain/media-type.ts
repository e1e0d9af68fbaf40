/** What an app says a file is, true or not: a word to refuse by, never to trust. */
const MEDIA_TYPE = /^\s*([a-z]{1,20}\/[a-z0-9][a-z0-9.+-]{0,80})\s*(?:;|$)/i;

/** A media type without its parameters, in small letters; `null` for anything else. */
export const readMediaType = (value: unknown): string | null =>
  typeof value === 'string' ? (MEDIA_TYPE.exec(value)?.[1]?.toLowerCase() ?? null) : null;
