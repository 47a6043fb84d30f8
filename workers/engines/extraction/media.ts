import { RichTextBuilder } from '../../../src/core/rich-text-builder';
import type { ExtractedDocument } from '../../../src/core/extracted-document';
import type { Extractor } from './extractor';

/** A picture or recording is kept as it is, until something can recognise its words. */
export const extractImage: Extractor = () => Promise.resolve(unread('image'));
export const extractAudio: Extractor = () => Promise.resolve(unread('audio'));
export const extractVideo: Extractor = () => Promise.resolve(unread('video'));

export function unread(kind: 'image' | 'audio' | 'video'): ExtractedDocument {
  return { ...new RichTextBuilder().build(), format: kind, coverage: 0, warnings: [], unread: kind };
}
