/* Kith: quicker, never needed: every page works without it.
   form[data-draft] is kept in this tab until data-saved=PATH: no passwords, data-private; hidden fields if data-keep */
(function () {
  var doc = document, PRE = 'kith:', store = null;
  try { store = window.sessionStorage; } catch (e) { }
  function all(sel, root) { return [].slice.call((root || doc).querySelectorAll(sel)); }
  function drop(prefix) {
    if (store) Object.keys(store).forEach(function (k) { if (k.indexOf(prefix) === 0) store.removeItem(k); });
  }
  function kept(f) {
    return all('input,select,textarea', f).filter(function (e) {
      return e.name && !/^(password|file)$/.test(e.type) && !e.hasAttribute('data-private') &&
        !e.hasAttribute('data-shown') && (e.type !== 'hidden' || e.hasAttribute('data-keep'));
    });
  }
  function ticked(e) { return /^(checkbox|radio)$/.test(e.type); }
  function write(f) {
    var d = kept(f).map(function (e) { return [e.name, ticked(e) ? e.value : '', ticked(e) ? e.checked : e.value]; });
    try { store.setItem(f.kithKey, JSON.stringify(d)); } catch (e) { }
  }
  function read(f) {
    var d = JSON.parse(store.getItem(f.kithKey) || '[]');
    kept(f).forEach(function (e) {
      d.forEach(function (r) {
        if (r[0] !== e.name) return;
        if (!ticked(e)) e.value = r[2]; else if (r[1] === e.value) e.checked = r[2];
      });
    });
  }
  all('[data-saved]').forEach(function (e) { drop(PRE + e.getAttribute('data-saved') + '#'); });
  var errors = doc.getElementById('errors');
  if (store) all('form[data-draft]').forEach(function (f) {
    f.kithKey = PRE + location.pathname + '#' + f.getAttribute('data-draft');
    if (!errors) read(f);
    ['input', 'change'].forEach(function (k) { f.addEventListener(k, function () { write(f); }); });
  });
  /* A fold that holds something filled or wrong stands open. */
  function unfold() {
    all('details').forEach(function (d) {
      if (all('input,select,textarea', d).some(function (e) {
        return e.getAttribute('aria-invalid') === 'true' || e.type !== 'hidden' && (ticked(e) ? e.checked && !e.defaultChecked : e.tagName !== 'SELECT' && e.value !== e.defaultValue);
      })) d.open = true;
    });
  }
  unfold();
  if (errors) errors.focus();
  var next = doc.getElementById('next');
  function say() {
    var e = doc.querySelector('input[data-next]:checked');
    if (next) next.hidden = !e;
    if (next && e) next.querySelector('b').textContent = e.getAttribute('data-next');
  }
  doc.addEventListener('change', say);
  say();
  function free() {
    all('form').forEach(function (f) { f.kithSent = false; });
    all('[data-busy]').forEach(function (b) { b.disabled = false; b.removeAttribute('data-busy'); });
  }
  doc.addEventListener('submit', function (ev) {
    var f = ev.target;
    if (f.hasAttribute('data-forget')) drop(PRE);
    all('[data-shown]', f).forEach(function (e) { e.type = 'password'; });
    if (f.method !== 'post') return;
    if (f.kithSent) { ev.preventDefault(); return; }
    f.kithSent = true;
    setTimeout(function () {
      all('button:enabled', f).forEach(function (b) { b.setAttribute('data-busy', ''); b.disabled = true; });
    }, 0);
    setTimeout(free, 15000);
  });
  window.addEventListener('pageshow', function () { free(); unfold(); say(); });
  all('[data-show]').forEach(function (b) {
    var e = doc.getElementById(b.getAttribute('data-show'));
    b.hidden = false;
    b.setAttribute('aria-pressed', 'false');
    b.addEventListener('click', function () {
      var on = e.type === 'password';
      e.type = on ? 'text' : 'password';
      e.setAttribute('data-shown', '');
      b.setAttribute('aria-pressed', String(on));
    });
  });
  all('[data-print]').forEach(function (b) {
    b.hidden = false;
    b.addEventListener('click', function () { window.print(); });
  });
  /* A file goes into a box, in whichever encoding it was saved. */
  all('[data-into]').forEach(function (f) {
    f.parentNode.hidden = false;
    f.addEventListener('change', function () {
      if (f.files[0]) f.files[0].arrayBuffer().then(function (b) {
        var s = new TextDecoder().decode(b);
        doc.getElementById(f.getAttribute('data-into')).value = s.indexOf('\ufffd') < 0 ? s : new TextDecoder('gb18030').decode(b);
      });
    });
  });
  if (doc.querySelector('[data-reload]')) setTimeout(function () { location.reload(); }, 4000);
  /* Back from the telephone: straight to the outcomes. */
  var after = null, pressed = 0, away = false;
  doc.addEventListener('click', function (ev) {
    var a = ev.target.closest ? ev.target.closest('a[data-after]') : null;
    if (a) { after = a.getAttribute('data-after'); pressed = Date.now(); away = false; }
  });
  doc.addEventListener('visibilitychange', function () {
    if (!after) return;
    if (doc.hidden) { if (!away) away = Date.now() - pressed < 20000; return; }
    var e = doc.getElementById(after.slice(1));
    if (away && after[0] !== '#') location.assign(after);
    else if (away && e) { e.scrollIntoView(); e.focus({ preventScroll: true }); }
    after = null;
  });
})();
