// What is kept on this device. Where a browser forbids it, nothing is kept and nothing breaks.
export function read(key) {
  try {
    return JSON.parse(localStorage.getItem(`plainpied.${key}`));
  } catch {
    return null;
  }
}

export function write(key, value) {
  try {
    if (value === null) localStorage.removeItem(`plainpied.${key}`);
    else localStorage.setItem(`plainpied.${key}`, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}
