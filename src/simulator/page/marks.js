/** A WhatsApp text: `*bold*`, `_italic_`, `~struck~`, `code` and addresses, as elements. */
import { el } from './dom.js';

const TAGS = { '*': 'b', _: 'i', '~': 's', '`': 'code' };
/** A mark stands against no letter outside and against no space inside, and holds no line end. */
const MARKED =
  /(?<![\p{L}\p{N}])([*_~`])(?=\S)(?!\1)([^\n]*?\S)\1(?![\p{L}\p{N}])|https?:\/\/[^\s<>"]+[^\s<>".,;:!?)*_~]/u;

/** Nodes for a text; marks inside each other nest. */
export function marked(text) {
  const nodes = [];
  let rest = text;
  for (let found = MARKED.exec(rest); found !== null; found = MARKED.exec(rest)) {
    const [whole, mark, inside] = found;
    if (found.index > 0) nodes.push(rest.slice(0, found.index));
    if (mark === undefined)
      nodes.push(el('a', { href: whole, target: '_blank', rel: 'noopener noreferrer' }, whole));
    else nodes.push(el(TAGS[mark], {}, ...(mark === '`' ? [inside] : marked(inside))));
    rest = rest.slice(found.index + whole.length);
  }
  if (rest !== '') nodes.push(rest);
  return nodes;
}
