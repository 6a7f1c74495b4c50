/* Kith: makes things quicker, never possible: every page works without this file. No dependency, no inline handler.
   data-draft="POST"  form: what is typed is kept in this tab until data-saved="PATH" appears (never passwords, files,
                      data-private; hidden fields only with data-keep, so a repeated save stays one save)
   data-forget        form: submitting it (sign-out) drops every draft
   data-show="ID"     button, hidden: shows a password          data-print  button, hidden: prints
   data-next="DAY"    radio: the day, put into #next > b        data-after="URL"  tel link: where to go after the call */
(function () {
  'use strict';
  var doc = document, store, PRE = 'kith:';
  try { store = window.sessionStorage; } catch (e) { store = null; }
  function all(sel, root) { return Array.prototype.slice.call((root || doc).querySelectorAll(sel)); }
  function drop(prefix) {
    if (store) Object.keys(store).forEach(function (k) { if (k.indexOf(prefix) === 0) store.removeItem(k); });
  }

  /* A half-written form survives a reload. */
  function kept(f) {
    return all('input,select,textarea', f).filter(function (e) {
      if (!e.name || e.type === 'password' || e.type === 'file' || e.hasAttribute('data-private')) return false;
      return e.type !== 'hidden' || e.hasAttribute('data-keep');
    });
  }
  function ticked(e) { return e.type === 'checkbox' || e.type === 'radio'; }
  function write(f) {
    var d = kept(f).map(function (e) { return [e.name, ticked(e) ? e.value : '', ticked(e) ? e.checked : e.value]; });
    try { store.setItem(f.kithKey, JSON.stringify(d)); } catch (e) { /* full or forbidden: then without */ }
  }
  function read(f) {
    var d; try { d = JSON.parse(store.getItem(f.kithKey)); } catch (e) { d = null; }
    if (!Array.isArray(d)) return;
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
    f.addEventListener('input', function () { write(f); });
    f.addEventListener('change', function () { write(f); });
  });

  /* A fold that holds something filled or wrong stands open. */
  function unfold() {
    all('details').forEach(function (d) {
      if (all('input,select,textarea', d).some(function (e) {
        if (e.getAttribute('aria-invalid') === 'true') return true;
        if (e.type === 'hidden') return false;
        return ticked(e) ? e.checked && !e.defaultChecked : e.tagName !== 'SELECT' && e.value !== e.defaultValue;
      })) d.open = true;
    });
  }
  unfold();

  /* The summary takes the focus. */
  if (errors) errors.focus();

  /* What the chosen outcome leads to. */
  var next = doc.getElementById('next');
  function say() {
    var e = doc.querySelector('input[data-next]:checked');
    if (!next) return;
    next.hidden = !e;
    if (e) next.querySelector('b').textContent = e.getAttribute('data-next');
  }
  doc.addEventListener('change', say);
  say();

  /* One press, one save. */
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
      all('button:not([type=button])', f).forEach(function (b) { if (!b.disabled) { b.setAttribute('data-busy', ''); b.disabled = true; } });
    }, 0);
    setTimeout(free, 15000);
  });
  window.addEventListener('pageshow', function () { free(); unfold(); say(); });

  /* Show a password; print. */
  all('[data-show]').forEach(function (b) {
    var e = doc.getElementById(b.getAttribute('data-show'));
    if (!e) return;
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

  /* Back from the telephone: straight to the outcomes. */
  var after = null, pressed = 0, away = false;
  doc.addEventListener('click', function (ev) {
    var a = ev.target.closest ? ev.target.closest('a[data-after]') : null;
    if (a) { after = a.getAttribute('data-after'); pressed = Date.now(); away = false; }
  });
  doc.addEventListener('visibilitychange', function () {
    if (!after) return;
    if (doc.hidden) { away = Date.now() - pressed < 20000; if (!away) after = null; return; }
    if (!away) return;
    var to = after; after = null;
    if (to.charAt(0) !== '#') { location.assign(to); return; }
    var e = doc.getElementById(to.slice(1));
    if (e) { e.scrollIntoView(); e.focus({ preventScroll: true }); }
  });
})();
