import PostalMime, { type Address, type Attachment, type Email } from 'postal-mime';
import { AppError, isAbortError } from '../../../src/core/app-error';
import type { ExtractionWarning } from '../../../src/core/extracted-document';
import type { RichTextBuilder } from '../../../src/core/rich-text-builder';
import { appendDocument } from './append-document';
import { extractDocument, recogniseFormat } from './extract';
import { parseHtml } from './html-parsing';
import { appendHtml } from './html-walker';
import { withCharsets } from './mail-charsets';
import { unwrapped } from './mailbox-messages';
import { appendPlainText } from './plain-text';

/** Attachments of one file that are read, together: a mailbox can hold a whole disk. */
const mostAttachmentBytes = 128 * 1024 * 1024;
const mostAttachments = 500;
/** Mails attached to mails; whoever needs more than these levels has made them to hang a reader. */
const deepestMail = 4;

/** Writes mails one after another into a document, and keeps what of them could not be read. */
export class MailWriter {
  readonly #skipped: string[] = [];
  readonly #failed: ExtractionWarning[] = [];
  #images = 0;
  #attachments = 0;
  #attachmentBytes = 0;
  #depth = 0;
  #encoding: string | undefined;

  constructor(
    private readonly builder: RichTextBuilder,
    private readonly signal: AbortSignal,
    /** Chosen by a person, for parts that do not name their own. */
    private readonly chosenEncoding?: string,
  ) {}

  /** What the parts of the first mail that name no encoding were read in. */
  get encoding(): string | undefined {
    return this.#encoding;
  }

  get warnings(): readonly ExtractionWarning[] {
    const names = [...new Set(this.#skipped)];
    return [
      ...this.#failed,
      ...(this.#images > 0 ? [{ code: 'images-skipped', count: this.#images } as const] : []),
      ...(names.length > 0 ? [{ code: 'attachments-skipped', names } as const] : []),
    ];
  }

  /** Adds a mail below a heading with its subject. Throws AppError `corrupt`. */
  async add(
    message: Uint8Array<ArrayBuffer>,
    level: number,
  ): Promise<{ readonly subject: string | undefined }> {
    const named = withCharsets(message, this.chosenEncoding);
    this.#encoding ??= named.encoding;
    const email = await parse(named.message);
    const subject = oneLine(email.subject);
    this.#addText({ kind: 'heading', level: Math.min(6, level) }, subject ?? '');
    this.#addText({ kind: 'paragraph' }, headersOf(email).join('\n'));
    this.#addBody(email);
    for (const attachment of email.attachments) await this.#addAttachment(attachment, level + 1);
    return { subject };
  }

  fail(name: string, error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.#failed.push({ code: 'part-failed', name, message });
  }

  #addText(head: { kind: 'heading'; level: number } | { kind: 'paragraph' }, text: string): void {
    this.builder.addBlock(head, { text, marks: [] });
  }

  #addBody({ html, text }: Email): void {
    const before = this.builder.length;
    if (html?.trim()) this.#images += appendHtml(parseHtml(html).body, this.builder).images;
    if (this.builder.length === before && text) appendMailText(text, this.builder);
  }

  async #addAttachment(attachment: Attachment, level: number): Promise<void> {
    const { content, mimeType, related } = attachment;
    if (mimeType.startsWith('image/') && (related || !attachment.filename)) {
      // It stands in the body, where its own words were read already if it has any.
      this.#images += related ? 0 : 1;
      return;
    }
    const name = oneLine(attachment.filename) ?? nameless(mimeType);
    const blob = new Blob([typeof content === 'string' ? content : new Uint8Array(content)], {
      type: mimeType,
    });
    this.#attachments += 1;
    this.#attachmentBytes += blob.size;
    if (
      attachment.rfc822DepthExceeded ||
      this.#attachments > mostAttachments ||
      this.#attachmentBytes > mostAttachmentBytes
    ) {
      this.#skipped.push(name);
      return;
    }
    try {
      if (await this.#readAttachment(blob, name, level)) return;
    } catch (error) {
      if (isAbortError(error) || this.signal.aborted) throw error;
    }
    this.#skipped.push(name);
  }

  async #readAttachment(blob: Blob, name: string, level: number): Promise<boolean> {
    const { format } = await recogniseFormat(blob, name);
    if (format === 'email') {
      if (this.#depth >= deepestMail) return false;
      this.#depth += 1;
      try {
        await this.add(unwrapped(new Uint8Array(await blob.arrayBuffer())), level);
      } finally {
        this.#depth -= 1;
      }
      return true;
    }
    const document = await extractDocument(blob, name, { signal: this.signal });
    if (document.unread) return false;
    this.#addText({ kind: 'heading', level: Math.min(6, level) }, name);
    appendDocument(this.builder, document, level);
    return true;
  }
}

async function parse(message: Uint8Array<ArrayBuffer>): Promise<Email> {
  try {
    return await PostalMime.parse(message);
  } catch (error) {
    throw new AppError(
      'corrupt',
      `The mail is damaged: ${error instanceof Error ? error.message : 'unreadable'}.`,
      {
        cause: error,
      },
    );
  }
}

/** As the mail writes them: the date keeps its time zone. */
function headersOf(email: Email): string[] {
  const date = email.headers.find(({ key }) => key === 'date')?.value ?? email.date;
  const lines: readonly (readonly [name: string, value: string | undefined])[] = [
    ['From', addresses(email.from ? [email.from] : [])],
    ['To', addresses(email.to)],
    ['Cc', addresses(email.cc)],
    ['Date', oneLine(date)],
  ];
  return lines.flatMap(([name, value]) => (value ? [`${name}: ${value}`] : []));
}

function addresses(list: readonly Address[] = []): string {
  return list
    .map(({ name, address, group }) => {
      if (group) return `${name}: ${addresses(group)}`;
      return name && address && name !== address ? `${name} <${address}>` : address || name;
    })
    .join(', ');
}

/** Plain text, with what it quotes of earlier mails as quotes. */
export function appendMailText(text: string, builder: RichTextBuilder): void {
  let lines: string[] = [];
  let isQuote = false;
  const flush = () => {
    const stretch = lines.join('\n');
    if (isQuote) {
      for (const paragraph of stretch.split(/\n\s*\n/)) {
        builder.addBlock({ kind: 'quote' }, { text: paragraph, marks: [] });
      }
    } else appendPlainText(stretch, builder);
    lines = [];
  };
  for (const line of text.replace(/\r\n?/g, '\n').split('\n')) {
    const quoted = /^>(?:\s?>)* ?/.exec(line)?.[0];
    if ((quoted !== undefined) !== isQuote) {
      flush();
      isQuote = quoted !== undefined;
    }
    lines.push(line.slice(quoted?.length ?? 0));
  }
  flush();
}

function nameless(mimeType: string): string {
  if (mimeType === 'message/rfc822') return 'message.eml';
  return mimeType === 'text/calendar' ? 'invitation.ics' : mimeType;
}

function oneLine(text: string | null | undefined): string | undefined {
  return text?.replace(/\s+/g, ' ').trim() || undefined;
}
