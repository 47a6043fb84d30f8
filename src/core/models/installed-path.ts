export function installedPath(id: string): string {
  return `installed:${id}`;
}
