/**
 * A PDF whose pages hold the given lines, in Helvetica; a page without lines is empty. Characters are ASCII.
 * @param {Iterable<readonly string[]>} pages
 */
export function makePdf(pages) {
  const catalogue = 1;
  const tree = 2;
  const font = 3;
  const [objects, kids] = [/** @type {Map<number, string>} */ (new Map()), /** @type {number[]} */ ([])];
  let next = 4;
  for (const lines of pages) {
    const page = next;
    next += lines.length === 0 ? 1 : 2;
    kids.push(page);
    objects.set(page, `<</Type/Page/Parent 2 0 R${lines.length === 0 ? '' : `/Contents ${page + 1} 0 R`}>>`);
    if (lines.length === 0) continue;
    const content = `BT /F1 10 Tf 72 780 Td 14 TL ${lines.map((line) => `(${escapeText(line)}) Tj T*`).join(' ')} ET`;
    objects.set(page + 1, `<</Length ${content.length}>>\nstream\n${content}\nendstream`);
  }
  objects.set(catalogue, '<</Type/Catalog/Pages 2 0 R>>');
  objects.set(
    tree,
    `<</Type/Pages/Count ${kids.length}/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>` +
      `/Kids[${kids.map((kid) => `${kid} 0 R`).join(' ')}]>>`,
  );
  objects.set(font, '<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>');
  return assemble(objects, next);
}

/**
 * @param {ReadonlyMap<number, string>} objects
 * @param {number} size one more than the highest number
 */
function assemble(objects, size) {
  const parts = ['%PDF-1.7\n'];
  let length = parts[0]?.length ?? 0;
  /** @type {string[]} */
  const table = [`xref\n0 ${size}\n0000000000 65535 f \n`];
  for (let number = 1; number < size; number += 1) {
    const body = `${number} 0 obj\n${objects.get(number) ?? 'null'}\nendobj\n`;
    table.push(`${String(length).padStart(10, '0')} 00000 n \n`);
    parts.push(body);
    length += body.length;
  }
  const trailer = `trailer\n<</Size ${size}/Root 1 0 R>>\nstartxref\n${length}\n%%EOF\n`;
  return Buffer.from(parts.concat(table, trailer).join(''), 'latin1');
}

/** @param {string} text */
function escapeText(text) {
  return text.replace(/[\\()]/g, '\\$&');
}
