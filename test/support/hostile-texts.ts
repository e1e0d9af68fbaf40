/** Texts that try to be more than text: markup, directions, templates, links, endless words, broken characters. */

const MARKUP = [
  '<b>Bold</b>',
  '<b>open',
  '</b></i>',
  '<i onclick="x()">i</i>',
  '<a href="tg://user?id=1">boss</a>',
  '<a href="javascript:alert(1)">x</a>',
  '<tg-spoiler>hidden</tg-spoiler>',
  '<tg-emoji emoji-id="1">x</tg-emoji>',
  '<code>rm -rf</code>',
  '<pre><code class="language-x">y</code></pre>',
  '<blockquote expandable>q</blockquote>',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<!-- comment -->',
  '<![CDATA[ x ]]>',
  '<?xml version="1.0"?>',
  '&lt;b&gt;',
  '&amp;lt;b&amp;gt;',
  '&#60;b&#62;',
  '&#x3C;i&#x3E;',
  '&nbsp;&bogus;&',
  '*bold* _it_ ~gone~ `code`',
  '```\nblock\n```',
  '**two** __two__ ||spoiler||',
  '[text](https://example.org)',
  '> a quote',
  '- a list\n- of two',
  '1. one\n2. two',
  '*not closed _and crossed* over_',
  '\\*escaped\\* \\<b>',
] as const;

const TEMPLATES = [
  '$t(menu:text)',
  '$t(common:as-is, {"text": "x"})',
  '{{title}}',
  '{{- title}}',
  '{{{raw}}}',
  '{{title, uppercase}}',
  '{{__proto__}} {{constructor.name}}',
  '{0} %s %d %(x)s',
  '#{code} <%= x %> [[x]]',
  '$' + '{process.env.KEY}',
  "$& $1 $` $'",
  '{"key":"value","$t":1}',
  '__proto__',
  "'; DROP TABLE opening; --",
  '../../etc/passwd',
] as const;

const UNSEEN = [
  '\u202Egnp.exe\u202C',
  '\u2066left\u2069 \u2067right\u2069',
  '\u200Bz\u200Ce\u200Dr\u200Eo\u200F',
  'в\u00ADзнос',
  '\uFEFFbom\uFEFF',
  '\u0000\u0007\u001B[31mred',
  '\u115F\u1160\u3164\uFFA0',
  'tag\u{E0041}\u{E0042}\u{E007F}',
  'a\u034Fb\u2800c\uFE01d',
  '\u061C\u180E\u2060\u206A',
  'one\u2028two\u2029three',
  'one\r\ntwo\rthree\u0085four',
  'a\tb\vc\fd',
  '\uFFF9note\uFFFAx\uFFFB',
] as const;

const SHAPES = [
  '\uD83D',
  '\uDE00 first',
  'pair \uD83D\uDE00\uD83D',
  'e\u0301 и\u0306 а\u0300',
  `z${'\u0335\u0489'.repeat(200)}algo`,
  '👩\u200D👩\u200D👧\u200D👦 🏴\u{E0067}\u{E0062}\u{E007F} 🇺🇿🇹🇯🇰🇬',
  '𝐙𝐚𝐥𝐨𝐠 ｆｕｌｌ ﬁﬂ ½ ①',
  'العمل في المزرعة ١٢٣ עבודה',
  '한국어 中文 日本語 हिन्दी ไทย',
  'ʻoʻ gʻ ’ ‘ ` ´',
  '"double" \'single\' «angle» „low“',
  'a'.repeat(3_000),
  '🍓'.repeat(900),
  `x${'👨🏽'.repeat(700)}`,
  'слово'.repeat(400),
  '\n'.repeat(200),
  `top${'\n \n'.repeat(80)}bottom`,
  `${' '.repeat(500)}.`,
  '',
  ' ',
  '.',
] as const;

const LINKS = [
  'https://example.org/a_b*c~d`e?x=<b>&y=1#z',
  'http://user:pass@example.org/',
  'tg://resolve?domain=boss_2026',
  'javascript:alert(1)',
  'data:text/html,<b>x</b>',
  'HTTPS://EXAMPLE.ORG/_x_',
  't.me/boss_2026 @boss_2026 /start #sale $USD',
  '+7 912 345-67-89 boss@example.org',
  'https://xn--80ak6aa92e.example/ https://аррӏе.example/',
  '/stop@bot /forget',
] as const;

const PIECES: readonly string[] = [...MARKUP, ...TEMPLATES, ...UNSEEN, ...SHAPES, ...LINKS];

const FRAMES: readonly ((piece: string) => string)[] = [
  (piece) => piece,
  (piece) => `Сбор ягод ${piece} каждый день`,
  (piece) => `${piece}${piece}`,
  (piece) => `Ish bor:\n${piece}\nertaga`,
  (piece) => `*${piece}* <i>\u202E{{x}}`,
];

/** More than four hundred, each a fixed one, so that a failure can be named. */
export const HOSTILE_TEXTS: readonly string[] = PIECES.flatMap((piece) =>
  FRAMES.map((frame) => frame(piece)),
);
