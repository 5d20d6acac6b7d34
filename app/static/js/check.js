// The papers of a filing by keyboard: J and K go through them, 1 and 2 say it, C writes, Enter keeps it.
// Every key presses a control that is on the page. What was typed is kept before another paper is shown.
(() => {
  'use strict';

  const form = document.getElementById('look');
  const links = [...document.querySelectorAll('[data-papers] a')];
  const before = form ? new URLSearchParams(new FormData(form)).toString() : '';
  const touched = () => form && new URLSearchParams(new FormData(form)).toString() !== before;
  const writing = (target) => target.closest('textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])');
  const pressing = (target) => target.closest('a, button, summary, input[type=checkbox]');

  const open = (link) => {
    if (!touched()) return link.click();
    form.querySelector('[data-next]').value = link.dataset.paper;
    form.requestSubmit();
  };

  const step = (by) => {
    const here = links.findIndex((link) => link.getAttribute('aria-current') === 'true');
    const next = links[here + by];
    if (next) open(next);
  };

  const choose = (value) => {
    const option = form && form.querySelector(`input[name=verdict][value=${value}]`);
    if (!option) return;
    option.click();
    option.focus();
  };

  links.forEach((link) => link.addEventListener('click', (event) => {
    if (!touched() || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(link);
  }));

  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (writing(event.target)) {
      if (event.key === 'Escape' && form && form.contains(event.target)) form.querySelector('button').focus();
      return;
    }
    const key = event.key.toLowerCase();
    if (key === 'j') step(1);
    else if (key === 'k') step(-1);
    else if (key === '1') choose('accepted');
    else if (key === '2') choose('returned');
    else if (key === 'c' && form) form.querySelector('textarea').focus();
    else if (key === 'enter' && form && !pressing(event.target)) form.requestSubmit();
    else return;
    event.preventDefault();
  });
})();
