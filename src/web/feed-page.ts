/** Feeds of organisations, for other exchanges. */
import { Hono } from 'hono';

export interface FeedPageParts {
  /** The signed feed of an organisation, or `null` where there is none. */
  readonly feedOf: (
    slug: string,
  ) => Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly tag: string } | null>;
}

/** Short, for what is filled must end elsewhere too. */
const KEEP = 'public, max-age=60';

/** `GET /feed/<organisation>.json`. An organisation that nobody knows and one without a key are the same. */
export function createFeedPage({ feedOf }: FeedPageParts): Hono {
  const app = new Hono();
  app.get('/feed/:file{[a-z0-9-]{2,32}\\.json}', async (context) => {
    const feed = await feedOf(context.req.param('file').slice(0, -'.json'.length));
    if (feed === null) return context.text('no such feed', 404);
    const headers = { ETag: `"${feed.tag}"`, 'Cache-Control': KEEP };
    if (context.req.header('If-None-Match') === headers.ETag) return context.body(null, 304, headers);
    return context.body(feed.bytes, 200, { ...headers, 'Content-Type': 'application/json; charset=utf-8' });
  });
  return app;
}
