/**
 * Brings the caret of a field into sight, with lines around it, and moves nothing but the field's own text. A field does
 * not say where its caret is: a copy that ends there is as high as the text above it.
 */
export function scrollToCaret(field: HTMLTextAreaElement): void {
  const parent = field.parentElement;
  const copy = field.cloneNode();
  if (!parent || !(copy instanceof HTMLTextAreaElement)) return;
  copy.value = field.value.slice(0, field.selectionEnd);
  copy.inert = true;
  copy.removeAttribute('aria-label');
  copy.style.cssText = `position: absolute; visibility: hidden; flex: none; height: 0; width: ${field.offsetWidth}px`;
  parent.append(copy);
  // The scroll height has the padding below the text, which may be more than the copy's own height.
  const caretPx = copy.scrollHeight - Number.parseFloat(getComputedStyle(copy).paddingBottom);
  copy.remove();
  field.scrollTop = caretPx - (2 / 3) * field.clientHeight;
}
