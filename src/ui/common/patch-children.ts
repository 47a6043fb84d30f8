/**
 * Makes the children of `target` equal to those of `wanted`, touching only what differs: text that is still being
 * written grows in place, and what is focused, hovered or selected stays so.
 */
export function patchChildren(target: Node, wanted: Node): void {
  const next = [...wanted.childNodes];
  next.forEach((wantedChild, position) => {
    const child = target.childNodes[position];
    if (child === undefined) target.appendChild(wantedChild);
    else if (!patch(child, wantedChild)) target.replaceChild(wantedChild, child);
  });
  while (target.childNodes.length > next.length) target.lastChild?.remove();
}

function patch(node: Node, wanted: Node): boolean {
  if (node instanceof Text && wanted instanceof Text) {
    if (wanted.data.startsWith(node.data)) node.appendData(wanted.data.slice(node.data.length));
    else node.data = wanted.data;
    return true;
  }
  if (!(node instanceof Element) || !(wanted instanceof Element)) return false;
  if (node.tagName !== wanted.tagName) return false;
  patchAttributes(node, wanted);
  patchChildren(node, wanted);
  return true;
}

function patchAttributes(element: Element, wanted: Element): void {
  for (const { name } of [...element.attributes]) {
    if (!wanted.hasAttribute(name)) element.removeAttribute(name);
  }
  for (const { name, value } of wanted.attributes) {
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  }
}
