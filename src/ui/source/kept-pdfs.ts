import { fileIdOf, type StoredDocument } from '../../core/library';
import { openPdf, type PdfDocument } from './pdf-document';

/** Two threads and the memory of a file each. */
const mostKept = 3;

interface KeptPdf {
  readonly fileId: string;
  readonly opening: Promise<PdfDocument>;
}

/** Keeps the PDFs that were shown last open, so that going back to one does not read it again. */
export class KeptPdfs {
  readonly #kept = new Map<string, KeptPdf>();

  /** One whose file has changed is opened anew. */
  async open(
    document: Pick<StoredDocument, 'id' | 'fileId'>,
    read: () => Promise<Blob>,
  ): Promise<PdfDocument> {
    const { id } = document;
    const fileId = fileIdOf(document);
    const earlier = this.#kept.get(id);
    if (earlier && earlier.fileId !== fileId) this.#close(id);
    const kept = this.#kept.get(id) ?? { fileId, opening: read().then(openPdf) };
    // The latest stand last.
    this.#kept.delete(id);
    this.#kept.set(id, kept);
    for (const oldest of [...this.#kept.keys()].slice(0, -mostKept)) this.#close(oldest);
    const forget = () => {
      if (this.#kept.get(id) === kept) this.#kept.delete(id);
    };
    try {
      const pdf = await kept.opening;
      void pdf.crashed.then(forget);
      return pdf;
    } catch (error) {
      forget();
      throw error;
    }
  }

  keepOnly(ids: readonly string[]): void {
    for (const id of this.#kept.keys()) if (!ids.includes(id)) this.#close(id);
  }

  #close(id: string): void {
    const kept = this.#kept.get(id);
    this.#kept.delete(id);
    kept?.opening.then(
      (pdf) => pdf.close(),
      // Whoever opened it was told.
      () => undefined,
    );
  }
}
