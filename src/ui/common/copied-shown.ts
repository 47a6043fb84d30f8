/** How long a button that copies says that it did. */
export const copiedShownMs = 2000;
