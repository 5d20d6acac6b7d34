// A queue by keyboard: J and K move, Enter opens, / searches, [data-key] presses the button of that letter.
(() => {
  'use strict';

  const rows = () => [...document.querySelectorAll('[data-queue] tbody tr')].filter((row) => row.querySelector('a.ttl'));
  const typing = (target) => target.closest('input, textarea, select, [contenteditable]');

  const choose = (step) => {
    const all = rows();
    if (!all.length) return;
    const now = all.findIndex((row) => row.classList.contains('is-sel'));
    const next = all[Math.min(all.length - 1, Math.max(0, now + step))];
    all.forEach((row) => row.classList.toggle('is-sel', row === next));
    next.querySelector('a.ttl').focus();
    next.scrollIntoView({ block: 'nearest' });
  };

  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const key = event.key.toLowerCase();
    if (key === 'j') choose(1);
    else if (key === 'k') choose(-1);
    else if (key === '/') document.querySelector('[data-search]')?.focus();
    else if (/^[a-z]$/.test(key)) {
      const here = document.querySelector('[data-queue] tr.is-sel') || document;
      const button = here.querySelector(`[data-key="${key}"]`) || document.querySelector(`main [data-key="${key}"]`);
      if (!button) return;
      button.click();
    } else return;
    event.preventDefault();
  });
})();
