/** One sheet of paper about one opening, for walls: no scripts, nothing from elsewhere. */
import { type Context, Hono } from 'hono';
import { html, raw } from 'hono/html';
import { phrase } from '../domain/message.ts';
import type { Day, Opening } from '../domain/opening.ts';
import { type Door, POSTER_LOCALES, posterOf, typed } from '../domain/poster.ts';
import { BLOCK_SPACE, HEADING, LEADING, PAGE, type Sheet, sheetOf, TOP } from '../domain/sheet.ts';
import { plainText, type Texts } from '../domain/texts.ts';

export interface OpeningPageParts {
  readonly texts: Texts;
  readonly opening: (code: string) => Promise<Opening | null>;
  /** Where anybody can begin to talk to us about the opening of a code. */
  readonly doors: (code: string) => readonly Door[];
  /** The square code of an address, as an outline in a field of `size`. */
  readonly square: (text: string) => { readonly size: number; readonly path: string };
  readonly today: () => Day;
}

type Markup = ReturnType<typeof html>;

/** Places are taken while a sheet is looked at. */
const HEADERS = { 'Cache-Control': 'public, max-age=60' };

/** `GET /p/<code>`: the same facts in each language. A code of nothing is said in each of them too. */
export function createOpeningPage({ texts, opening, doors, square, today }: OpeningPageParts): Hono {
  const app = new Hono();
  app.get('/p/:code', async (context: Context<object, '/p/:code'>) => {
    const code = context.req.param('code').toUpperCase();
    const found = /^[A-Z0-9]{4,8}$/.test(code) ? await opening(code) : null;
    if (found === null) return context.html(unknownPage(texts), 404);
    const sheet = sheetOf(posterOf(found, today()), doors(found.code), texts);
    return context.html(sheetPage(sheet, square), 200, HEADERS);
  });
  return app;
}

const sheetPage = (sheet: Sheet, square: OpeningPageParts['square']): Markup =>
  page(
    `#${sheet.code}`,
    html`<main class="${sheet.state}" style="--size: ${sheet.size}pt; --title: ${sheet.titleSize}pt; --top: ${sheet.top}pt">
      <header>
        <div>
          ${sheet.title === null ? '' : html`<h1>${sheet.title}</h1>`}
          ${sheet.employer === null ? '' : html`<p>${sheet.employer}</p>`}
          <p class="code">${sheet.code}</p>
        </div>
        ${sheet.doors.map(({ url }) => html`<figure>${drawn(square(url))}<figcaption>${typed(url)}</figcaption></figure>`)}
      </header>
      <div class="blocks">
        ${sheet.blocks.map(
          ({ locale, heading, lines }) =>
            html`<section lang="${locale}"><h2>${heading}</h2>${lines.map((line) => html`<p>${line}</p>`)}</section>`,
        )}
      </div>
    </main>`,
  );

const drawn = ({ size, path }: { readonly size: number; readonly path: string }): Markup =>
  html`<svg viewBox="0 0 ${size} ${size}" role="img" aria-label="QR"><path d="${path}"/></svg>`;

const unknownPage = (texts: Texts): Markup =>
  page(
    '404',
    html`<main class="closed" style="--size: 20pt">
      <div class="blocks">
        ${POSTER_LOCALES.map(
          (locale) =>
            html`<section lang="${locale}"><h2>${plainText(texts.text(locale, phrase('poster:unknown')))}</h2></section>`,
        )}
      </div>
    </main>`,
  );

const page = (title: string, body: Markup): Markup => html`<!doctype html>
<html lang="${POSTER_LOCALES[0]}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <meta name="referrer" content="no-referrer" />
    <title>${title}</title>
    <style>${raw(STYLE)}</style>
  </head>
  <body>${body}</body>
</html>`;

const STYLE = `
@page { size: A4 portrait; margin: 0; }
* { box-sizing: border-box; margin: 0; overflow-wrap: anywhere; }
body { background: #fff; color: #000; font-family: system-ui, "DejaVu Sans", sans-serif; }
main { width: ${PAGE.width}pt; height: ${PAGE.height}pt; padding: ${PAGE.margin}pt; margin: 0 auto; }
header { display: flex; gap: ${TOP.gap}pt; height: var(--top); }
header div { flex: 1; min-width: 0; }
header p { font-size: ${TOP.employer}pt; }
h1 { font-size: var(--title); line-height: 1.2; }
header .code { font: 700 ${TOP.code}pt/1.2 ui-monospace, "DejaVu Sans Mono", monospace; letter-spacing: 0.02em; }
figure { width: ${TOP.square}pt; text-align: center; font-size: ${TOP.caption}pt; }
figure svg { width: 100%; display: block; }
.blocks { display: grid; grid-template-columns: 1fr 1fr; column-gap: ${PAGE.gap}pt; font-size: var(--size); line-height: ${LEADING}; }
section { padding-top: ${BLOCK_SPACE - 4}pt; margin-top: 4pt; border-top: 0.5pt solid #999; }
h2 { font-size: ${HEADING}em; line-height: ${LEADING}; }
@media screen and (max-width: ${PAGE.width}pt) {
  main { width: auto; height: auto; padding: 16px; }
  header { height: auto; flex-wrap: wrap; }
  .blocks { display: block; font-size: max(var(--size), 12pt); }
}
`;
