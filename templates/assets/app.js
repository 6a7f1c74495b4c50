/* Kith: quicker, never needed: every page works without it.
   form[data-draft] is kept in this tab until data-saved=PATH (with all below): no passwords, data-private; hidden fields if data-keep */
(() => {
  var doc = document, PRE = 'kith:', store = null;
  try { store = window.sessionStorage; } catch (e) { }
  var id = name => doc.getElementById(name), all = (sel, e) => [...(e || doc).querySelectorAll(sel)];
  var on = (e, k, f) => e.addEventListener(k, f), has = (e, name) => name in e.dataset;
  var ticked = e => /^(checkbox|radio)$/.test(e.type);
  function drop(prefix) {
    if (store) Object.keys(store).forEach(k => { if (k.startsWith(prefix)) store.removeItem(k); });
  }
  function kept(f) {
    return all('input,select,textarea', f).filter(e => e.name && !/^(password|file)$/.test(e.type) &&
      !has(e, 'private') && !has(e, 'shown') && (e.type !== 'hidden' || has(e, 'keep')));
  }
  function write(f) {
    var d = kept(f).map(e => [e.name, ticked(e) ? e.value : '', ticked(e) ? e.checked : e.value]);
    try { store.setItem(f.kithKey, JSON.stringify(d)); } catch (e) { }
  }
  function read(f) {
    var d = JSON.parse(store.getItem(f.kithKey) || '[]');
    kept(f).forEach(e => d.filter(r => r[0] === e.name).forEach(r => {
      if (!ticked(e)) e.value = r[2]; else if (r[1] === e.value) e.checked = r[2];
    }));
  }
  all('[data-saved]').forEach(e => ['#', '/'].forEach(c => drop(PRE + e.dataset.saved + c)));
  var errors = id('errors');
  if (store) all('form[data-draft]').forEach(f => {
    f.kithKey = PRE + location.pathname + '#' + f.dataset.draft;
    if (!errors) read(f);
    ['input', 'change'].forEach(k => on(f, k, () => write(f)));
  });
  /* A fold that holds something filled or wrong stands open. */
  function unfold() {
    all('details').forEach(d => {
      if (all('input,select,textarea', d).some(e => e.getAttribute('aria-invalid') || e.type !== 'hidden' &&
        (ticked(e) ? e.checked && !e.defaultChecked : e.tagName !== 'SELECT' && e.value !== e.defaultValue))) d.open = true;
    });
  }
  unfold();
  if (errors) errors.focus();
  var next = id('next');
  function say() {
    var e = doc.querySelector('input[data-next]:checked');
    if (next) next.hidden = !e;
    if (next && e) next.querySelector('b').textContent = e.dataset.next;
  }
  on(doc, 'change', say);
  say();
  function free() {
    all('form').forEach(f => f.kithSent = false);
    all('[data-busy]').forEach(b => { b.disabled = false; delete b.dataset.busy; });
  }
  on(doc, 'submit', ev => {
    var f = ev.target;
    if (has(f, 'forget')) drop(PRE);
    all('[data-shown]', f).forEach(e => e.type = 'password');
    if (f.method !== 'post') return;
    if (f.kithSent) return ev.preventDefault();
    f.kithSent = true;
    setTimeout(() => all('button:enabled', f).forEach(b => { b.dataset.busy = ''; b.disabled = true; }), 0);
    setTimeout(free, 15000);
  });
  on(window, 'pageshow', () => { free(); unfold(); say(); });
  all('[data-show]').forEach(b => {
    var e = id(b.dataset.show);
    b.hidden = false;
    b.setAttribute('aria-pressed', false);
    on(b, 'click', () => {
      var shown = e.type === 'password';
      e.type = shown ? 'text' : 'password';
      e.dataset.shown = '';
      b.setAttribute('aria-pressed', shown);
    });
  });
  all('[data-print]').forEach(b => {
    b.hidden = false;
    on(b, 'click', () => window.print());
  });
  /* A file goes into a box, in whichever encoding it was saved. */
  all('[data-into]').forEach(f => {
    f.parentNode.hidden = false;
    on(f, 'change', () => {
      if (f.files[0]) f.files[0].arrayBuffer().then(b => {
        var s = new TextDecoder().decode(b);
        id(f.dataset.into).value = s.includes('\ufffd') ? new TextDecoder('gb18030').decode(b) : s;
      });
    });
  });
  /* A place: what it may become, as one types. */
  all('[data-places]').forEach(e => {
    var list = doc.createElement('datalist'), wait;
    list.id = e.id + '-list';
    e.after(list);
    e.setAttribute('list', list.id);
    on(e, 'input', () => {
      clearTimeout(wait);
      wait = setTimeout(() => {
        var q = e.value.trim();
        if (q) fetch('/places?q=' + encodeURIComponent(q)).then(r => r.json()).then(names => {
          list.textContent = '';
          names.forEach(n => list.append(new Option(n.includes(q) ? n : q + ' ' + n, n)));
        }, Boolean);
      }, 200);
    });
  });
  all('[data-reload]').forEach(() => setTimeout(() => location.reload(), 4000));
  /* Back from the telephone: straight to the outcomes. */
  var after = null, pressed = 0, away = false;
  on(doc, 'click', ev => {
    var a = ev.target.closest && ev.target.closest('a[data-after]');
    if (a) { after = a.dataset.after; pressed = Date.now(); away = false; }
  });
  on(doc, 'visibilitychange', () => {
    if (!after) return;
    if (doc.hidden) { if (!away) away = Date.now() - pressed < 20000; return; }
    var e = id(after.slice(1));
    if (away && after[0] !== '#') location.assign(after);
    else if (away && e) { e.scrollIntoView(); e.focus({ preventScroll: true }); }
    after = null;
  });
})();
