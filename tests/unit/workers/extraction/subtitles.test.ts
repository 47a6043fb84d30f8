import { describe, expect, it } from 'vitest';
import { originalText } from '../../../../src/core/text-edits';
import { extractDocument } from '../../../../workers/engines/extraction/extract';
import { extract, outline } from '../../../fixtures/extraction';
import { violationsOf } from '../../../fixtures/rich-text-violations';

const cue = (at: string, text: string) => `${at}:00.000 --> ${at}:02.500 align:left size:50%\n${text}\n\n`;

describe('subtitles', () => {
  it('become running text with the time and the voice of each stretch', async () => {
    const document = await extract(
      'talk.vtt',
      `WEBVTT - Inkstones\n\nNOTE not said\nat all\n\nSTYLE\n::cue { color: red }\n\n` +
        `a\n${cue('00', '<v.loud Mei Lin>An inkstone is <i>ground</i> &amp;\nwetted.')}` +
        `b\n00:02.600 --> 00:04.000\n<v Mei Lin>Ink <00:03.000>comes <c.x>of it</c>.\n\n` +
        `c\n00:04.000 --> 00:05.000\n<v Bo>Of stone?</v>\n\n` +
        cue('01:02', '<v Bo>I see.'),
    );
    expect(document.format).toBe('subtitles');
    expect(originalText(document).split('\n\n')).toEqual([
      'An inkstone is ground & wetted. Ink comes of it.',
      'Of stone?',
      'I see.',
    ]);
    expect(outline(document)).toEqual([
      'paragraph [00:00] Mei Lin: An inkstone is ground & wetted. Ink comes of it.',
      'paragraph [00:04] Bo: Of stone?',
      'paragraph [1:02:00] I see.',
    ]);
    expect(violationsOf(document)).toEqual([]);
  });

  it('in SubRip lose their numbers and positions, and join Chinese without spaces', async () => {
    const document = await extract(
      'a.srt',
      '1\r\n00:00:01,000 --> 00:00:02,000\r\n{\\an8}<font color="#fff">砚台是</font>\r\n\r\n2\r\n00:00:02,100 --> 00:00:03,000\r\n文房用具。\r\n',
    );
    expect(document.text).toBe('[00:01] 砚台是文房用具。');
  });

  it('without empty lines between them keep the numbers out of what is said', async () => {
    const document = await extract(
      'a.srt',
      '1\n00:00:01,000 --> 00:00:02,000\nIn 1978\n2\n00:00:02,000 --> 00:00:03,000\nthey bought\n308\n',
    );
    expect(document.text).toBe('[00:01] In 1978 they bought 308');
  });

  it('that roll up say each line once', async () => {
    const line = (second: number, text: string) => `00:0${second}.000 --> 00:0${second + 1}.000\n${text}\n\n`;
    const document = await extract(
      'a.vtt',
      `WEBVTT\n\n${line(1, 'once')}${line(2, 'once')}${line(3, 'twice')}`,
    );
    expect(document.text).toBe('[00:01] once twice');
  });

  it('without any cue are still text', async () => {
    expect((await extract('a.srt', 'Just words.')).text).toBe('Just words.');
  });

  it('of two hundred thousand cues are read, and can be stopped', { timeout: 30_000 }, async () => {
    const cues = Array.from({ length: 200_000 }, (_, index) => {
      const time = `${String(Math.floor(index / 3600)).padStart(2, '0')}:${String(Math.floor(index / 60) % 60).padStart(2, '0')}:${String(index % 60).padStart(2, '0')}`;
      return `${time}.000 --> ${time}.900\nLine ${index} of it.\n\n`;
    });
    const file = new Blob(['WEBVTT\n\n', ...cues]);
    const { signal } = new AbortController();
    const document = await extractDocument(file, 'long.vtt', { signal });
    expect(document.text).toContain('Line 199999 of it.');
    const controller = new AbortController();
    const stopped = extractDocument(file, 'long.vtt', { signal: controller.signal });
    setTimeout(() => controller.abort(), 50);
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
  });
});
