/** Something written over a page: the value of a form field, or a note. */
export interface PageNote {
  readonly kind: 'field' | 'note';
  readonly text: string;
  /** Its frame on the page. */
  readonly left: number;
  readonly bottom: number;
  readonly top: number;
}

/** What the reader says of annotations is checked here: it types them as `any`. */
export function pageNotes(annotations: readonly unknown[]): PageNote[] {
  const notes: PageNote[] = [];
  for (const annotation of annotations) {
    if (typeof annotation !== 'object' || annotation === null) continue;
    const fields: Readonly<Record<string, unknown>> = { ...annotation };
    const isHidden = fields['hidden'] === true || fields['noView'] === true;
    const text = isHidden ? '' : textOf(fields).trim();
    if (text === '' || notes.some((note) => note.text === text && fields['subtype'] !== 'Widget')) continue;
    const [left = 0, bottom = 0, , top = 0] = numbersOf(fields['rect']);
    notes.push({ kind: fields['subtype'] === 'Widget' ? 'field' : 'note', text, left, bottom, top });
  }
  return notes;
}

function textOf(fields: Readonly<Record<string, unknown>>): string {
  switch (fields['subtype']) {
    case 'Widget':
      return fieldText(fields);
    case 'Link':
    case 'Popup':
      return '';
    case 'FreeText':
      return linesOf(fields['textContent']) || contentsOf(fields);
    default:
      return contentsOf(fields);
  }
}

function fieldText(fields: Readonly<Record<string, unknown>>): string {
  const { fieldType, fieldValue } = fields;
  if (fields['password'] === true) return '';
  if (fieldType === 'Tx') return typeof fieldValue === 'string' ? fieldValue : '';
  if (fieldType === 'Ch') return chosenOptions(fieldValue, fields['options']);
  const isTicked =
    (fields['checkBox'] === true && fieldValue === fields['exportValue']) ||
    (fields['radioButton'] === true && fieldValue === fields['buttonValue']);
  return fieldType === 'Btn' && isTicked && typeof fieldValue === 'string' && fieldValue !== 'Off' ? '☑' : '';
}

/** What a list shows for the values that are chosen. */
function chosenOptions(value: unknown, options: unknown): string {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  const shown = values.flatMap((chosen): string[] => {
    if (typeof chosen !== 'string') return [];
    const option: unknown = Array.isArray(options)
      ? options.find((candidate: unknown) => propertyOf(candidate, 'exportValue') === chosen)
      : undefined;
    const label = propertyOf(option, 'displayValue');
    return [typeof label === 'string' ? label : chosen];
  });
  return shown.join(', ');
}

function contentsOf(fields: Readonly<Record<string, unknown>>): string {
  const text = propertyOf(fields['contentsObj'], 'str');
  return typeof text === 'string' ? text : '';
}

function linesOf(value: unknown): string {
  return Array.isArray(value) ? value.filter((line) => typeof line === 'string').join('\n') : '';
}

function propertyOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function numbersOf(value: unknown): number[] {
  return Array.isArray(value) ? value.map(Number) : [];
}
