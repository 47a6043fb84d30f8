/** A file that tells how far it has been read. Its bytes stay where they are. */
export class WatchedFile extends File {
  readonly #onRead: (end: number) => void;

  constructor(file: File, onRead: (end: number) => void) {
    super([file], file.name);
    this.#onRead = onRead;
  }

  override slice(start?: number, end?: number, contentType?: string): Blob {
    this.#onRead(Math.min(end ?? this.size, this.size));
    return super.slice(start, end, contentType);
  }
}

/** The files, so that the share of their bytes that has been read is reported at each reading. */
export function watchFiles(files: readonly File[], onProgress: (fraction: number) => void): File[] {
  const total = files.reduce((sum, { size }) => sum + size, 0);
  const read = files.map(() => 0);
  return files.map(
    (file, i) =>
      new WatchedFile(file, (end) => {
        read[i] = Math.max(end, read[i] ?? 0);
        onProgress(read.reduce((sum, bytes) => sum + bytes, 0) / total);
      }),
  );
}
