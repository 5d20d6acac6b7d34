// Large files go in pieces and go on after a break; without this file (or tus) the form sends one body, as it is.
(() => {
  'use strict';

  if (!window.tus || !window.tus.isSupported) return;
  const WHOLE = 1048576; // what is smaller goes as it is

  const button = (words, press) => {
    const made = document.createElement('button');
    made.type = 'button';
    made.className = 'bl-btn is-s is-quiet';
    made.textContent = words;
    made.addEventListener('click', press);
    return made;
  };

  let rows = 0;
  const row = (form, file) => {
    rows += 1;
    const make = (tag, holder, rest) => holder.appendChild(Object.assign(document.createElement(tag), rest));
    const place = make('div', form, { className: 'bl-sending' });
    const name = make('span', place, { className: 'name', id: `sending-${rows}`, lang: 'zh', textContent: file.name });
    const percent = make('span', place, { textContent: '0%' });
    const bar = make('progress', place, { max: 100, value: 0 });
    bar.setAttribute('aria-labelledby', name.id);
    const told = make('span', place, { className: 'told' });
    told.setAttribute('role', 'status');
    return {
      place,
      add: (made) => {
        made.setAttribute('aria-describedby', name.id);
        place.append(made);
      },
      show: (sent) => {
        bar.value = sent;
        percent.textContent = `${sent}%`;
      },
      say: (sentence) => {
        told.textContent = sentence;
      },
    };
  };

  const fingerprint = (form, file) => ['binglian', form.getAttribute('action'), file.name, file.size, file.lastModified].join('-');
  const arrived = new Map(); // whole files of which the form has not yet told, as another one broke off

  // The name the whole file got, or nothing when the person no longer wants to send it.
  const send = (form, file) => new Promise((done, failed) => {
    const key = fingerprint(form, file);
    const shown = row(form, file);
    if (arrived.has(key)) {
      shown.show(100);
      done(arrived.get(key));
      return;
    }
    let stopped = false;
    const upload = new window.tus.Upload(file, {
      endpoint: `${form.getAttribute('action')}/uploads`,
      chunkSize: Number(form.dataset.tusChunk),
      retryDelays: [0, 1000, 3000, 8000, 20000],
      metadata: { filename: file.name },
      headers: { 'X-CSRFToken': form.elements.csrf_token.value },
      fingerprint: () => Promise.resolve(key),
      removeFingerprintOnSuccess: true,
      onProgress: (sent, all) => shown.show(Math.floor((sent / all) * 100)),
      onShouldRetry: (error) => {
        const status = error.originalResponse ? error.originalResponse.getStatus() : 0;
        // 409 to a piece: it begins elsewhere now; to the file itself: it is refused, and stays so
        const moved = status === 409 && error.originalRequest.getMethod() === 'PATCH';
        return status === 0 || moved || status === 423 || status === 460 || status === 429 || (status >= 500 && status !== 507);
      },
      onError: (error) => {
        const said = error.originalResponse && error.originalResponse.getBody();
        shown.say(said && said.length < 300 && !said.startsWith('<') ? said : form.dataset.tusBroken);
        shown.place.classList.add('is-bad');
        hold.hidden = true;
        failed(error);
      },
      onSuccess: () => {
        hold.hidden = true;
        drop.hidden = true;
        arrived.set(key, upload.url.split('/').pop());
        done(arrived.get(key));
      },
    });
    const hold = button(form.dataset.tusPause, () => {
      stopped = !stopped;
      hold.textContent = stopped ? form.dataset.tusResume : form.dataset.tusPause;
      if (stopped) upload.abort();
      else upload.start();
    });
    const drop = button(form.dataset.tusCancel, () => {
      upload.abort(true).catch(() => {}).finally(() => {
        shown.place.remove();
        done(null);
      });
    });
    shown.add(hold);
    shown.add(drop);
    upload.findPreviousUploads().then((earlier) => {
      if (earlier.length) upload.resumeFromPreviousUpload(earlier[0]);
      upload.start();
    });
  });

  // while files are on their way the form cannot be sent a second time
  const busy = (form, is) => {
    if (is) form.dataset.sent = '1';
    else delete form.dataset.sent;
    form.querySelectorAll('button[name]').forEach((each) => (is ? each.setAttribute('aria-disabled', 'true') : each.removeAttribute('aria-disabled')));
  };

  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!form.matches('[data-tus]')) return;
    const inputs = [...form.querySelectorAll('input[type=file]')];
    const files = inputs.flatMap((each) => [...each.files]);
    if (!files.length || files.reduce((sum, file) => sum + file.size, 0) < WHOLE) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (form.dataset.sent) return;
    busy(form, true);
    const pressed = event.submitter;
    form.querySelectorAll('.bl-sending').forEach((old) => old.remove());
    Promise.allSettled(files.map((file) => send(form, file))).then((ends) => {
      const names = ends.map((end) => end.value).filter(Boolean);
      if (!names.length || ends.some((end) => end.status === 'rejected')) {
        busy(form, false);
        return;
      }
      const fields = names.map((name) => ['upload', name]);
      if (pressed && pressed.name) fields.push([pressed.name, pressed.value]);
      fields.forEach(([name, value]) => {
        const field = document.createElement('input');
        Object.assign(field, { type: 'hidden', name, value });
        form.append(field);
      });
      inputs.forEach((each) => { each.disabled = true; });
      form.submit();
    });
  }, true);
})();
