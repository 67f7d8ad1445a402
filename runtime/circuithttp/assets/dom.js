// Making and changing elements.

export function el(tag, attributes = {}, ...children) {
  const e = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) e.setAttribute(name, value);
  e.append(...children);
  return e;
}

export function svg(tag, attributes = {}, ...children) {
  const e = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) e.setAttribute(name, value);
  e.append(...children);
  return e;
}

export function icon(name) {
  return svg('svg', { class: 'icon', 'aria-hidden': 'true' }, svg('use', { href: `#${name}` }));
}

// What has not changed is not written, so that nothing is laid out anew, nor read out.
export function setText(e, text) {
  if (e.textContent !== text) e.textContent = text;
}

export function set(e, name, value) {
  if (e.getAttribute(name) !== value) e.setAttribute(name, value);
}
