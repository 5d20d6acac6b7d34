// Forms work without this file. It keeps a double click from sending twice and leads to the first error.
(() => {
  'use strict';

  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!form.matches('[data-once]')) return;
    // what opens beside this page (a draft) leaves the form as it is
    if (event.submitter && event.submitter.formTarget === '_blank') return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = '1';
    // disabled only after the browser has read the pressed button's own value
    setTimeout(() => form.querySelectorAll('button').forEach((button) => button.setAttribute('aria-disabled', 'true')), 0);
  });

  // a page taken out of the browser's memory by "back" must be usable again
  window.addEventListener('pageshow', () => {
    document.querySelectorAll('form[data-sent]').forEach((form) => {
      delete form.dataset.sent;
      form.querySelectorAll('button').forEach((button) => button.removeAttribute('aria-disabled'));
    });
  });

  const summary = document.querySelector('[data-error-summary]');
  if (summary) summary.focus();

  // choosing a filter is enough; without script the button beside it does the same
  document.addEventListener('change', (event) => {
    const form = event.target.closest('form[data-auto]');
    if (form && event.target.matches('select, [type=checkbox]')) form.requestSubmit();
  });

  // a file may be dropped on its field; its name and size are told before anything is sent
  const told = (input) => {
    const place = input.closest('[data-file]')?.querySelector('[data-file-told]');
    if (!place) return;
    // where large files go in pieces, each has a bound of its own; else all of them are one body
    const inPieces = Boolean(window.tus && input.closest('[data-tus]'));
    const limit = Number((inPieces ? input.dataset.largeBytes : input.dataset.maxBytes) || 0);
    const sizes = [...input.files].map((file) => file.size);
    const size = inPieces ? Math.max(0, ...sizes) : sizes.reduce((sum, one) => sum + one, 0);
    const tooBig = limit > 0 && size > limit;
    place.textContent = [...input.files].map((file) => `${file.name} · ${(file.size / 1048576).toFixed(1)} MB`).join('\n');
    if (tooBig) place.textContent += ` · ${(inPieces && input.dataset.tooLarge) || input.dataset.tooBig || ''}`;
    input.closest('[data-file]').classList.toggle('is-bad', tooBig);
  };
  document.addEventListener('change', (event) => {
    if (!event.target.matches('[data-file] input[type=file]')) return;
    told(event.target);
    // on a telephone, choosing is enough where it can be put right afterwards; the button comes for a second try
    const form = event.target.form;
    form.classList.add('is-chosen');
    if (!form.matches('[data-goes]') || form.classList.contains('is-bad') || !matchMedia('(pointer: coarse)').matches) return;
    if (event.target.files.length) form.requestSubmit(form.querySelector('button[name=action]'));
  });
  ['dragover', 'drop'].forEach((name) => document.addEventListener(name, (event) => {
    const area = event.target.closest?.('[data-file]');
    if (!area) return;
    event.preventDefault();
    if (name !== 'drop' || !event.dataTransfer.files.length) return;
    const input = area.querySelector('input[type=file]');
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  }));
})();
