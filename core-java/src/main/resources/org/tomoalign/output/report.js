/* The report: a strip and a table of all tomograms, and the figures of the one that is looked at. All data are in the
   page. Of a tomogram (see PageData): img has a column per number, chronological; par one per number of the particles
   shown, the worst first, positions in Å from the centre; mot.v the displacements, a tenth of an Å, [particle][vertex][axis];
   def arrows in px; cc mean correlation windows, bytes from low to high in base64, of all images and of each, rows from below,
   and what bands of frequencies, k times band per Å, contribute before (bb) and after (ba); cost the cost at iterations costAt. */
(function () {
  'use strict';
  var all = JSON.parse(document.getElementById('all').textContent);
  var blocks = document.getElementsByClassName('data');
  var cases = {};
  all.cases.forEach(function (c) { cases[c.i] = c.why; });
  var SVG = 'http://www.w3.org/2000/svg';
  var DOSE = [0, 1, 2, 3, 4, 5, 6, 7].map(function (i) { return 'var(--dose-' + i + ')'; });
  var state = { open: -1, by: 'tilt' };

  /* Elements. */
  function svg(name, attributes, children) { return fill(document.createElementNS(SVG, name), attributes, children); }
  function html(name, attributes, children) {
    return fill(document.createElementNS('http://www.w3.org/1999/xhtml', name), attributes, children);
  }
  function fill(element, attributes, children) {
    Object.keys(attributes || {}).forEach(function (key) {
      if (key.slice(0, 2) === 'on') { element.addEventListener(key.slice(2), attributes[key]); }
      else { element.setAttribute(key, attributes[key]); }
    });
    (children === undefined ? [] : Array.isArray(children) ? children : [children]).forEach(function (child) {
      if (child !== null) { element.append(child); }
    });
    return element;
  }
  function number(v, digits) {
    if (v === null || v === undefined || !isFinite(v)) { return '\u2013'; }
    if (digits !== undefined) { return v.toFixed(digits).replace('-', '\u2212'); }
    var a = Math.abs(v);
    return v.toFixed(a >= 100 || a === 0 ? 0 : a >= 10 ? 1 : a >= 1 ? 2 : 3).replace('-', '\u2212');
  }
  function middle(text, most) {
    var c = Array.from(text);
    return c.length <= most ? text : c.slice(0, Math.ceil(most / 2) - 1).join('') + '\u2026' + c.slice(c.length - Math.floor(most / 2)).join('');
  }
  function known(values) { return values.filter(function (v) { return v !== null && isFinite(v); }); }
  function least(values) { return known(values).reduce(function (a, b) { return Math.min(a, b); }, Infinity); }
  function most(values) { return known(values).reduce(function (a, b) { return Math.max(a, b); }, -Infinity); }
  function quantile(values, q) {
    var s = known(values).sort(function (a, b) { return a - b; });
    return s.length ? s[Math.round(q * (s.length - 1))] : NaN;
  }

  /* Charts. */
  function ticks(low, high, wanted, whole) {
    var step = Math.pow(10, Math.floor(Math.log10((high - low) / wanted)));
    [5, 2, 1].some(function (f) { if ((high - low) / (step * f) >= wanted * 0.75) { step *= f; return true; } return false; });
    while ((high - low) / step > wanted * 1.5) { step *= 2; }
    if (whole) { step = Math.max(1, Math.round(step)); }
    var out = [];
    for (var i = Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; i++) { out.push(i * step); }
    return { at: out, digits: Math.max(0, -Math.floor(Math.log10(step) + 1e-9)) };
  }
  function padded(low, high, zero) {
    if (!(low <= high)) { return [0, 1]; }
    if (zero) { low = Math.min(0, low); high = Math.max(0, high); }
    var span = high - low || Math.abs(high) || 1;
    return [low === 0 ? 0 : low - 0.06 * span, high === 0 ? 0 : high + 0.06 * span];
  }
  /* A chart in a part of an SVG: axes and grid; returns the maps from data to the picture. */
  function axes(g, box, x, y, labels) {
    var X = function (v) { return box.x + (v - x[0]) / (x[1] - x[0]) * box.w; };
    var Y = function (v) { return box.y + box.h - (v - y[0]) / (y[1] - y[0]) * box.h; };
    var tx = ticks(x[0], x[1], Math.max(3, box.w / 70), labels.whole), ty = ticks(y[0], y[1], Math.max(2, box.h / 34));
    tx.at.forEach(function (v) {
      g.append(svg('line', { x1: X(v), x2: X(v), y1: box.y, y2: box.y + box.h, stroke: 'var(--grid)' }));
      if (labels.x !== undefined) {
        g.append(svg('text', { x: X(v), y: box.y + box.h + 13, 'text-anchor': 'middle', 'font-size': 10, 'class': 'tick' }, labels.say ? labels.say(v) : number(v, tx.digits)));
      }
    });
    ty.at.forEach(function (v) {
      g.append(svg('line', { x1: box.x, x2: box.x + box.w, y1: Y(v), y2: Y(v), stroke: Math.abs(v) < 1e-12 ? 'var(--frame)' : 'var(--grid)' }));
      g.append(svg('text', { x: box.x - 5, y: Y(v) + 3.5, 'text-anchor': 'end', 'font-size': 10, 'class': 'tick' }, number(v, ty.digits)));
    });
    g.append(svg('rect', { x: box.x, y: box.y, width: box.w, height: box.h, fill: 'none', stroke: 'var(--frame)' }));
    if (labels.x) { g.append(svg('text', { x: box.x + box.w / 2, y: box.y + box.h + 27, 'text-anchor': 'middle', 'font-size': 11 }, labels.x)); }
    if (labels.y) {
      var cx = box.x - 40, cy = box.y + box.h / 2;
      g.append(svg('text', { x: cx, y: cy, 'text-anchor': 'middle', 'font-size': 11, transform: 'rotate(-90 ' + cx + ' ' + cy + ')' }, labels.y));
    }
    return { X: X, Y: Y };
  }
  function picture(title, width, height, note) {
    var g = svg('svg', { viewBox: '0 0 ' + width + ' ' + height, role: 'img', 'aria-label': title, 'font-size': 11 });
    g.append(svg('text', { x: 4, y: 13, 'font-size': 12.5 }, title));
    var figure = html('figure', {}, g);
    if (note) { figure.append(html('figcaption', {}, note)); }
    return { g: g, figure: figure };
  }
  function key(g, x, y, entries) {
    entries.forEach(function (e) {
      if (e.mark === 'area') { g.append(svg('rect', { x: x, y: y - 8, width: 14, height: 8, fill: e.colour })); }
      else { mark(g, x + 6, y - 4, e.mark, e.colour, 3.2); }
      g.append(svg('text', { x: x + 18, y: y, 'font-size': 11 }, e.text));
      x += 30 + 6 * e.text.length;
    });
  }
  function mark(g, x, y, shape, colour, r, title) {
    var m = shape === 'ring' ? svg('circle', { cx: x, cy: y, r: r, fill: 'var(--paper)', stroke: colour, 'stroke-width': 1.4 })
      : shape === 'square' ? svg('rect', { x: x - r, y: y - r, width: 2 * r, height: 2 * r, fill: colour })
      : shape === 'triangle' ? svg('path', { d: 'M' + x + ' ' + (y - 1.2 * r) + 'l' + 1.1 * r + ' ' + 2 * r + 'h' + (-2.2 * r) + 'z', fill: colour })
      : svg('circle', { cx: x, cy: y, r: r, fill: colour });
    if (title) { m.append(svg('title', {}, title)); }
    g.append(m);
    return m;
  }
  function bar(g, x, low, high, colour) {
    if (isFinite(low) && isFinite(high)) { g.append(svg('path', { d: 'M' + x + ' ' + low + 'V' + high + 'm-2.5 0h5M' + (x - 2.5) + ' ' + low + 'h5', stroke: colour, fill: 'none' })); }
  }
  function line(g, points, colour, width, dash) {
    var d = '', pen = 'M';
    points.forEach(function (p) {
      if (p === null || !isFinite(p[0]) || !isFinite(p[1])) { pen = 'M'; return; }
      d += pen + p[0].toFixed(2) + ' ' + p[1].toFixed(2); pen = 'L';
    });
    g.append(svg('path', { d: d, fill: 'none', stroke: colour, 'stroke-width': width, 'stroke-linejoin': 'round', 'stroke-dasharray': dash || 'none' }));
  }
  function polygon(g, points, colour) {
    g.append(svg('path', { d: 'M' + points.map(function (p) { return p[0].toFixed(2) + ' ' + p[1].toFixed(2); }).join('L') + 'z', fill: colour }));
  }
  var S1 = 'var(--series-1)', S2 = 'var(--series-2)', S3 = 'var(--series-3)', BAD = 'var(--limit)', MUTED = 'var(--frame)';
  var VIRIDIS = [[68, 1, 84], [59, 82, 139], [33, 145, 140], [94, 201, 98], [253, 231, 37]];
  function isDark() { return window.matchMedia('screen and (prefers-color-scheme: dark)').matches; }
  /* The ends that vanish on the background are left out. */
  function ramp(f) {
    f = Math.max(0, Math.min(1, f));
    f = 4 * (isDark() ? 0.2 + 0.8 * f : 0.92 * f);
    var i = Math.min(3, Math.floor(f)), a = VIRIDIS[i], b = VIRIDIS[i + 1];
    return 'rgb(' + [0, 1, 2].map(function (k) { return Math.round(a[k] + (f - i) * (b[k] - a[k])); }).join(',') + ')';
  }
  function ramped(g, x, y, low, high) {
    var t = svg('text', { x: x, y: y, 'font-size': 11 }, low);
    g.append(t);
    x += 6 + 6 * low.length;
    for (var i = 0; i < 24; i++) { g.append(svg('rect', { x: x + 4 * i, y: y - 8, width: 4.2, height: 8, fill: ramp(i / 23) })); }
    g.append(svg('text', { x: x + 102, y: y, 'font-size': 11 }, high));
  }

  /* The strip of all tomograms. */
  function strip() {
    var t = all.tomograms, n = t.length;
    var rows = [
      { y: 'gain, %', value: 'gain', error: 'gainError', zero: true, say: 'held-out gain, % (error bars: standard error)' },
      { y: 'moved, px', value: 'change', zero: true, say: 'median change of the positions on the images, px' },
      { y: 'weight', value: 'weight', zero: true, say: 'median weight of an image' },
      { y: 'out, %', value: 'out', zero: true, say: 'out of range, % of the particle images' }
    ].filter(function (r) {
      var v = known(t.map(function (s) { return s[r.value]; }));
      return v.length && (r.value !== 'out' || v.some(function (x) { return x > 0; }));
    });
    if (n < 2 || !rows.length) { return; }
    var H = 74, gap = 24, width = 1120, left = 58, height = rows.length * (H + gap) + 34;
    var p = picture('All tomograms, in the order of the set', width, height,
      '' + (all.cases.length ? 'Orange: tomograms to look at. ' : '') + 'Each mark is a link to its tomogram.');
    rows.forEach(function (r, k) {
      var box = { x: left, y: 34 + k * (H + gap), w: width - left - 10, h: H };
      var values = t.map(function (s) { return s[r.value]; });
      var low = least(values), high = most(values);
      if (r.error) {
        low = Math.min(low, least(t.map(function (s) { return s.gain === null ? null : s.gain - s.gainError; })));
        high = Math.max(high, most(t.map(function (s) { return s.gain === null ? null : s.gain + s.gainError; })));
      }
      p.g.append(svg('text', { x: left, y: box.y - 5, 'font-size': 11, 'class': 'muted' }, r.say));
      var m = axes(p.g, box, [0.3, n + 0.7], padded(low, high, r.zero), { y: r.y, x: k === rows.length - 1 ? '' : undefined, whole: true });
      var radius = n > 250 ? 2 : n > 80 ? 2.8 : 4;
      var draw = function (i) {
        var v = values[i];
        if (v === null) { return; }
        var colour = cases[i] ? BAD : S1;
        if (r.error) { bar(p.g, m.X(i + 1), m.Y(v - t[i].gainError), m.Y(v + t[i].gainError), cases[i] ? BAD : MUTED); }
        var link = svg('a', { href: '#t' + (i + 1), tabindex: cases[i] && k === 0 ? 0 : -1, 'aria-label': t[i].name });
        mark(link, m.X(i + 1), m.Y(v), 'dot', colour, radius, t[i].name + ': ' + number(v) + (cases[i] ? '\n' + cases[i].join('\n') : ''));
        p.g.append(link);
      };
      t.forEach(function (s, i) { if (!cases[i]) { draw(i); } });
      t.forEach(function (s, i) { if (cases[i]) { draw(i); } });
      if (k === 0) {
        all.cases.slice(0, 3).forEach(function (c) {
          var v = values[c.i];
          if (v === null) { return; }
          var end = c.i > n * 0.8;
          p.g.append(svg('text', { x: m.X(c.i + 1) + (end ? -7 : 7), y: m.Y(v) + 4, 'font-size': 11, 'text-anchor': end ? 'end' : 'start' }, middle(t[c.i].name, 24)));
        });
      }
    });
    document.getElementById('strip').replaceChildren.apply(document.getElementById('strip'), Array.from(p.figure.childNodes));
  }

  /* The table: sorting, filtering, CSV. */
  function table() {
    var t = document.getElementById('summary'), body = t.tBodies[0], rows = Array.from(body.rows);
    var count = html('span', { role: 'status' });
    var filter = html('input', { type: 'search', id: 'filter', placeholder: 'name', 'aria-label': 'show tomograms whose name contains', oninput: show });
    var only = html('input', { type: 'checkbox', id: 'only', onchange: show });
    function show() {
      var word = filter.value.trim().toLowerCase(), n = 0;
      rows.forEach(function (row) {
        var i = +row.dataset.i;
        var good = all.tomograms[i].name.toLowerCase().indexOf(word) >= 0 && (!only.checked || cases[i]);
        row.hidden = !good;
        n += good ? 1 : 0;
      });
      count.textContent = n === rows.length ? '' : n + ' of ' + rows.length;
    }
    Array.from(t.tHead.rows[0].cells).forEach(function (cell, column) {
      var text = cell.textContent;
      var button = html('button', { type: 'button', onclick: function () {
        var up = cell.getAttribute('aria-sort') !== 'ascending';
        if (!cell.hasAttribute('aria-sort') && cell.classList.contains('number')) { up = false; }
        Array.from(cell.parentNode.cells).forEach(function (c) { c.removeAttribute('aria-sort'); c.firstChild.lastChild.textContent = ''; });
        cell.setAttribute('aria-sort', up ? 'ascending' : 'descending');
        button.lastChild.textContent = up ? ' \u25b2' : ' \u25bc';
        var value = function (row) {
          var c = row.cells[column];
          return c.dataset.v !== undefined ? (c.dataset.v === '' ? NaN : +c.dataset.v) : c.textContent;
        };
        rows.sort(function (a, b) {
          var x = value(a), y = value(b);
          if (typeof x === 'string') { return (up ? 1 : -1) * x.localeCompare(y, 'en', { numeric: true }); }
          return isNaN(x) || isNaN(y) ? isNaN(x) - isNaN(y) : (up ? 1 : -1) * (x - y);
        });
        body.append.apply(body, rows);
      } }, [text, html('span')]);
      cell.replaceChildren(button);
    });
    document.getElementById('tools').append(filter, html('label', {}, [only, ' only those to look at']), count, html('span', { 'class': 'space' }),
      html('button', { type: 'button', id: 'csv', onclick: function () {
        csv('tomograms.csv', Array.from(t.tHead.rows[0].cells).map(function (c) { return c.firstChild.firstChild.textContent; }),
          rows.map(function (row) { return Array.from(row.cells).map(function (c) { return c.dataset.v !== undefined ? c.dataset.v : c.textContent; }); }));
      } }, 'numbers as CSV'));
    if (rows.length < 2) { filter.hidden = true; only.parentNode.hidden = true; }
  }
  function csv(name, head, rows) {
    var text = [head].concat(rows).map(function (row) {
      return row.map(function (v) {
        var s = v === null || v === undefined ? '' : String(v);
        /* A name must not become a formula in a spreadsheet. */
        if (/^[=@]/.test(s) || /^[+-]/.test(s) && isNaN(+s)) { s = "'" + s; }
        return /[",\n]/.test(s) ? '"' + s.replace(/"/g, '""') + '"' : s;
      }).join(',');
    }).join('\n') + '\n';
    var url = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
    var link = html('a', { href: url, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(function () { URL.revokeObjectURL(url); }, 1000);
  }

  /* One tomogram. */
  function place(d, by) {
    var v = by === 'dose' ? d.img.dose : d.img.tilt, flat = most(v) - least(v) < 1e-6;
    var at = flat ? v.map(function (x, i) { return i + 1; }) : v;
    var order = at.map(function (x, i) { return i; }).sort(function (a, b) { return at[a] - at[b]; });
    var margin = 0.03 * (most(at) - least(at)) || 0.5;
    return { at: at, order: order, range: [least(at) - margin, most(at) + margin], wide: Math.min(12, 300 / at.length),
      label: flat ? 'image, chronological' : by === 'dose' ? 'exposure before the image (e/\u00c5\u00b2)' : 'tilt angle (\u00b0)' };
  }
  function imageName(d, i) { return 'image ' + d.img.row[i] + ', ' + number(d.img.tilt[i], 1) + '\u00b0, ' + number(d.img.dose[i], 1) + ' e/\u00c5\u00b2'; }

  function correlationFigure(d, x) {
    var I = d.img;
    var p = picture('Correlation of a particle image, per tilt image', 560, 420,
      'Correlations are in units of log-likelihood. Held-out gain: what images that were not refined on gained or lost, with standard errors. Weak: weight below ' + all.weak + ', hardly any of the predicted signal.');
    key(p.g, 60, 30, [{ mark: 'ring', colour: S2, text: 'before' }, { mark: 'dot', colour: S1, text: 'after' }, { mark: 'ring', colour: BAD, text: 'weak image' }]);
    var m = axes(p.g, { x: 60, y: 40, w: 490, h: 160 }, x.range, padded(Math.min(least(I.a), least(I.b)), Math.max(most(I.a), most(I.b)), true), { y: 'correlation' });
    var at = function (column) { return x.order.map(function (i) { return column[i] === null ? null : [m.X(x.at[i]), m.Y(column[i])]; }); };
    line(p.g, at(I.b), S2, 1);
    line(p.g, at(I.a), S1, 1.4);
    x.order.forEach(function (i) {
      var say = imageName(d, i) + '\nbefore ' + number(I.b[i]) + ', after ' + number(I.a[i]) + '\nweight ' + number(I.w[i]) + ', held-out gain ' + number(I.g[i]) + ' \u00b1 ' + number(I.ge[i]);
      if (I.b[i] !== null) { mark(p.g, m.X(x.at[i]), m.Y(I.b[i]), 'ring', S2, 2.6, say); }
      if (I.a[i] !== null) {
        if (I.w[i] < all.weak) { mark(p.g, m.X(x.at[i]), m.Y(I.a[i]), 'ring', BAD, 6); }
        mark(p.g, m.X(x.at[i]), m.Y(I.a[i]), 'dot', S1, 3, say);
      }
    });
    var w = axes(p.g, { x: 60, y: 216, w: 490, h: 64 }, x.range, padded(0, Math.max(1, most(I.w)), true), { y: 'weight' });
    x.order.forEach(function (i) {
      p.g.append(svg('rect', { x: w.X(x.at[i]) - x.wide / 2, y: w.Y(Math.max(0, I.w[i])), width: x.wide, height: w.Y(0) - w.Y(Math.max(0, I.w[i])), fill: I.w[i] < all.weak ? BAD : S1 }, svg('title', {}, imageName(d, i) + ': weight ' + number(I.w[i]))));
    });
    var low = least(I.g.map(function (g, i) { return g === null ? null : g - I.ge[i]; })), high = most(I.g.map(function (g, i) { return g === null ? null : g + I.ge[i]; }));
    if (low <= high) {
      var g = axes(p.g, { x: 60, y: 296, w: 490, h: 84 }, x.range, padded(low, high, true), { x: x.label, y: 'held-out gain' });
      x.order.forEach(function (i) {
        if (I.g[i] === null) { return; }
        bar(p.g, g.X(x.at[i]), g.Y(I.g[i] - I.ge[i]), g.Y(I.g[i] + I.ge[i]), MUTED);
        mark(p.g, g.X(x.at[i]), g.Y(I.g[i]), 'dot', I.g[i] < -2 * I.ge[i] ? BAD : S3, 3, imageName(d, i) + ': ' + number(I.g[i]) + ' \u00b1 ' + number(I.ge[i]));
      });
    } else {
      p.g.append(svg('text', { x: 305, y: 300, 'text-anchor': 'middle', 'font-size': 11 }, x.label));
      p.g.setAttribute('viewBox', '0 0 560 310');
    }
    return p.figure;
  }
  /* Mean correlation windows. */
  function bytes(text) {
    var s = atob(text), out = new Uint8Array(s.length);
    for (var i = 0; i < s.length; i++) { out[i] = s.charCodeAt(i); }
    return out;
  }
  function viridis(f) {
    f = 4 * Math.max(0, Math.min(1, f));
    var i = Math.min(3, Math.floor(f)), a = VIRIDIS[i], b = VIRIDIS[i + 1];
    return [0, 1, 2].map(function (k) { return Math.round(a[k] + (f - i) * (b[k] - a[k])); });
  }
  var COLOUR = [];
  for (var level = 0; level < 256; level++) { COLOUR.push(viridis(level / 255)); }
  /* The picture number i of some, as an element of an SVG; its rows go upwards. */
  function raster(all, i, side, x, y, size, title) {
    var canvas = document.createElement('canvas');
    canvas.width = canvas.height = side;
    var c = canvas.getContext('2d'), pixels = c.createImageData(side, side);
    for (var k = 0; k < side * side; k++) {
      var rgb = COLOUR[all[i * side * side + k]], to = 4 * ((side - 1 - Math.floor(k / side)) * side + k % side);
      pixels.data[to] = rgb[0]; pixels.data[to + 1] = rgb[1]; pixels.data[to + 2] = rgb[2]; pixels.data[to + 3] = 255;
    }
    c.putImageData(pixels, 0, 0);
    var image = svg('image', { x: x, y: y, width: size, height: size, href: canvas.toDataURL(), style: 'image-rendering: pixelated' });
    return svg('g', {}, [svg('title', {}, title), image, svg('rect', { x: x, y: y, width: size, height: size, fill: 'none', stroke: 'var(--frame)', 'stroke-width': 0.6 })]);
  }
  function middleOf(w, i, text) {
    var side = 2 * w.half + 1;
    return w.low[i] + (w.high[i] - w.low[i]) * bytes(text)[i * side * side + (side * side - 1) / 2] / 255;
  }
  function windowFigure(d) {
    var w = d.cc.all, side = 2 * w.half + 1, size = 220, px = size / side;
    var p = picture('Mean correlation window', 560, 322, 'The mean of ' + w.n[0] + ' particle images around where each is expected, in units of log-likelihood: a bright spot in the middle, where the ticks point, means that images and reference agree there. The refinement has seen these images; the held-out gain has not.');
    var grey = 'var(--muted)';
    [['before', w.b], ['after', w.a]].forEach(function (one, k) {
      var x = 60 + k * (size + 40), y = 46, m = size / 2;
      p.g.append(raster(bytes(one[1]), 0, side, x, y, size, one[0]));
      p.g.append(svg('path', { d: 'M' + (x + m) + ' ' + (y - 7) + 'v6M' + (x + m) + ' ' + (y + size + 1) + 'v6M' + (x - 7) + ' ' + (y + m) + 'h6M' + (x + size + 1) + ' ' + (y + m) + 'h6', stroke: grey, fill: 'none' }));
      p.g.append(svg('text', { x: x, y: y + size + 22, 'font-size': 11 }, one[0] + ': ' + number(middleOf(w, 0, one[1])) + ' in the middle'));
    });
    var low = number(w.low[0]), long = niceLength(w.half / 2 + 0.5) * px, t = svg('text', { x: 60, y: 30, 'font-size': 11 }, low);
    p.g.append(t);
    for (var i = 0; i < 64; i++) { p.g.append(svg('rect', { x: 66 + 6 * low.length + 1.5 * i, y: 22, width: 1.7, height: 8, fill: 'rgb(' + COLOUR[4 * i].join(',') + ')' })); }
    p.g.append(svg('text', { x: 168 + 6 * low.length, y: 30, 'font-size': 11 }, number(w.high[0])),
      svg('line', { x1: 60, x2: 60 + long, y1: 306, y2: 306, stroke: 'var(--text)', 'stroke-width': 2.5 }),
      svg('text', { x: 66 + long, y: 310, 'font-size': 11 }, Math.round(long / px) + ' px'));
    return p.figure;
  }
  function windowSheet(d, x) {
    var w = d.cc.img, n = x.order.length, narrow = window.innerWidth <= 640, columns = Math.min(n, narrow ? 8 : 21), left = 46;
    if (!w) { return html('p', { 'class': 'note' }, 'Of so many tomograms the page leaves out the windows of single images; logfile.pdf has those of the tomograms to look at.'); }
    var side = 2 * w.half + 1, pitch = narrow ? 64 : 51, size = pitch - 4, line = 2 * pitch + 20, before = bytes(w.b), after = bytes(w.a);
    var p = picture('Mean correlation window of each image', left + columns * pitch, 24 + Math.ceil(n / columns) * line,
      'By ' + (state.by === 'dose' ? 'dose' : 'tilt angle') + ', each ' + side + ' px wide. The two windows of an image share a scale of their own.');
    p.figure.setAttribute('class', 'full');
    x.order.forEach(function (i, k) {
      var at = left + k % columns * pitch, y = 24 + Math.floor(k / columns) * line;
      if (k % columns === 0) {
        p.g.append(svg('text', { x: 0, y: y + 16 + size / 2, 'font-size': 11, 'class': 'muted' }, 'before'), svg('text', { x: 0, y: y + 16 + pitch + size / 2, 'font-size': 11, 'class': 'muted' }, 'after'));
      }
      p.g.append(svg('text', { x: at + size / 2, y: y + 8, 'text-anchor': 'middle', 'font-size': 10, 'class': 'tick' }, state.by === 'dose' ? number(d.img.dose[i], 0) : number(d.img.tilt[i], 0) + '\u00b0'));
      if (w.n[i] > 0) {
        var say = imageName(d, i) + '\n' + w.n[i] + ' particle images, ' + number(w.low[i]) + ' to ' + number(w.high[i]);
        p.g.append(raster(before, i, side, at, y + 12, size, say), raster(after, i, side, at, y + 12 + pitch, size, say));
      }
    });
    return p.figure;
  }
  function resolutionFigure(d) {
    var c = d.cc, n = c.ba.length, p = picture('Correlation by resolution', 560, 300, 'What bands of frequencies, 1/' + number(1 / c.band, 0) + ' \u00c5 wide, contribute to the mean correlation: they add up to the values in the middle of the mean windows, from which they are computed. Neighbours run into each other. A gain on the right is fine detail.');
    key(p.g, 60, 30, [{ mark: 'ring', colour: S2, text: 'before' }, { mark: 'dot', colour: S1, text: 'after' }]);
    var m = axes(p.g, { x: 60, y: 40, w: 490, h: 218 }, [0, (n - 0.5) * c.band], padded(Math.min(least(c.bb), least(c.ba)), Math.max(most(c.bb), most(c.ba)), true),
      { x: 'resolution (\u00c5)', y: 'contribution', say: function (v) { return v < 1e-9 ? '\u221e' : number(1 / v, 1 / v < 20 ? 1 : 0); } });
    [[c.bb, S2, 'ring'], [c.ba, S1, 'dot']].forEach(function (s) {
      var points = s[0].map(function (v, k) { return [m.X(k * c.band), m.Y(v)]; }).slice(1);
      line(p.g, points, s[1], 1.2);
      points.forEach(function (q, k) { mark(p.g, q[0], q[1], s[2], s[1], 2.8, number(1 / ((k + 1) * c.band)) + ' \u00c5: ' + number(c.bb[k + 1]) + ' before, ' + number(c.ba[k + 1]) + ' after'); });
    });
    return p.figure;
  }
  function lines(d, x, title, yLabel, series, note) {
    var p = picture(title, 560, 300, note);
    key(p.g, 60, 30, series.map(function (s) { return { mark: s.mark, colour: s.colour, text: s.name }; }));
    var low = Infinity, high = -Infinity;
    series.forEach(function (s) {
      s.v.forEach(function (v, i) {
        var e = s.e && s.e[i] !== null ? s.e[i] : 0;
        if (v !== null) { low = Math.min(low, v - e); high = Math.max(high, v + e); }
      });
    });
    var m = axes(p.g, { x: 60, y: 40, w: 490, h: 218 }, x.range, padded(low, high, true), { x: x.label, y: yLabel });
    series.forEach(function (s) {
      line(p.g, x.order.map(function (i) { return s.v[i] === null ? null : [m.X(x.at[i]), m.Y(s.v[i])]; }), s.colour, 1);
      x.order.forEach(function (i) {
        if (s.v[i] === null) { return; }
        if (s.e && s.e[i] > 0) { bar(p.g, m.X(x.at[i]), m.Y(s.v[i] - s.e[i]), m.Y(s.v[i] + s.e[i]), s.colour); }
        mark(p.g, m.X(x.at[i]), m.Y(s.v[i]), s.mark, s.colour, 2.6, imageName(d, i) + ': ' + number(s.v[i]) + (s.e && s.e[i] > 0 ? ' \u00b1 ' + number(s.e[i]) : ''));
      });
    });
    return p.figure;
  }
  function band(d, x, title, yLabel, low, mid, high, note) {
    var p = picture(title, 560, 300, note), I = d.img;
    key(p.g, 60, 30, [{ mark: 'dot', colour: S1, text: 'median' }, { mark: 'area', colour: 'var(--band)', text: '10\u201390 % of the particles' }]);
    var m = axes(p.g, { x: 60, y: 40, w: 490, h: 218 }, x.range, padded(0, most(I[high]), true), { x: x.label, y: yLabel });
    var o = x.order.filter(function (i) { return I[mid][i] !== null; });
    polygon(p.g, o.map(function (i) { return [m.X(x.at[i]), m.Y(I[high][i])]; }).concat(o.slice().reverse().map(function (i) { return [m.X(x.at[i]), m.Y(I[low][i])]; })), 'var(--band)');
    line(p.g, o.map(function (i) { return [m.X(x.at[i]), m.Y(I[mid][i])]; }), S1, 1.2);
    o.forEach(function (i) { mark(p.g, m.X(x.at[i]), m.Y(I[mid][i]), 'dot', S1, 2.6, imageName(d, i) + ': median ' + number(I[mid][i])); });
    return p.figure;
  }
  function histogram(d) {
    var h = d.par.hist, n = h.b.length, p = picture('Correlation of the particles', 560, 300, 'Per particle image, of all ' + d.par.all + ' particles, units of log-likelihood.');
    key(p.g, 60, 30, [{ mark: 'area', colour: 'var(--band)', text: 'after' }, { mark: 'ring', colour: S2, text: 'before' }]);
    var m = axes(p.g, { x: 60, y: 40, w: 490, h: 218 }, [h.low, h.high], padded(0, Math.max(most(h.a), most(h.b)), true), { x: 'correlation', y: 'particles' });
    var at = function (k) { return h.low + (h.high - h.low) * k / n; }, before = [];
    for (var k = 0; k < n; k++) {
      p.g.append(svg('rect', { x: m.X(at(k)), y: m.Y(h.a[k]), width: Math.max(0.5, m.X(at(k + 1)) - m.X(at(k)) - 1), height: m.Y(0) - m.Y(h.a[k]), fill: 'var(--band)', stroke: S1 }, svg('title', {}, h.a[k] + ' after, ' + h.b[k] + ' before')));
      before.push([m.X(at(k)), m.Y(h.b[k])], [m.X(at(k + 1)), m.Y(h.b[k])]);
    }
    line(p.g, before, S2, 1.8);
    return p.figure;
  }
  var COLOURS = [
    { id: 'a', text: 'correlation after', unit: '', of: function (d) { return d.par.a; } },
    { id: 'gain', text: 'change of the correlation', unit: '', of: function (d) { return d.par.a && d.par.a.map(function (a, i) { return a === null ? null : a - d.par.b[i]; }); } },
    { id: 'w', text: 'weight', unit: '', of: function (d) { return d.par.w; } },
    { id: 'd', text: 'change of the position', unit: ' px', of: function (d) { return d.par.d; } },
    { id: 'e', text: 'error of the position', unit: ' px', of: function (d) { return d.par.e; } }
  ];
  function maps(d) {
    var holder = html('div', { 'class': 'figures' }), P = d.par, n = P.x.length;
    var modes = COLOURS.filter(function (c) { var v = c.of(d); return v && known(v).length && most(v) > least(v); });
    if (!n || !modes.length) { return null; }
    var select = html('select', { 'aria-label': 'colour of the particles', onchange: draw }, modes.map(function (c) { return html('option', { value: c.id }, c.text); }));
    function draw() {
      var mode = modes[select.selectedIndex], v = mode.of(d), low = quantile(v, 0.02), high = quantile(v, 0.98);
      if (!(high > low)) { low = least(v); high = most(v); }
      holder.replaceChildren.apply(holder, [['x', 'y', 1], ['x', 'z', 2]].map(function (pair) {
        var sx = d.size[0] * d.px / 2, sy = d.size[pair[2]] * d.px / 2;
        sx = Math.max(sx, most(P.x.map(Math.abs))); sy = Math.max(sy, most(P[pair[1]].map(Math.abs)));
        var w = 490, h = Math.max(60, Math.min(520, w * sy / sx));
        var p = picture('Particles, ' + pair[0].toUpperCase() + pair[1].toUpperCase() + ', by ' + mode.text, 560, h + 84,
          n < P.all ? n + ' of ' + P.all + ' particles, the worst among them' : null);
        ramped(p.g, 60, 30, number(low) + mode.unit, number(high) + mode.unit);
        var m = axes(p.g, { x: 60, y: 40, w: w, h: h }, [-sx, sx], [-sy, sy], { x: pair[0] + ' (\u00c5)', y: pair[1] + ' (\u00c5)' });
        for (var i = n - 1; i >= 0; i--) {
          var x = m.X(P.x[i]), y = m.Y(P[pair[1]][i]), f = v[i] === null ? 'var(--muted)' : ramp((v[i] - low) / (high - low));
          mark(p.g, x, y, 'dot', f, n > 1000 ? 2 : n > 300 ? 2.6 : 3.6, P.name[i] + ': ' + number(v[i]) + mode.unit);
        }
        return p.figure;
      }));
    }
    draw();
    return html('div', { 'class': 'block' }, [html('div', { 'class': 'tools' }, html('label', {}, ['colour ', select])), holder]);
  }
  function worst(d) {
    var P = d.par, scored = !!P.a, n = Math.min(20, P.name.length);
    if (!n || (!scored && !(most(P.d) > 0))) { return null; }
    var head = ['particle'].concat(scored ? ['before', 'after', 'weight', 'images', 'out of range', 'error, px'] : [], ['moved, px']);
    var rows = [];
    for (var i = 0; i < n; i++) {
      rows.push(html('tr', {}, [html('th', { scope: 'row' }, P.name[i])].concat((scored ? [number(P.b[i]), number(P.a[i]), number(P.w[i], 2), number(P.win[i], 0), number(P.out[i], 0), number(P.e[i], 2)] : []).concat([number(P.d[i], 2)])
        .map(function (t) { return html('td', { 'class': 'number' }, t); }))));
    }
    return html('div', {}, [html('h3', {}, scored ? 'The ' + n + ' particles that fit worst' : 'The ' + n + ' particles that moved farthest'),
      html('div', { 'class': 'wide' }, html('table', { 'class': 'worst' }, [html('thead', {}, html('tr', {}, head.map(function (t, k) { return html('th', { scope: 'col', 'class': k ? 'number' : '' }, t); }))), html('tbody', {}, rows)]))]);
  }

  /* Motion. */
  function track(d, p, k, axis) { return d.mot.v[(p * d.mot.t.length + k) * 3 + axis] / 10; }
  function largest(d) {
    var ends = [];
    for (var p = 0; p < d.mot.n; p++) {
      var far = 0;
      for (var k = 0; k < d.mot.t.length; k++) { far = Math.max(far, Math.hypot(track(d, p, k, 0), track(d, p, k, 1), track(d, p, k, 2))); }
      ends.push(far);
    }
    return ends;
  }
  /* Such that most tracks are as long as a fifteenth of the tomogram. */
  function enlargement(d) {
    var usual = quantile(largest(d), 0.9) || 1, wanted = d.size[0] * d.px / 15 / usual, power = Math.pow(10, Math.floor(Math.log10(wanted)));
    return Math.max(1, [5, 2, 1].map(function (f) { return f * power; }).filter(function (f) { return f <= wanted; })[0] || power);
  }
  function niceLength(v) {
    var power = Math.pow(10, Math.floor(Math.log10(v)));
    return [5, 2, 1].map(function (f) { return f * power; }).filter(function (f) { return f <= v; })[0] || power;
  }
  function tracksFigure(d, first, second, enlarge) {
    var names = ['x', 'y', 'z'], P = d.par, sx = d.size[first] * d.px / 2, sy = d.size[second] * d.px / 2;
    var w = 490, h = Math.max(70, Math.min(520, w * sy / sx));
    var p = picture('Motion, ' + names[first].toUpperCase() + names[second].toUpperCase() + ', enlarged ' + number(enlarge, 0) + ' times', 560, h + 84, null);
    ramped(p.g, 60, 30, 'first image', 'last');
    var m = axes(p.g, { x: 60, y: 40, w: w, h: h }, [-sx, sx], [-sy, sy], { x: names[first] + ' (\u00c5)', y: names[second] + ' (\u00c5)' });
    var clip = 'clip' + first + second;
    p.g.append(svg('clipPath', { id: clip }, svg('rect', { x: 60, y: 40, width: w, height: h })));
    var g = svg('g', { 'clip-path': 'url(#' + clip + ')' }), T = d.mot.t.length, paths = [];
    for (var k = 1; k < T; k++) { paths.push(''); }
    for (var i = 0; i < d.mot.n; i++) {
      var at = [P[names[first]][i], P[names[second]][i]], last = null;
      for (k = 0; k < T; k++) {
        var now = m.X(at[0] + enlarge * track(d, i, k, first)).toFixed(1) + ' ' + m.Y(at[1] + enlarge * track(d, i, k, second)).toFixed(1);
        if (k > 0) { paths[k - 1] += 'M' + last + 'L' + now; }
        last = now;
      }
    }
    paths.forEach(function (path, k) { g.append(svg('path', { d: path, fill: 'none', stroke: ramp(T > 2 ? k / (T - 2) : 0), 'stroke-width': 1.2, 'stroke-linecap': 'round' })); });
    p.g.append(g);
    scaleBar(p.g, 60 + w - 12, 40 + h - 12, Math.abs(m.X(enlarge) - m.X(0)), 90, '\u00c5 of motion');
    return p.figure;
  }
  function scaleBar(g, right, y, perUnit, longest, text) {
    var length = niceLength(longest / perUnit), w = length * perUnit;
    g.append(svg('rect', { x: right - w - 8, y: y - 20, width: w + 16, height: 28, fill: 'var(--paper)', opacity: 0.8 }),
      svg('line', { x1: right - w, x2: right, y1: y, y2: y, stroke: 'var(--text)', 'stroke-width': 2.5 }),
      svg('text', { x: right, y: y - 6, 'text-anchor': 'end', 'font-size': 11 }, number(length, length < 1 ? 1 : 0) + ' ' + text));
  }
  function space(d, enlarge) {
    var P = d.par, T = d.mot.t.length, n = d.mot.n, far = largest(d), scores = P.a || P.w || null;
    var canvas = html('canvas', { tabindex: 0, role: 'img', 'aria-label': 'particles and their motion in three dimensions; arrow keys turn, plus and minus enlarge the picture' });
    var turn = { a: 0.5, b: 1.1, zoom: 1 }, mode = 'dose', waiting = false;
    function colour(i, k) {
      if (mode === 'dose') { return Math.round(7 * k / Math.max(1, T - 2)) / 7; }
      var v = mode === 'far' ? far : scores, low = quantile(v, 0.05), high = quantile(v, 0.95);
      return v[i] === null || !(high > low) ? 0.5 : Math.round(7 * Math.max(0, Math.min(1, (v[i] - low) / (high - low)))) / 7;
    }
    function paint() {
      waiting = false;
      var ratio = window.devicePixelRatio || 1, w = canvas.clientWidth, h = canvas.clientHeight;
      if (!w) { return; }
      canvas.width = w * ratio; canvas.height = h * ratio;
      var c = canvas.getContext('2d'), style = getComputedStyle(document.documentElement);
      c.scale(ratio, ratio);
      c.fillStyle = style.getPropertyValue('--paper'); c.fillRect(0, 0, w, h);
      var radius = 0.5 * Math.hypot(d.size[0], d.size[1], d.size[2]) * d.px, scale = 0.5 * Math.min(w * 0.9, h * 1.1) / radius * turn.zoom;
      var ca = Math.cos(turn.a), sa = Math.sin(turn.a), cb = Math.cos(turn.b), sb = Math.sin(turn.b);
      function eye(x, y, z) {
        var u = ca * x - sa * y, v = sa * x + ca * y;
        return [w / 2 + scale * u, h / 2 - scale * (cb * v + sb * z)];
      }
      var s = d.size.map(function (v) { return v * d.px / 2; });
      c.strokeStyle = style.getPropertyValue('--frame'); c.lineWidth = 1; c.beginPath();
      [[0, 1], [0, 2], [0, 4], [1, 3], [1, 5], [2, 3], [2, 6], [3, 7], [4, 5], [4, 6], [5, 7], [6, 7]].forEach(function (e) {
        var at = e.map(function (k) { return eye(k & 1 ? s[0] : -s[0], k & 2 ? s[1] : -s[1], k & 4 ? s[2] : -s[2]); });
        c.moveTo(at[0][0], at[0][1]); c.lineTo(at[1][0], at[1][1]);
      });
      c.stroke();
      c.font = '12px sans-serif'; c.fillStyle = style.getPropertyValue('--muted');
      [['x', 1.08, -1, -1], ['y', -1, 1.08, -1], ['z', -1, -1, 1.15]].forEach(function (l) { var at = eye(l[1] * s[0], l[2] * s[1], l[3] * s[2]); c.fillText(l[0], at[0], at[1]); });
      var groups = {};
      for (var i = 0; i < n; i++) {
        var last = null;
        for (var k = 0; k < T; k++) {
          var at = eye(P.x[i] + enlarge * track(d, i, k, 0), P.y[i] + enlarge * track(d, i, k, 1), P.z[i] + enlarge * track(d, i, k, 2));
          if (k > 0) { var f = colour(i, k - 1); (groups[f] = groups[f] || []).push(last, at); }
          last = at;
        }
      }
      c.lineWidth = 1.5; c.lineCap = 'round';
      Object.keys(groups).forEach(function (f) {
        c.strokeStyle = ramp(+f); c.beginPath();
        groups[f].forEach(function (at, k) { if (k % 2) { c.lineTo(at[0], at[1]); } else { c.moveTo(at[0], at[1]); } });
        c.stroke();
      });
      c.fillStyle = style.getPropertyValue('--text');
      for (i = 0; i < n; i++) { var start = eye(P.x[i], P.y[i], P.z[i]); c.fillRect(start[0] - 1, start[1] - 1, 2, 2); }
      var bar = niceLength(90 / (scale * enlarge)), wide = bar * scale * enlarge;
      c.strokeStyle = c.fillStyle; c.lineWidth = 2.5; c.beginPath(); c.moveTo(w - 14 - wide, h - 12); c.lineTo(w - 14, h - 12); c.stroke();
      c.textAlign = 'right'; c.fillText(number(bar, bar < 1 ? 1 : 0) + ' \u00c5 of motion', w - 14, h - 19); c.textAlign = 'left';
    }
    function later() { if (!waiting) { waiting = true; requestAnimationFrame(paint); } }
    var held = null;
    canvas.addEventListener('pointerdown', function (e) { held = [e.clientX, e.clientY]; canvas.setPointerCapture(e.pointerId); });
    canvas.addEventListener('pointerup', function () { held = null; });
    canvas.addEventListener('pointermove', function (e) {
      if (!held) { return; }
      turn.a += (e.clientX - held[0]) / 150; turn.b += (e.clientY - held[1]) / 150; held = [e.clientX, e.clientY];
      later();
    });
    canvas.addEventListener('wheel', function (e) { if (e.ctrlKey || document.activeElement === canvas) { e.preventDefault(); turn.zoom *= Math.exp(-e.deltaY / 600); later(); } }, { passive: false });
    canvas.addEventListener('keydown', function (e) {
      var step = { ArrowLeft: [-0.1, 0], ArrowRight: [0.1, 0], ArrowUp: [0, -0.1], ArrowDown: [0, 0.1] }[e.key];
      if (step) { turn.a += step[0]; turn.b += step[1]; }
      else if (e.key === '+' || e.key === '=') { turn.zoom *= 1.15; }
      else if (e.key === '-') { turn.zoom /= 1.15; }
      else { return; }
      e.preventDefault(); e.stopPropagation(); later();
    });
    var select = html('select', { 'aria-label': 'colour of the tracks', onchange: function () { mode = select.value; later(); } },
      [html('option', { value: 'dose' }, 'dose'), html('option', { value: 'far' }, 'displacement')].concat(scores ? [html('option', { value: 'score' }, P.a ? 'correlation after' : 'weight')] : []));
    if (window.ResizeObserver) { new ResizeObserver(later).observe(canvas); }
    state.repaint = later;
    later();
    return html('div', { 'class': 'only-screen' }, [html('div', { 'class': 'tools' }, ['Motion in three dimensions, enlarged ' + number(enlarge, 0) + ' times: drag or use the arrow keys to turn. ', html('label', {}, ['colour ', select]),
      html('span', { 'class': 'note' }, n < P.all ? n + ' of ' + P.all + ' particles' : '')]), canvas]);
  }
  function motionNote(d) {
    var far = largest(d), text = 'Largest displacement of a particle since the first image: median ' + number(quantile(far, 0.5)) + ' \u00c5, largest shown ' + number(most(far)) + ' \u00c5';
    return text + (d.mot.expected !== null ? '; the prior expects ' + number(d.mot.expected) + ' \u00c5 (root mean square).' : '.');
  }

  function deformationFigure(d, k) {
    var D = d.def, one = D.of[k], w = 490, h = Math.max(80, Math.min(560, w * d.image[1] / d.image[0]));
    var lengths = [], i;
    for (i = 0; i < one.v.length; i += 2) { lengths.push(Math.hypot(one.v[i], one.v[i + 1])); }
    var longest = most(lengths), cell = w / D.nx, enlarge = longest > 0 ? 0.8 * cell / longest : 1;
    var p = picture('Deformation of ' + (D.alike ? 'the images' : imageName(d, one.t)), 560, h + 84, 'Displacement of what is seen there, ' + D.kind + ' model; largest ' + number(longest) + ' px.');
    var m = axes(p.g, { x: 60, y: 40, w: w, h: h }, [0, d.image[0]], [0, d.image[1]], { x: 'x (px)', y: 'y (px)' });
    for (i = 0; i < lengths.length; i++) {
      var x = m.X((i % D.nx + 0.5) * d.image[0] / D.nx), y = m.Y((Math.floor(i / D.nx) + 0.5) * d.image[1] / D.ny), dx = enlarge * one.v[2 * i], dy = -enlarge * one.v[2 * i + 1], s = Math.hypot(dx, dy) || 1, ux = dx / s, uy = dy / s, t = Math.min(5, s / 2);
      p.g.append(svg('path', { d: 'M' + x + ' ' + y + 'l' + dx + ' ' + dy + 'm' + (-t * (ux - 0.5 * uy)) + ' ' + (-t * (uy + 0.5 * ux)) + 'L' + (x + dx) + ' ' + (y + dy) + 'l' + (-t * (ux + 0.5 * uy)) + ' ' + (-t * (uy - 0.5 * ux)), fill: 'none', stroke: S1, 'stroke-width': 1.4 }, svg('title', {}, number(lengths[i]) + ' px')));
    }
    scaleBar(p.g, 60 + w - 12, 40 + h - 12, enlarge, 90, 'px');
    return p.figure;
  }
  function convergence(d) {
    var low = least(d.cost), points = [], i;
    for (i = 0; i < d.cost.length; i++) { if (d.cost[i] - low > 1e-9 * (most(d.cost) - low)) { points.push([d.costAt[i], Math.log10(d.cost[i] - low)]); } }
    if (!points.length) { return null; }
    var p = picture('Convergence', 560, 300, number(d.cost[0], 2) + ' to ' + number(d.cost[d.cost.length - 1], 2) + ' in ' + d.costAt[d.costAt.length - 1] + ' iterations; ' + d.why);
    var ys = points.map(function (q) { return q[1]; });
    var m = axes(p.g, { x: 60, y: 40, w: 490, h: 218 }, [0, Math.max(10, d.costAt[d.costAt.length - 1])], padded(least(ys), most(ys)), { x: 'iteration', y: 'log\u2081\u2080 (cost \u2212 lowest cost)' });
    line(p.g, points.map(function (q) { return [m.X(q[0]), m.Y(q[1])]; }), S1, 1.4);
    return p.figure;
  }

  function moved(column) { return known(column).some(function (v) { return Math.abs(v) > 1e-6; }); }
  function show(index, jump) {
    var holder = document.getElementById('tomogram');
    Array.from(document.querySelectorAll('tr.open')).forEach(function (row) { row.classList.remove('open'); });
    state.open = index;
    state.repaint = null;
    if (index < 0) { holder.replaceChildren(); return; }
    var s = all.tomograms[index], d = JSON.parse(blocks[index].textContent), I = d.img, x = place(d, state.by);
    var row = document.querySelector('tr[data-i="' + index + '"]');
    row.classList.add('open');
    var go = function (to) { return function () { location.hash = 't' + (to + 1); }; };
    var by = function (what, text) {
      return html('button', { type: 'button', 'class': 'by-' + what, 'aria-pressed': String(state.by === what), onclick: function () { state.by = what; show(index, false); document.querySelector('.by-' + what).focus(); } }, text);
    };
    var out = [html('div', { 'class': 'bar' }, [html('h2', {}, s.name),
      html('button', { type: 'button', id: 'previous', onclick: go(index - 1), title: 'key: p' }, '\u2190 previous'),
      html('button', { type: 'button', id: 'next', onclick: go(index + 1), title: 'key: n' }, 'next \u2192'),
      html('button', { type: 'button', id: 'close', onclick: function () { location.hash = 'tomograms'; }, title: 'key: Escape' }, 'back to the table')]),
      html('p', { 'class': 'note' }, s.particles + ' particles, ' + s.images + ' images, ' + s.pairs + ' particle images; result: ' + s.verdict
        + (s.gain === null ? '' : '; held-out gain ' + number(s.gain, 2) + ' \u00b1 ' + number(s.gainError, 2) + ' %'))];
    if (cases[index]) { out.push(html('p', { 'class': 'why' }, cases[index].join('; '))); }
    out.push(html('div', { 'class': 'tools' }, ['against ', by('tilt', 'tilt angle'), by('dose', 'dose'), html('span', { 'class': 'space' }),
      html('button', { type: 'button', id: 'csv-images', onclick: function () { imagesCsv(s, d); } }, 'images as CSV'),
      html('button', { type: 'button', id: 'csv-particles', onclick: function () { particlesCsv(s, d); } }, 'particles as CSV')]));
    var section = function (title, parts, wide) {
      parts = parts.filter(function (p) { return p; });
      if (parts.length) { out.push(html('h3', {}, title)); out.push(wide ? html('div', {}, parts) : html('div', { 'class': 'figures' }, parts)); }
    };
    var errors = I.esx ? 'Error bars: standard errors. ' : '';
    section('Did it help?', [I.a && known(I.a).length ? correlationFigure(d, x) : null,
      moved(I.c50) ? band(d, x, 'How far positions on the images moved', 'change (px)', 'c10', 'c50', 'c90', 'Refined minus input, rotations, shifts, positions and motion together; ' + s.range + ' px were searched.') : null]);
    if (d.cc && d.cc.all.n[0] > 0) {
      section('What the images show', [windowFigure(d), windowSheet(d, x)]);
    }
    section('The images', [
      moved(I.sx.concat(I.sy)) ? lines(d, x, 'Shifts, refined minus input', 'shift (px)', [{ name: 'x', mark: 'dot', colour: S1, v: I.sx, e: I.esx }, { name: 'y', mark: 'square', colour: S2, v: I.sy, e: I.esy }], errors + 'Of the tomogram\u2019s centre on the image.') : null,
      moved(I.rx.concat(I.ry, I.rz)) ? lines(d, x, 'Rotations, refined relative to input', 'angle (\u00b0)', [{ name: 'about x', mark: 'dot', colour: S1, v: I.rx, e: I.erx }, { name: 'about y', mark: 'square', colour: S2, v: I.ry, e: I.ery }, { name: 'about z', mark: 'triangle', colour: S3, v: I.rz, e: I.erz }], errors + 'x and y are the axes of the image, z is the viewing direction.') : null]);
    var list = worst(d), map = maps(d);
    section('The particles', [d.par.hist ? histogram(d) : null, list]);
    if (map) { out.push(d.par.hist || list ? '' : html('h3', {}, 'The particles'), map); }
    if (d.mot) {
      var e = enlargement(d);
      var byDose = place(d, 'dose');
      section('Motion', [band(d, byDose, 'Displacement since the first image', 'displacement (\u00c5)', 'm10', 'm50', 'm90', motionNote(d)), tracksFigure(d, 0, 1, e), tracksFigure(d, 0, 2, e), tracksFigure(d, 1, 2, e)]);
      out.push(space(d, e));
    }
    if (d.def) { section('Deformation', d.def.of.map(function (one, k) { return deformationFigure(d, k); })); }
    if (d.cc && d.cc.all.n[0] > 0 && d.cc.ba.length > 3) { section('Resolution', [resolutionFigure(d)]); }
    section('Convergence', [d.cost ? convergence(d) : null]);
    if (!out.some(function (e) { return e.tagName && e.tagName.toLowerCase() === 'h3'; })) { out.push(html('p', {}, s.particles ? 'Nothing was changed.' : 'There are no particles here to align with.')); }
    holder.replaceChildren.apply(holder, out);
    document.getElementById('previous').disabled = index === 0;
    document.getElementById('next').disabled = index === all.tomograms.length - 1;
    if (jump) { holder.scrollIntoView(); holder.focus({ preventScroll: true }); }
  }
  function file(s, what) { return s.name.replace(/[^A-Za-z0-9_.-]+/g, '_') + '_' + what + '.csv'; }
  function columns(names, table, n) {
    var rows = [];
    for (var i = 0; i < n; i++) { rows.push(names.map(function (k) { return table[k[0]][i]; })); }
    return rows;
  }
  function imagesCsv(s, d) {
    var names = [['row', 'image'], ['tilt', 'tilt_deg'], ['dose', 'dose_e_per_A2'], ['n', 'particles'], ['b', 'correlation_before'], ['a', 'correlation_after'], ['w', 'weight'], ['g', 'held_out_gain'], ['ge', 'held_out_gain_error'],
      ['c10', 'change_10_percent_px'], ['c50', 'change_median_px'], ['c90', 'change_90_percent_px'], ['sx', 'shift_x_px'], ['esx', 'shift_x_error_px'], ['sy', 'shift_y_px'], ['esy', 'shift_y_error_px'], ['rx', 'rotation_x_deg'], ['erx', 'rotation_x_error_deg'],
      ['ry', 'rotation_y_deg'], ['ery', 'rotation_y_error_deg'], ['rz', 'rotation_z_deg'], ['erz', 'rotation_z_error_deg'], ['pe', 'projected_error_px'], ['m50', 'motion_median_A']].filter(function (k) { return d.img[k[0]]; });
    csv(file(s, 'images'), names.map(function (k) { return k[1]; }), columns(names, d.img, d.img.row.length));
  }
  function particlesCsv(s, d) {
    var names = [['name', 'particle'], ['x', 'x_from_centre_A'], ['y', 'y_from_centre_A'], ['z', 'z_from_centre_A'], ['d', 'moved_px'], ['b', 'correlation_before'], ['a', 'correlation_after'], ['w', 'weight'], ['win', 'images'], ['out', 'out_of_range'], ['g', 'held_out_gain'], ['e', 'position_error_px']].filter(function (k) { return d.par[k[0]]; });
    csv(file(s, 'particles'), names.map(function (k) { return k[1]; }), columns(names, d.par, d.par.name.length));
  }

  function follow(jump) {
    var found = /^#t(\d+)$/.exec(location.hash), index = found ? +found[1] - 1 : -1;
    if (index >= 0 && index < all.tomograms.length) { show(index, jump); }
    else if (!found && state.open >= 0 && location.hash === '#tomograms') {
      var row = document.querySelector('tr[data-i="' + state.open + '"]');
      show(-1, false);
      if (row) { row.querySelector('a').focus(); }
    }
  }
  window.addEventListener('hashchange', function () { follow(true); });
  /* A second click on the link of the open tomogram changes no address. */
  document.addEventListener('click', function (e) {
    var link = e.target.closest ? e.target.closest('a') : null;
    if (link && link.getAttribute('href') === location.hash) { follow(true); }
  });
  document.addEventListener('keydown', function (e) {
    if (/^(INPUT|SELECT|TEXTAREA)$/i.test(e.target.tagName) || e.ctrlKey || e.metaKey || e.altKey || state.open < 0) { return; }
    if (e.key === 'n' && state.open + 1 < all.tomograms.length) { location.hash = 't' + (state.open + 2); }
    else if (e.key === 'p' && state.open > 0) { location.hash = 't' + state.open; }
    else if (e.key === 'Escape') { location.hash = 'tomograms'; }
  });
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', function () { strip(); if (state.open >= 0) { show(state.open, false); } });
  strip();
  table();
  if (/^#t\d+$/.test(location.hash)) { follow(true); }
  else if (all.tomograms.length === 1) { show(0, false); }
})();
