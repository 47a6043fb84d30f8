/**
 * For a dialog: where what had the focus goes away, the focus stays near it instead of going back to the dialog's first
 * button, as the trap around dialogs has it. Whoever sets the focus in place of what goes keeps it.
 */
export function keepFocusNear(dialog: HTMLElement): () => void {
  /** From what has the focus up to the dialog. */
  let path: readonly Element[] = [];
  // Something was removed, and the focus moved to the head, in this task: either may be heard of first.
  let hasRemoved = false;
  let movedFrom: readonly Element[] | undefined;

  function recover(from: readonly Element[]): void {
    const near = from.find((element) => element.isConnected);
    const isThere = near === from[0];
    const isAnywhere = near === undefined || near.matches('.dialog-body');
    const place = isThere ? near : isAnywhere ? undefined : near.querySelector(focusable);
    (place instanceof HTMLElement ? place : dialog).focus({ preventScroll: true });
  }

  function onfocusin({ target }: Event): void {
    if (!(target instanceof Element)) return;
    if (target.closest('.dialog-head') && path.length > 0) {
      if (hasRemoved) {
        recover(path);
        return;
      }
      movedFrom = path;
      setTimeout(() => (movedFrom = undefined));
    }
    path = pathUpTo(dialog, target);
  }

  const observer = new MutationObserver((records) => {
    if (records.every(({ removedNodes }) => removedNodes.length === 0)) return;
    if (movedFrom) {
      recover(movedFrom);
      return;
    }
    hasRemoved = true;
    setTimeout(() => (hasRemoved = false));
    if (path[0]?.isConnected === false && document.activeElement === document.body) recover(path);
  });
  observer.observe(dialog, { childList: true, subtree: true });
  dialog.addEventListener('focusin', onfocusin);
  return () => {
    observer.disconnect();
    dialog.removeEventListener('focusin', onfocusin);
  };
}

function pathUpTo(dialog: Element, target: Element): readonly Element[] {
  const path: Element[] = [];
  for (let element: Element | null = target; element && element !== dialog; element = element.parentElement) {
    path.push(element);
  }
  return path;
}

const focusable =
  ':is(button, input, select, textarea, a[href], summary, [tabindex]:not([tabindex="-1"])):not(:disabled, [hidden])';
