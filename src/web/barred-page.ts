/** The public page of places that a permit alone left empty, and the same as a table for spreadsheets. */
import { Hono } from 'hono';
import { html } from 'hono/html';
import type { BarredPlaces } from '../domain/barred-places.ts';
import { type Phrase, phrase } from '../domain/message.ts';
import { regionName } from '../domain/phrases.ts';
import { plainText, type Texts } from '../domain/texts.ts';

export interface BarredPageParts {
  readonly texts: Texts;
  /** What may be told today. */
  readonly told: () => Promise<readonly BarredPlaces[]>;
}

const TABLE = {
  'Content-Type': 'text/csv; charset=utf-8',
  'Content-Disposition': 'inline; filename="barred.csv"',
};

/** `GET /barred`, in the language that is asked for, and `GET /barred.csv`. Both from counts alone. */
export function createBarredPage({ texts, told }: BarredPageParts): Hono {
  const app = new Hono();
  app.get('/barred.csv', async (context) => {
    const rows = (await told()).map(({ month, permitRegion, region, places }) =>
      [month.slice(0, 7), permitRegion, region, places].join(','),
    );
    return context.body(`${['month,permit_region,region,places', ...rows].join('\r\n')}\r\n`, 200, TABLE);
  });
  app.get('/barred', async (context) => {
    const asked =
      context.req.query('lang') ?? context.req.header('Accept-Language')?.split(/[,;]/)[0] ?? null;
    const locale = texts.closest(asked);
    const say = (words: Phrase): string => plainText(texts.text(locale, words));
    const word = (key: string): string => say(phrase(`barred:${key}`));
    const rows = await told();
    const { direction = 'ltr' } = texts.locales.find(({ code }) => code === locale) ?? {};
    return context.html(html`<!doctype html>
      <html lang="${locale}" dir="${direction}">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width" />
          <title>${word('title')}</title>
          <style>
            body { font: 1rem/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }
            table { border-collapse: collapse; width: 100%; }
            th, td { text-align: start; padding: 0.4rem 0.6rem; border-bottom: 1px solid #ccc; }
            td:last-child, th:last-child { text-align: end; }
          </style>
        </head>
        <body>
          <h1>${word('title')}</h1>
          <p>${word('what')}</p>
          <p>${word('how')}</p>
          ${
            rows.length === 0
              ? html`<p>${word('none')}</p>`
              : html`<table>
                  <thead><tr>${['month', 'permit', 'region', 'places'].map((key) => html`<th>${word(key)}</th>`)}</tr></thead>
                  <tbody>
                    ${rows.map(
                      ({ month, permitRegion, region, places }) =>
                        html`<tr><td>${month.slice(0, 7)}</td><td>${say(regionName(permitRegion))}</td><td>${say(regionName(region))}</td><td>${places}</td></tr>`,
                    )}
                  </tbody>
                </table>`
          }
          <p><a href="/barred.csv">CSV</a></p>
        </body>
      </html>`);
  });
  return app;
}
