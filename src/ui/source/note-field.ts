import { continueLine, indentItems, toggleAround, type FieldEdit } from '../../core/note-editing';
import { isComposing } from '../common/is-composing';

/**
 * What keys do in the field of a note besides typing. After Escape the next Tab
 * leaves the field wherever the caret is.
 */
export function noteKeys(onSave: () => void): (event: KeyboardEvent) => void {
  let tabLeaves = false;
  return (event) => {
    const field = event.currentTarget;
    if (!(field instanceof HTMLTextAreaElement) || isComposing(event)) return;
    const isShift = event.key === 'Shift';
    if (event.key === 'Escape' && !tabLeaves) {
      tabLeaves = true;
      // A second one closes what is open.
      event.preventDefault();
      return;
    }
    const edit = tabLeaves && event.key === 'Tab' ? undefined : editOf(event, field, onSave);
    if (!isShift) tabLeaves = false;
    if (edit) apply(field, edit);
  };
}

function editOf(event: KeyboardEvent, field: HTMLTextAreaElement, onSave: () => void): FieldEdit | undefined {
  const { value: text, selectionStart: start, selectionEnd: end } = field;
  const state = { text, start, end };
  const isCommand = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
  const edit = (() => {
    if (isCommand && event.key.toLowerCase() === 'b') return toggleAround(state, '**');
    if (isCommand && event.key.toLowerCase() === 'i') return toggleAround(state, '*');
    if (isPlain && event.key === 'Enter' && !event.shiftKey) return continueLine(state);
    if (isPlain && event.key === 'Tab') return indentItems(state, event.shiftKey ? -1 : 1);
    return undefined;
  })();
  const isSave = isCommand && event.key.toLowerCase() === 's';
  if (edit || isSave) event.preventDefault();
  if (isSave) onSave();
  return edit;
}

/** As if it were typed, so that the browser can take it back. */
function apply(field: HTMLTextAreaElement, { from, to, insert, start, end }: FieldEdit): void {
  field.setSelectionRange(from, to);
  if (!typed(insert)) {
    field.setRangeText(insert, from, to, 'end');
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
  }
  field.setSelectionRange(start, end);
}

function typed(insert: string): boolean {
  const [command, value] = insert === '' ? (['delete'] as const) : (['insertText', insert] as const);
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing else keeps what can be undone
  return document.execCommand(command, false, value);
}
