// Elements without markup: whatever is not an element becomes a text node, so nothing that anybody wrote is ever parsed.

/** An element. Properties named `on…` are listeners; `class`, `dataset` and attributes are set; null ones are left out. */
export function el(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key === "dataset") Object.assign(made.dataset, value);
    else if (key === "value" || key === "checked" || key === "selected") made[key] = value;
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

let count = 0;

/** An id that nothing on the page has yet. */
export function freshId(about) {
  count += 1;
  return `${about}-${count}`;
}

/**
 * Make a list show these items. `signature` tells whether an item changed; only then it is drawn again,
 * and whoever had the focus inside gets it back on what stands in its place.
 */
export function keep(list, items, keyOf, signatureOf, draw) {
  const before = list.kept ?? new Map();
  const now = new Map();
  let place = list.firstElementChild;
  for (const item of items) {
    const key = keyOf(item);
    const signature = signatureOf(item);
    const old = before.get(key);
    const same =
      old && old.signature.length === signature.length && old.signature.every((part, at) => part === signature[at]);
    const node = same ? old.node : draw(item);
    if (old && !same) {
      const focus = old.node.contains(document.activeElement) ? (document.activeElement.dataset.focus ?? "") : null;
      if (place === old.node) place = node;
      old.node.replaceWith(node);
      if (focus !== null) (focusable(node, focus) ?? node).focus();
    }
    now.set(key, { node, signature });
    if (node === place) place = place.nextElementSibling;
    else list.insertBefore(node, place);
  }
  for (const [key, { node }] of before) if (!now.has(key)) node.remove();
  list.kept = now;
}

function focusable(node, name) {
  return [...node.querySelectorAll("[data-focus]")].find((one) => one.dataset.focus === name);
}

/** Whoever reads the end of something that scrolls goes on reading the end, also when it becomes narrower. */
export function stayAtEnd(scroll) {
  let atEnd = false;
  const note = () => (atEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 40);
  scroll.addEventListener("scroll", note);
  new ResizeObserver(() => {
    if (atEnd) scroll.scrollTop = scroll.scrollHeight;
  }).observe(scroll);
}

/** The time of a Slack ts, as a person reads it. */
export function timeOf(ts) {
  const when = new Date(Number.parseFloat(ts) * 1000);
  const text = when.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  return el("time", { datetime: when.toISOString(), title: when.toLocaleString("en-GB") }, text);
}
