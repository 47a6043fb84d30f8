/** Where notices float: how far from the lower edge of the window, and about which line. */
export interface NoticesPlace {
  readonly bottomPx: number;
  readonly centrePx: number;
  readonly mostWidthPx: number;
}

/** What stands at the lower edge and is not to be covered; the question says where people look. */
const keptFree = '[data-under-notices]';
/** What stands higher has room below it. */
const lowPx = 200;

/** Above what stands at the lower edge of the page there. */
export function noticesPlace(): NoticesPlace {
  const shown = [...document.querySelectorAll<HTMLElement>(keptFree)]
    .filter((element) => element.checkVisibility())
    .map((element) => ({ area: element.getBoundingClientRect(), kind: element.dataset['underNotices'] }))
    .filter(({ area }) => area.height > 0);
  const question = shown.find(({ kind }) => kind === 'question')?.area;
  const centrePx = question ? question.left + question.width / 2 : innerWidth / 2;
  const mostWidthPx = Math.min(480, (question?.width ?? innerWidth) - 24);
  const below = shown.filter(
    ({ area }) =>
      area.left < centrePx + mostWidthPx / 2 &&
      area.right > centrePx - mostWidthPx / 2 &&
      area.bottom > innerHeight - lowPx,
  );
  return { bottomPx: Math.max(0, ...below.map(({ area }) => innerHeight - area.top)), centrePx, mostWidthPx };
}
