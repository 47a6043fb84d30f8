export interface TreeVisitor {
  /** Returns false to leave the node's children out; `leave` is then not called for it. */
  readonly enter: (node: Node) => boolean;
  readonly leave?: (node: Node) => void;
}

/** Visits `root` and all below it in document order, without recursion: hostile files nest thousands deep. */
export function walkTree(root: Node, { enter, leave }: TreeVisitor): void {
  let node: Node | null = root;
  while (node) {
    const isEntered = enter(node);
    const child: Node | null = isEntered ? node.firstChild : null;
    if (child) {
      node = child;
      continue;
    }
    if (isEntered) leave?.(node);
    while (node && node !== root && !node.nextSibling) {
      node = node.parentNode;
      if (node) leave?.(node);
    }
    node = node === root || !node ? null : node.nextSibling;
  }
}

export function isElement(node: Node): node is Element {
  return node.nodeType === 1;
}

export function isText(node: Node): node is Text {
  return node.nodeType === 3 || node.nodeType === 4;
}

/** Lower-case, without a namespace prefix. */
export function tagOf(element: Element): string {
  return element.localName.toLowerCase().replace(/^.*:/, '');
}
