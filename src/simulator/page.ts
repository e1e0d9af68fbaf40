/** Serves the page of phones: plain files, as they are. */
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Hono } from 'hono';

const FOLDER = join(import.meta.dirname, 'page');
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Adds the page below `path`. Only files of the folder can be asked for. */
export function addPage(app: Hono, path: string): void {
  const names = new Set(readdirSync(FOLDER));
  const serve = (name: string): Response => {
    if (!names.has(name)) return new Response('not found', { status: 404 });
    const type = TYPES[extname(name)] ?? 'application/octet-stream';
    return new Response(readFileSync(join(FOLDER, name)), {
      headers: { 'content-type': type, 'cache-control': 'no-cache' },
    });
  };
  app.get(path, (context) => context.redirect(`${path}/`));
  app.get(`${path}/`, () => serve('index.html'));
  app.get(`${path}/:name{[a-z0-9.-]+}`, (context) => serve(context.req.param('name')));
}
