// The one form works without this file. It saves every answer as it is typed, keeps what could not be sent on this
// device until it is, takes over what another member answered, and shows only the questions that still matter.
(() => {
  'use strict';
  const form = document.querySelector('form[data-autosave]');
  const asking = document.querySelector('form[data-asked]');
  const questions = (where) => [...where.querySelectorAll('[data-question]')];
  const show = (where, asked) => questions(where).forEach((one) => { one.hidden = !asked.includes(one.dataset.question); });

  // without an account nothing is saved: only which questions are still put is asked
  if (asking) {
    let timer;
    asking.addEventListener('input', () => {
      clearTimeout(timer);
      timer = setTimeout(async () => {
        try {
          const answer = await fetch(`${asking.dataset.asked}?${new URLSearchParams(new FormData(asking))}`);
          if (answer.ok) show(asking, (await answer.json()).asked);
        } catch { /* the button below does the same */ }
      }, 300);
    });
  }
  if (!form) return;

  const PAUSE = 600, LONGEST_WAIT = 30000;
  const told = form.querySelector('[data-saved]');
  const shelf = `answers:${form.dataset.autosave}`;
  const waiting = new Map(), timers = new Map();
  let busy = false, failures = 0, later;

  const keep = () => {
    try {
      if (waiting.size) localStorage.setItem(shelf, JSON.stringify([...waiting]));
      else localStorage.removeItem(shelf);
    } catch { /* a browser that keeps nothing still saves */ }
  };
  const question = (key) => form.querySelector(`[data-question="${CSS.escape(key)}"]`);
  const controls = (one) => [...one.querySelectorAll('[name^="a_"]')];
  const read = (one) => {
    const [first] = controls(one);
    return first.type === 'radio' ? (controls(one).find((each) => each.checked) || { value: '' }).value : first.value;
  };
  const write = (one, value) => controls(one).forEach((each) => {
    if (each.type === 'radio') each.checked = each.value === value;
    else each.value = value;
  });
  const setVersion = (one, version) => {
    one.dataset.version = version;
    one.querySelector('[name^="b_"]').value = version;
  };
  const clear = (one) => {
    one.querySelectorAll('.bl-error, [data-clash]').forEach((each) => each.remove());
    one.querySelectorAll('.is-bad').forEach((each) => each.classList.remove('is-bad'));
    one.querySelectorAll('[aria-invalid]').forEach((each) => each.removeAttribute('aria-invalid'));
  };
  const wrong = (one, words) => {
    const place = one.querySelector('.bl-field, .bl-choice');
    const said = document.createElement('span');
    said.className = 'bl-error';
    said.setAttribute('role', 'alert');
    said.textContent = words;
    clear(one);
    place.classList.add('is-bad');
    place.querySelector('label, legend').after(said);
  };

  const left = form.querySelector('[data-left]');
  const count = () => {
    const open = questions(form).filter((one) => !one.hidden && !read(one)).length;
    left.textContent = open ? left.dataset.left.replace('{n}', open) : left.dataset.none;
  };

  const queue = (one, pause) => {
    const key = one.dataset.question;
    const known = waiting.get(key);
    waiting.set(key, { value: read(one), base: known ? known.base : Number(one.dataset.version) });
    keep();
    clearTimeout(timers.get(key));
    timers.set(key, setTimeout(() => { timers.delete(key); send(); }, pause));
  };

  const body = (key, entry) => {
    const said = new URLSearchParams({ field: key, value: entry.value, base: String(entry.base) });
    said.set('csrf_token', form.querySelector('[name=csrf_token]').value);
    return said;
  };

  const send = async () => {
    const key = [...waiting.keys()].find((each) => !timers.has(each));
    if (busy || key === undefined) return;
    busy = true;
    const entry = waiting.get(key);
    told.textContent = told.dataset.saving;
    try {
      const answer = await fetch(form.dataset.autosave, { method: 'POST', body: body(key, entry), redirect: 'manual' });
      // whoever is signed out is led to the sign-in page, or has a token that is no longer good
      if (!(answer.headers.get('content-type') || '').includes('json')) throw new TypeError(answer.status < 500 ? 'signedOut' : 'offline');
      failures = 0;
      done(key, entry, await answer.json());
    } catch (error) {
      failures += 1;
      told.textContent = error.message === 'signedOut' ? told.dataset.signedOut : told.dataset.offline;
      clearTimeout(later);
      later = setTimeout(send, Math.min(LONGEST_WAIT, 1000 * 2 ** failures));
      return;
    } finally {
      busy = false;
      keep();
    }
    send();
  };

  const done = (key, entry, reply) => {
    const one = question(key);
    const newer = waiting.get(key) !== entry;
    if (!newer) waiting.delete(key);
    told.textContent = reply.said || reply.words;
    if (reply.state === 'wrong') wrong(one, reply.words);
    if (reply.state !== 'saved' && reply.state !== 'clash') return;
    if (reply.state === 'clash') {
      clear(one);
      one.insertAdjacentHTML('beforeend', reply.clash);
      told.textContent = '';
    } else {
      clear(one);
      one.querySelectorAll('.bl-hint').forEach((hint) => hint.remove());
    }
    Object.entries(reply.answers).forEach(([name, [value, version]]) => {
      const other = question(name);
      const mine = name === key;
      if (!other || version <= Number(other.dataset.version) || (mine && reply.state === 'clash')) return;
      if (!mine && waiting.has(name)) return;
      if (!mine) write(other, value);
      setVersion(other, version);
      if (mine && newer) waiting.get(name).base = version;
    });
    show(form, reply.asked);
    count();
  };

  form.addEventListener('input', (event) => {
    const one = event.target.closest('[data-question]');
    if (one) queue(one, event.target.type === 'text' ? PAUSE : 0);
    count();
  });
  form.addEventListener('click', (event) => {
    const clash = event.target.closest('[data-clash]');
    if (!clash || !event.target.matches('button')) return;
    event.preventDefault();
    const one = clash.closest('[data-question]');
    setVersion(one, clash.dataset.version);
    if (event.target.matches('[data-theirs]')) write(one, clash.dataset.value);
    clear(one);
    queue(one, 0);
  });
  window.addEventListener('online', () => { failures = 0; send(); });
  document.addEventListener('visibilitychange', () => { if (!document.hidden) send(); });

  told.textContent = told.dataset.ready;
  try {
    JSON.parse(localStorage.getItem(shelf) || '[]').forEach(([key, entry]) => {
      const one = question(key);
      if (!one || read(one) === entry.value) return;
      write(one, entry.value);
      waiting.set(key, entry);
    });
  } catch { /* what cannot be read was not kept */ }
  keep();
  count();
  send();
})();
