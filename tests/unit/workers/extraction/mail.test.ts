import { describe, expect, it } from 'vitest';
import { originalText } from '../../../../src/core/text-edits';
import { extractDocument } from '../../../../workers/engines/extraction/extract';
import { extract, outline } from '../../../fixtures/extraction';
import { violationsOf } from '../../../fixtures/rich-text-violations';

const headers = `From: "Mei Lin" <mei@ink.example>
To: Bo <bo@ink.example>, c@ink.example
Date: Tue, 2 Jan 2024 10:00:00 +0800
Subject: =?UTF-8?B?56Ca5Y+w?= and ink
MIME-Version: 1.0
`;

const part = (type: string, content: string, name?: string) =>
  `--b\nContent-Type: ${type}\n${/^image/.test(type) ? 'Content-Transfer-Encoding: base64\n' : ''}${name === undefined ? '' : `Content-Disposition: attachment; filename="${name}"\n`}\n${content}\n`;

const parts = (...all: string[]) =>
  `${headers}Content-Type: multipart/mixed; boundary=b\n\n${all.join('')}--b--\n`;

describe('a mail', () => {
  it('has its subject as title, its headers, its text and what it quotes', async () => {
    const document = await extract(
      'a.eml',
      `${headers}\nHello,\n\nOn Monday Bo wrote:\n> old one\n>\n> old two\n\nBye`,
    );
    expect(outline(document)).toEqual([
      'heading1 砚台 and ink',
      'paragraph From: Mei Lin <mei@ink.example>\nTo: Bo <bo@ink.example>, c@ink.example\nDate: Tue, 2 Jan 2024 10:00:00 +0800',
      'paragraph Hello,',
      'paragraph On Monday Bo wrote:',
      'quote old one',
      'quote old two',
      'paragraph Bye',
    ]);
    expect(document).toMatchObject({ format: 'email', title: '砚台 and ink', warnings: [] });
    expect(violationsOf(document)).toEqual([]);
  });

  it('in HTML is read with its structure, scripts left out', async () => {
    const document = await extract(
      'a.eml',
      parts(part('text/html; charset=utf-8', '<h2>Head</h2><script>x</script><ul><li>one</ul>')),
    );
    expect(outline(document).slice(2)).toEqual(['heading2 Head', 'list-item1 one']);
  });

  it('holds the attachments that can be read, below their names, and names the others', async () => {
    const document = await extract(
      'a.eml',
      parts(
        part('text/plain', 'See attached.'),
        part('text/markdown', '# Title\n\nSome *text* here.', 'notes.md'),
        part('image/png', btoa('\x89PNG\r\n\x1A\n'), 'photo.png'),
        part('application/octet-stream', 'MZ\0\0\0\x01\x02\x03', 'setup.exe'),
      ),
    );
    expect(outline(document).slice(2)).toEqual([
      'paragraph See attached.',
      'heading2 notes.md',
      'heading3 Title',
      'paragraph Some text here.',
    ]);
    expect(document.marks).toHaveLength(1);
    expect(document.warnings).toEqual([{ code: 'attachments-skipped', names: ['photo.png', 'setup.exe'] }]);
    expect(violationsOf(document)).toEqual([]);
  });

  it('keeps what cleaning changed in its attachments', async () => {
    const page = '<nav>Home</nav><p>A ﬁne <ruby>硯<rt>すずり</rt></ruby></p>';
    const document = await extract('a.eml', parts(part('text/html', page, 'a.html')));
    expect(document.text.endsWith('A fine 硯')).toBe(true);
    expect(originalText(document).endsWith('a.html\n\nHome\n\nA ﬁne 硯すずり')).toBe(true);
    expect(violationsOf(document)).toEqual([]);
  });

  it('holds the mails attached to it', async () => {
    const document = await extract(
      'a.eml',
      parts(part('text/plain', 'Outer.'), part('message/rfc822', `${headers}\nInner.`, 'b.eml')),
    );
    expect(outline(document).filter((line) => !line.includes('From:'))).toEqual([
      'heading1 砚台 and ink',
      'paragraph Outer.',
      'heading2 砚台 and ink',
      'paragraph Inner.',
    ]);
  });

  it.each([
    ['inline', ''],
    ['attached', 'Content-Disposition: attachment; filename=a.eml\n'],
  ])('nested in hundreds of others, %s, is read to a bound', { timeout: 20_000 }, async (_, disposition) => {
    const nested = Array.from(
      { length: 300 },
      () => `${headers}Content-Type: message/rfc822\n${disposition}\n`,
    );
    const document = await extract('a.eml', `${nested.join('')}${headers}\ndeep`);
    expect(document.warnings).toEqual([
      { code: 'attachments-skipped', names: [expect.stringMatching(/\.eml$/)] },
    ]);
    expect(document.text).not.toContain('deep');
  });
});

/** GB18030 of: 关于砚台 / 张三 / 墨 */
const gbk = { subject: 'b9d8d3dad1e2cca8', name: 'd5c5c8fd', text: 'c4ab' };
const bytesOf = (hex: string) => hex.replace(/../g, (byte) => String.fromCharCode(Number.parseInt(byte, 16)));
const rawMail = (type: string) =>
  Uint8Array.from(
    `From: "${bytesOf(gbk.name)}" <zhang@example.org>\nSubject: ${bytesOf(gbk.subject)} 1\n${type}\n` +
      `${bytesOf(gbk.subject)}${bytesOf(gbk.text)}\n`.repeat(4),
    (character) => character.charCodeAt(0),
  );

describe('a mail that does not name its encoding', () => {
  it.each([
    ['without any type', ''],
    ['of plain text', 'Content-Type: text/plain\n'],
    ['that calls itself ASCII', 'Content-Type: text/plain;\n charset="us-ascii"\n'],
    ['in a part of its own', 'Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n'],
  ])('%s is read in the one that its bytes are in', async (_, type) => {
    const document = await extract('a.eml', rawMail(type));
    expect(document).toMatchObject({ title: '关于砚台 1', encoding: 'gb18030' });
    expect(document.text).toContain('From: 张三 <zhang@example.org>');
    expect(document.text).toContain('关于砚台墨');
  });

  it('is read in the one that a person chose', async () => {
    const latin = Uint8Array.from('Subject: caf\xE9\n\nna\xEFve\n-- \nZo\xEB\n\n', (character) =>
      character.charCodeAt(0),
    );
    const signal = new AbortController().signal;
    const document = await extractDocument(new Blob([latin]), 'a.eml', { signal, encoding: 'windows-1252' });
    expect(document).toMatchObject({ text: 'café\n\nnaïve\n--\nZoë', encoding: 'windows-1252' });
  });

  it('leaves parts alone that name theirs', async () => {
    const quoted =
      'Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n=E7=A0=9A';
    const source = `Subject: Ink\nContent-Type: multipart/mixed; boundary=b\n\n--b\n${quoted}\n--b--\n`;
    const signal = new AbortController().signal;
    const document = await extractDocument(new Blob([source]), 'a.eml', { signal, encoding: 'gb18030' });
    expect(document.text).toBe('Ink\n\n砚');
    expect(document.encoding).toBeUndefined();
  });
});

describe('a mailbox', () => {
  const message = (index: number, body: string) =>
    `From a@b.example Tue Jan  2 10:00:00 2024\nFrom: a@b.example\nSubject: Mail ${index}\n\n${body}\n\n`;

  it('is read mail by mail', async () => {
    const document = await extract(
      'inbox.mbox',
      message(1, 'first\n\nFrom here on, at 10 only words.') + message(2, 'second'),
    );
    expect(outline(document)).toEqual([
      'heading2 Mail 1',
      'paragraph From: a@b.example',
      'paragraph first',
      'paragraph From here on, at 10 only words.',
      'heading2 Mail 2',
      'paragraph From: a@b.example',
      'paragraph second',
    ]);
    expect(violationsOf(document)).toEqual([]);
  });

  it('of fifty thousand mails goes on step by step until it is stopped', { timeout: 30_000 }, async () => {
    const file = new Blob(
      Array.from({ length: 50_000 }, (_, index) => message(index, `Words of mail ${index}.`)),
    );
    const controller = new AbortController();
    let loaded = 0;
    const reading = extractDocument(file, 'inbox.mbox', {
      signal: controller.signal,
      onProgress: (progress) => {
        loaded = progress.loaded;
        expect(progress.total).toBe(file.size);
        if (loaded > file.size / 20) controller.abort();
      },
    });
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
    expect(loaded).toBeLessThan(file.size / 10);
  });
});

describe('a web page saved as one file', () => {
  it('is read as the page', async () => {
    const document = await extract(
      'page.mhtml',
      'From: <Saved by Blink>\nSnapshot-Content-Location: https://x.example/\nSubject: S\nMIME-Version: 1.0\n' +
        'Content-Type: multipart/related; type="text/html"; boundary="b"\n\n' +
        '--b\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n' +
        '<html><head><title>Ink</title></head><body><h1>An ink=\nstone</h1><p>Caf=C3=A9</p></body></html>\n' +
        '--b\nContent-Type: text/css\nContent-Transfer-Encoding: binary\n\np { color: red }\n--b--\n',
    );
    expect(document).toMatchObject({ format: 'html', title: 'Ink' });
    expect(document.text).toContain('An inkstone');
    expect(document.text).not.toContain('color');
  });
});
