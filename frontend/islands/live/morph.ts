// Make one element like another with as little disturbance as possible: what has an id keeps its
// element (and with it focus, scroll and open state), the rest is matched by order and tag.

// Set in the browser, and not to be taken away by what the server sends.
const OWN = new Set(["style", "tabindex", "open", "data-placed", "data-held", "data-moving"]);

export function morph(old: Element, fresh: Element): void {
  if (old.isEqualNode(fresh)) return;
  attributes(old, fresh);
  if (old === document.activeElement && old instanceof HTMLInputElement) return;
  if (old.hasAttribute("data-own")) return; // filled here
  children(old, fresh);
}

function attributes(old: Element, fresh: Element): void {
  for (const { name } of [...old.attributes]) {
    if (!OWN.has(name) && !fresh.hasAttribute(name)) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (!OWN.has(name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
}

function children(old: Element, fresh: Element): void {
  const keyed = new Map<string, Element>();
  for (const child of old.children) if (child.id) keyed.set(child.id, child);
  let at = old.firstChild;
  for (const wanted of [...fresh.childNodes]) {
    const known = wanted instanceof Element && wanted.id ? keyed.get(wanted.id) : undefined;
    if (known) {
      if (known === at) at = at.nextSibling;
      else old.insertBefore(known, at);
      morph(known, wanted as Element);
    } else if (at && alike(at, wanted)) {
      const next: ChildNode | null = at.nextSibling;
      if (at instanceof Element) morph(at, wanted as Element);
      else if (at.nodeValue !== wanted.nodeValue) at.nodeValue = wanted.nodeValue;
      at = next;
    } else {
      old.insertBefore(document.importNode(wanted, true), at);
    }
  }
  while (at) {
    const next: ChildNode | null = at.nextSibling;
    at.remove();
    at = next;
  }
}

function alike(one: Node, two: Node): boolean {
  if (one.nodeType !== two.nodeType) return false;
  if (!(one instanceof Element && two instanceof Element)) return true;
  return one.tagName === two.tagName && !one.id && !two.id;
}
