/**
 * For a dialog: where what had the focus goes away, the focus stays near it instead of going back to the dialog's first
 * button. Whoever sets the focus in place of what goes keeps it.
 */
export function keepFocusNear(dialog: Element): () => void {
  /** From what has the focus up to the dialog. */
  let path: Element[] = [];

  function isLost(): boolean {
    return path[0]?.isConnected === false;
  }

  function recover(): void {
    const near = path.find((element) => element.isConnected && dialog.contains(element));
    path = [];
    const place = near?.matches('.dialog-body') ? undefined : near?.querySelector<HTMLElement>(focusable);
    (place ?? (dialog as HTMLElement)).focus({ preventScroll: true });
  }

  function onfocusin({ target }: Event): void {
    if (!(target instanceof Element)) return;
    const isFallback = target.closest('.dialog-head') !== null || target === document.body;
    if (isLost() && isFallback) {
      recover();
      return;
    }
    path = [];
    for (
      let element: Element | null = target;
      element && element !== dialog;
      element = element.parentElement
    ) {
      path.push(element);
    }
  }

  const observer = new MutationObserver(() => {
    const { activeElement } = document;
    if (isLost() && (activeElement === document.body || activeElement === null)) recover();
  });
  observer.observe(dialog, { childList: true, subtree: true });
  dialog.addEventListener('focusin', onfocusin);
  return () => {
    observer.disconnect();
    dialog.removeEventListener('focusin', onfocusin);
  };
}

const focusable =
  ':is(button, input, select, textarea, a[href], summary, [tabindex]:not([tabindex="-1"])):not(:disabled, [hidden])';
