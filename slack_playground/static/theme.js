// Light, dark, or as the system has it; remembered in this browser.

const NAMES = ["system", "light", "dark"];

export function themeName() {
  const kept = recall("theme");
  return NAMES.includes(kept) ? kept : "system";
}

export function applyTheme() {
  document.documentElement.dataset.theme = themeName();
}

export function nextTheme() {
  remember("theme", NAMES[(NAMES.indexOf(themeName()) + 1) % NAMES.length]);
  applyTheme();
}

/** Browsers may forbid a page to remember anything: then it forgets. */
export function recall(name) {
  try {
    return localStorage.getItem(`policybot-${name}`);
  } catch {
    return null;
  }
}

export function remember(name, value) {
  try {
    localStorage.setItem(`policybot-${name}`, value);
  } catch {
    // Forgotten, then.
  }
}
