import { openPdf, type PdfDocument } from './pdf-document';

/** A thread and the memory of a file each. */
const mostKept = 3;

/** Keeps the PDFs that were shown last open, so that going back to one does not read it again. */
export class KeptPdfs {
  readonly #kept = new Map<string, Promise<PdfDocument>>();

  async open(id: string, read: () => Promise<Blob>): Promise<PdfDocument> {
    const opening = this.#kept.get(id) ?? read().then(openPdf);
    // The latest stand last.
    this.#kept.delete(id);
    this.#kept.set(id, opening);
    for (const oldest of [...this.#kept.keys()].slice(0, -mostKept)) this.#close(oldest);
    try {
      return await opening;
    } catch (error) {
      if (this.#kept.get(id) === opening) this.#kept.delete(id);
      throw error;
    }
  }

  keepOnly(ids: readonly string[]): void {
    for (const id of this.#kept.keys()) if (!ids.includes(id)) this.#close(id);
  }

  #close(id: string): void {
    const opening = this.#kept.get(id);
    this.#kept.delete(id);
    opening?.then(
      (pdf) => pdf.close(),
      // Whoever opened it was told.
      () => undefined,
    );
  }
}
