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

  const row = (form, file) => {
    const words = form.dataset;
    const place = document.createElement('div');
    place.className = 'bl-sending';
    const line = document.createElement('div');
    line.className = 'row1';
    const told = document.createElement('span');
    told.setAttribute('role', 'status');
    told.textContent = file.name;
    const bar = document.createElement('progress');
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute('aria-label', file.name);
    line.append(told);
    place.append(line, bar);
    form.append(place);
    return {
      place,
      line,
      show: (percent) => {
        bar.value = percent;
        told.textContent = `${file.name} · ${percent}%`;
      },
      say: (sentence) => {
        told.textContent = `${file.name} · ${sentence}`;
      },
      words,
    };
  };

  const send = (form, file) => new Promise((done, failed) => {
    const shown = row(form, file);
    let stopped = false;
    const upload = new window.tus.Upload(file, {
      endpoint: `${form.getAttribute('action')}/uploads`,
      chunkSize: Number(form.dataset.tusChunk),
      retryDelays: [0, 1000, 3000, 8000, 20000],
      metadata: { filename: file.name },
      headers: { 'X-CSRFToken': form.elements.csrf_token.value },
      fingerprint: () => Promise.resolve(['binglian', form.getAttribute('action'), file.name, file.size, file.lastModified].join('-')),
      removeFingerprintOnSuccess: true,
      onProgress: (sent, all) => shown.show(Math.floor((sent / all) * 100)),
      onShouldRetry: (error) => {
        const status = error.originalResponse ? error.originalResponse.getStatus() : 0;
        return status === 0 || status === 409 || status === 423 || status === 460 || status === 429 || (status >= 500 && status !== 507);
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
        done(upload.url.split('/').pop());
      },
    });
    const hold = button(form.dataset.tusPause, () => {
      stopped = !stopped;
      hold.textContent = stopped ? form.dataset.tusResume : form.dataset.tusPause;
      if (stopped) upload.abort();
      else upload.start();
    });
    shown.line.append(hold, button(form.dataset.tusCancel, () => {
      upload.abort(true).catch(() => {}).finally(() => {
        shown.place.remove();
        failed(new Error('cancelled'));
      });
    }));
    upload.findPreviousUploads().then((earlier) => {
      if (earlier.length) upload.resumeFromPreviousUpload(earlier[0]);
      upload.start();
    });
  });

  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!form.matches('[data-tus]')) return;
    const input = form.querySelector('input[type=file]');
    const files = [...input.files];
    if (!files.length || files.reduce((sum, file) => sum + file.size, 0) < WHOLE) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (form.dataset.sent) return;
    form.dataset.sent = '1';
    const pressed = event.submitter;
    form.querySelectorAll('.bl-sending').forEach((old) => old.remove());
    Promise.all(files.map((file) => send(form, file))).then((names) => {
      const fields = names.map((name) => ['upload', name]);
      if (pressed && pressed.name) fields.push([pressed.name, pressed.value]);
      fields.forEach(([name, value]) => {
        const field = document.createElement('input');
        Object.assign(field, { type: 'hidden', name, value });
        form.append(field);
      });
      input.disabled = true;
      form.submit();
    }).catch(() => {
      delete form.dataset.sent;
    });
  }, true);
})();
