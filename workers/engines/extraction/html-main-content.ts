import { Readability } from '@mozilla/readability';
import type { TextEditKind } from '../../../src/core/text-edits';
import { isDropped } from './html-elements';
import { parseHtml } from './html-parsing';
import { isSameTitle } from './html-title';
import { isElement, isText, tagOf, walkTree } from './tree-walk';

/** Which parts of a page are its main content, as places in the page itself. */
export interface MainContent {
  readonly title: string | undefined;
  /** What an element with no main content in it is; undefined for one that has some. */
  removedKindOf(element: Element): TextEditKind | undefined;
  isRemoved(text: Text): boolean;
}

/**
 * Asks Readability what the main content is. It works on a copy in which each element has an attribute whose name
 * tells its place, so that what survives is found again in `page` (parsed from the same `source`), which is then read
 * as it was written: Readability also rewrites tables and drops the heading that resembles the title.
 */
export function findMainContent(page: Document, source: string): MainContent | undefined {
  const article = readArticle(source);
  if (!article) return undefined;
  const content = new Survivors(article.root);
  const kept = new Set<Node>();
  let count = 0;
  const keep = (node: Node) => {
    for (let at: Node | null = node; at && !kept.has(at); at = at.parentNode) kept.add(at);
  };
  const indexes = new Map<Node, number>();
  walkTree(page.documentElement, {
    enter: (node) => {
      if (isText(node) && node.data.trim() !== '' && content.takes(node, indexes)) keep(node);
      if (!isElement(node)) return false;
      indexes.set(node, count);
      if (tagOf(node) === 'img' && content.has(count)) keep(node);
      count += 1;
      return true;
    },
  });
  const heading = droppedHeading(page, kept, [article.title, page.title]);
  if (heading) walkTree(heading, { enter: (node) => (keep(node), true) });
  return {
    title: article.title,
    removedKindOf: (element) => chromeKindOf(element) ?? (kept.has(element) ? undefined : kindOf(element)),
    isRemoved: (text) => !kept.has(text),
  };
}

/** The attribute of a place. Names and not values: where Readability merges two elements, both names stay. */
const placePrefix = 'x-place-';

function readArticle(source: string): { root: Node; title: string | undefined } | undefined {
  try {
    const copy = parseHtml(source);
    let count = 0;
    walkTree(copy.documentElement, {
      enter: (node) => {
        if (!isElement(node)) return false;
        node.setAttribute(`${placePrefix}${count}`, '');
        count += 1;
        return true;
      },
    });
    const article = new Readability<Node>(copy, { serializer: (node) => node }).parse();
    if (!article?.content) return undefined;
    return { root: article.content, title: article.title?.replace(/\s+/g, ' ').trim() || undefined };
  } catch (error) {
    // It guesses, and odd pages overflow or confuse it; the whole page, with a warning, is the answer then.
    if (error instanceof Error) return undefined;
    throw error;
  }
}

/** What is left of the copy. */
class Survivors {
  readonly #places = new Set<number>();
  /** The texts that stand below a place, or below none (-1), with no other place between. */
  readonly #texts = new Map<number, Map<string, number>>();

  constructor(root: Node) {
    const open: number[] = [-1];
    walkTree(root, {
      enter: (node) => {
        if (isElement(node)) {
          const places = placesOf(node);
          for (const place of places) this.#places.add(place);
          open.push(places[0] ?? open.at(-1) ?? -1);
        } else if (isText(node) && node.data.trim() !== '') {
          const place = open.at(-1) ?? -1;
          const texts = this.#texts.get(place) ?? new Map<string, number>();
          const text = node.data.trim();
          texts.set(text, (texts.get(text) ?? 0) + 1);
          this.#texts.set(place, texts);
        }
        return isElement(node);
      },
      leave: () => open.pop(),
    });
  }

  has(place: number): boolean {
    return this.#places.has(place);
  }

  /** Whether a text of the page is among what is left: its element is, or the text moved up to one that is. */
  takes(text: Text, indexes: ReadonlyMap<Node, number>): boolean {
    for (let at = text.parentNode; at; at = at.parentNode) {
      const place = indexes.get(at) ?? -1;
      if (place >= 0 && !this.#places.has(place)) continue;
      if (at === text.parentNode && place >= 0) return true;
      return this.#consume(place, text.data.trim());
    }
    return false;
  }

  #consume(place: number, text: string): boolean {
    const texts = this.#texts.get(place);
    const left = texts?.get(text) ?? 0;
    if (left > 0) texts?.set(text, left - 1);
    return left > 0;
  }
}

function placesOf(element: Element): number[] {
  return Array.from(element.attributes)
    .filter(({ name }) => name.startsWith(placePrefix))
    .map(({ name }) => Number(name.slice(placePrefix.length)));
}

/** The heading that Readability took for a repetition of the title: a reader looks for it above the text. */
function droppedHeading(
  page: Document,
  kept: ReadonlySet<Node>,
  titles: readonly (string | undefined)[],
): Element | undefined {
  let found: Element | undefined;
  let isAfterContent = false;
  walkTree(page.body, {
    enter: (node) => {
      if (found || (isText(node) && kept.has(node))) isAfterContent = true;
      if (isAfterContent || !isElement(node) || isDropped(node)) return false;
      const isHeading = ['h1', 'h2'].includes(tagOf(node));
      if (isHeading && titles.some((title) => title && isSameTitle(node.textContent, title))) found = node;
      return !isHeading;
    },
  });
  return found;
}

const noticeNames =
  /cookie|consent|gdpr|privacy-|newsletter|subscri|paywall|advert|sponsor|promo|popup|modal|banner/i;

function kindOf(element: Element): TextEditKind {
  const names = ['id', 'class', 'aria-label', 'role'].map((name) => element.getAttribute(name) ?? '');
  return noticeNames.test(names.join(' ')) ? 'notice' : 'navigation';
}

/** What says of itself that it leads elsewhere or asks for consent, in a page that is read whole too. */
export function chromeKindOf(element: Element): TextEditKind | undefined {
  if (tagOf(element) === 'nav' || element.getAttribute('role') === 'navigation') return 'navigation';
  const name = `${element.getAttribute('id') ?? ''} ${element.getAttribute('class') ?? ''}`;
  const isNotice = /(?:cookie|consent|gdpr)[-_]?(?:banner|notice|bar|popup|modal|dialog|wall|message)/i.test(
    name,
  );
  return isNotice ? 'notice' : undefined;
}
