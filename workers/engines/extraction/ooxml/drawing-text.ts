import { InlineTextBuilder, type InlineText } from '../../../../src/core/inline-text';
import { safeHref } from '../html-elements';
import { childElements, childOf, findAll, textOf, type XmlElement } from '../xml/xml-element';
import type { Relationship } from './office-package';

/** One paragraph of a shape's text (`a:p`), with its marks. */
export function readDrawingParagraph(
  paragraph: XmlElement,
  relationships: readonly Relationship[],
): InlineText {
  const inline = new InlineTextBuilder();
  for (const child of childElements(paragraph)) {
    if (child.name === 'a:br') {
      if (!inline.isEmpty) inline.lineBreak();
    } else if (child.name === 'a:r' || child.name === 'a:fld') {
      appendRun(child, relationships, inline);
    } else if (child.name === 'a14:m') {
      inline.append([...findAll(child, 'm:t')].map(textOf).join(''));
    }
  }
  return inline.take();
}

function appendRun(run: XmlElement, relationships: readonly Relationship[], inline: InlineTextBuilder): void {
  const text = childOf(run, 'a:t');
  if (!text) return;
  const properties = childOf(run, 'a:rPr');
  const link = properties && childOf(properties, 'a:hlinkClick');
  const target = relationships.find(({ id, isExternal }) => isExternal && id === link?.attributes['r:id']);
  const href = safeHref(target?.target);
  const isStrong = isOn(properties?.attributes['b']);
  const isEmphasis = isOn(properties?.attributes['i']);
  if (href !== undefined) inline.open({ kind: 'link', href });
  if (isStrong) inline.open({ kind: 'strong' });
  if (isEmphasis) inline.open({ kind: 'emphasis' });
  inline.append(textOf(text).replaceAll('\v', '\n'));
  if (isEmphasis) inline.close('emphasis');
  if (isStrong) inline.close('strong');
  if (href !== undefined) inline.close('link');
}

export function isOn(value: string | undefined): boolean {
  return value === '1' || value === 'true' || value === 'on';
}

/** The text of a diagram's nodes (SmartArt), in the order they were written. */
export function readDiagram(root: XmlElement): InlineText[] {
  const points = [...findAll(root, 'dgm:pt')];
  return points.flatMap((point) => {
    const body = childOf(point, 'dgm:t');
    return body ? [...findAll(body, 'a:p')].map((paragraph) => readDrawingParagraph(paragraph, [])) : [];
  });
}
