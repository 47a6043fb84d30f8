import { onDemand } from './on-demand';

/** The browser's own cutting of Chinese into words; its dictionary is read at the first use, once for all who cut. */
export const chineseSegmenter = onDemand(() => new Intl.Segmenter('zh', { granularity: 'word' }));
