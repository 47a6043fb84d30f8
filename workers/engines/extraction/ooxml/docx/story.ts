import type { Relationship } from '../office-package';
import type { XmlElement } from '../../xml/xml-element';
import type { ChartText } from '../chart';
import type { InlineText } from '../../../../../src/core/inline-text';
import type { Numbering } from './numbering';
import type { Styles } from './styles';

/** What the reading of a document's body, its notes, headers and comments shares. */
export interface Story {
  readonly styles: Styles;
  readonly numbering: Numbering;
  /** Of the part that is read. */
  readonly relationships: readonly Relationship[];
  readonly footnotes: ReadonlyMap<string, XmlElement>;
  readonly endnotes: ReadonlyMap<string, XmlElement>;
  readonly charts: ReadonlyMap<string, ChartText>;
  readonly diagrams: ReadonlyMap<string, readonly InlineText[]>;
  readonly counts: { pictures: number };
}
