/** Replaces characters by a table of one character each, traditional by simplified for instance. */
export function createFolding(table: Readonly<Record<string, string>>): (text: string) => string {
  const foldable = /[\u3400-\u9fff]/g;
  return (text) => text.replace(foldable, (character) => table[character] ?? character);
}
