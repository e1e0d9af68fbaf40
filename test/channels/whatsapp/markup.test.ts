import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { harmless, toWhatsApp } from '../../../src/channels/whatsapp/markup.ts';
import { escapeText } from '../../../src/domain/texts.ts';
import { unread } from '../../support/whatsapp-bodies.ts';

describe('our markup in WhatsApp’s', () => {
  it.each([
    ['nothing', '', ''],
    ['plain text', 'Grapes in Lipetsk', 'Grapes in Lipetsk'],
    ['bold', '<b>Grapes</b>', '*Grapes*'],
    ['italics', '<i>Grapes</i>', '_Grapes_'],
    ['bold beside plain', 'Which <b>work</b>?', 'Which *work*?'],
    ['both, one in the other', '<b>Grapes <i>in Lipetsk</i></b>', '*Grapes* *_in Lipetsk_*'],
    ['both, the other way round', '<i>Grapes <b>here</b></i>', '_Grapes_ *_here_*'],
    ['both at once', '<b><i>Grapes</i></b>', '*_Grapes_*'],
    ['both, one after the other', '<b>One</b> <i>two</i>', '*One* _two_'],
    ['after punctuation', '(<b>Grapes</b>), «<i>here</i>»', '(*Grapes*), «_here_»'],
    ['before a full stop', '<b>#K7Q2M</b>.', '*#K7Q2M*.'],
    ['with a colon inside', '<b>Pay:</b> 60 000 ₽', '*Pay:* 60 000 ₽'],
    ['of Cyrillic', '<b>Виноград</b> здесь', '*Виноград* здесь'],
    ['of an icon', '<b>🍇</b> <i>🍇</i>', '*🍇* _🍇_'],
    ['with spaces inside', 'a <b> b </b> c', 'a  *b*  c'],
    ['of spaces only', 'a <b> </b>c', 'a  c'],
    ['of spaces only, beside no word', '<b> </b> · <i>  </i>', '  ·   '],
    ['of nothing', 'a<b></b> b<i></i>', 'a b'],
    ['across lines', '<b>One\ntwo</b> three', '*One*\n*two* three'],
    ['across an empty line', '<b>One\n\n two</b>', '*One*\n\n *two*'],
    ['across lines, both', '<b>One <i>two\nthree</i></b>\nfour', '*One* *_two_*\n*_three_*\nfour'],
    ['touching a word before', 'un<b>told</b>', 'untold'],
    ['touching a word after', '<b>un</b>told', 'untold'],
    ['touching a number', '<b>1</b>2 3<b>4</b>', '12 34'],
    ['touching letters beyond the first plane', '<b>a</b>𐐀 𐐀<b>a</b>', 'a𐐀 𐐀a'],
    ['touching itself', '<b>one</b><b>two</b> <b>one</b><i>two</i>', 'onetwo onetwo'],
    ['touching a word, at its other end only', '<b>!</b>told', '!told'],
    ['entities', '&lt;b&gt; &amp; &quot;x&quot; &#39;y&#39;', `<b> & "x" 'y'`],
    ['an entity of an entity', '&amp;lt;', '&lt;'],
    ['bold entities', '<b>A &amp; B</b>', '*A & B*'],
  ])('turns %s', (_label, markup, shown) => {
    expect(toWhatsApp(markup)).toBe(shown);
  });
});

describe('what strangers wrote', () => {
  it.each([
    ['*bold*', '∗bold∗'],
    ['_italic_', 'ˍitalicˍ'],
    ['~struck~', '∼struck∼'],
    ['`code`', 'ˋcodeˋ'],
    ['```\nblock\n```', 'ˋˋˋ\nblock\nˋˋˋ'],
    ['*_~`all`~_*', '∗ˍ∼ˋallˋ∼ˍ∗'],
    ['2*3*4 snake_case_name', '2∗3∗4 snakeˍcaseˍname'],
    ['**', '∗∗'],
    ['> a quote\n> of two', '› a quote\n› of two'],
    ['5 > 4, a>b\n>c', '5 > 4, a>b\n>c'],
  ])('%j is no markup', (text, shown) => {
    expect(harmless(text)).toBe(shown);
    expect(toWhatsApp(escapeText(text))).toBe(shown);
  });

  it('cannot end what we made bold', () => {
    expect(toWhatsApp(`<b>${escapeText('Cook* needed *now')}</b>`)).toBe('*Cook∗ needed ∗now*');
  });

  it.each(['https://example.org/a_b_c', 'http://example.org/~user/*', 'https://example.org/?q=_x_&z=*'])(
    'keeps the link %s as it is, or it would lead elsewhere',
    (link) => {
      expect(harmless(link)).toBe(link);
      expect(harmless(`*see* ${link} _now_`)).toBe(`∗see∗ ${link} ˍnowˍ`);
      expect(toWhatsApp(escapeText(`${link}\n*x* ${link}`))).toBe(`${link}\n∗x∗ ${link}`);
    },
  );

  it('with two links keeps both, and nothing between them', () => {
    expect(harmless('https://a.test/_x *y* http://b.test/*z')).toBe('https://a.test/_x ∗y∗ http://b.test/*z');
  });

  it('keeps the word of an invitation, or nobody could join by it', () => {
    expect(toWhatsApp('Write:\nc_d_3W6gXEvc5dyLKCL2BWDg')).toBe('Write:\nc_d_3W6gXEvc5dyLKCL2BWDg');
    expect(harmless('c_short_ xc_d_3W6gXEvc5dyLKCL2BWDg')).not.toContain('_');
  });

  it('that only looks like a link is none', () => {
    expect(harmless('htt*ps://x HTTPS:/_y')).toBe('htt∗ps://x HTTPS:/ˍy');
  });
});

describe('any text with any markup', () => {
  /** Pieces of ours and of strangers, in which everything that could be markup is common. */
  const words = fc.stringMatching(/^[ab я1*_~`<&.!🍇\n ]{0,12}$/u);
  const { tree } = fc.letrec<{ tree: string; leaf: string }>((tie) => ({
    leaf: words.map(escapeText),
    tree: fc.oneof(
      { maxDepth: 3 },
      tie('leaf'),
      fc.tuple(fc.constantFrom('b', 'i'), tie('tree')).map(([tag, inner]) => `<${tag}>${inner}</${tag}>`),
      fc.array(tie('tree'), { maxLength: 4 }).map((parts) => parts.join('')),
    ),
  }));

  it('says the same words when its marks are taken away', () => {
    fc.assert(
      fc.property(tree, (markup) => {
        const plain = markup
          .replace(/<\/?[bi]>/g, '')
          .replaceAll('&lt;', '<')
          .replaceAll('&amp;', '&');
        expect(toWhatsApp(markup).replace(/[*_]/g, '')).toBe(harmless(plain));
      }),
      { numRuns: 3_000 },
    );
  });

  it('has its marks in pairs, each in its line, around words and beside none', () => {
    fc.assert(
      fc.property(tree, (markup) => {
        for (const line of toWhatsApp(markup).split('\n')) expect(unread(line)).not.toMatch(/[*_~`]/);
      }),
      { numRuns: 3_000 },
    );
  });
});
