(function () {
  'use strict';

  const root = document.documentElement;
  const darkScheme = window.matchMedia('(prefers-color-scheme: dark)');
  let printing = false;
  const redraws = [];

  function isDark() {
    return !printing && (root.dataset.theme ? root.dataset.theme === 'dark' : darkScheme.matches);
  }

  function redraw() {
    redraws.forEach((draw) => draw());
  }

  function element(name, classes, text) {
    const made = document.createElement(name);
    if (classes) {
      made.className = classes;
    }
    if (text !== undefined) {
      made.textContent = text;
    }
    return made;
  }

  /* Light, dark, or as the system has it. Nothing is stored: a file should leave no trace. */

  function addThemeButton() {
    const names = ['auto', 'light', 'dark'];
    let at = 0;
    const button = element('button', 'theme');
    button.type = 'button';
    const show = () => {
      button.textContent = 'Colours: ' + names[at];
    };
    button.addEventListener('click', () => {
      at = (at + 1) % names.length;
      if (at === 0) {
        delete root.dataset.theme;
      } else {
        root.dataset.theme = names[at];
      }
      show();
      redraw();
    });
    show();
    document.querySelector('.masthead-inner').prepend(button);
    darkScheme.addEventListener('change', redraw);
  }

  /* Which part of the page is being read. */

  function followReading() {
    const links = new Map();
    document.querySelectorAll('.contents a').forEach((link) => {
      const id = link.hash.slice(1);
      links.set(id, (links.get(id) || []).concat(link));
    });
    const seen = new Set();
    const sections = Array.from(document.querySelectorAll('main > section'));
    const observer = new IntersectionObserver((entries) => {
      entries.forEach((entry) => seen[entry.isIntersecting ? 'add' : 'delete'](entry.target));
      const current = sections.find((section) => seen.has(section) && links.has(section.id));
      if (!current) {
        return;
      }
      links.forEach((ofSection, id) => ofSection.forEach((link) => {
        if (id === current.id) {
          link.setAttribute('aria-current', 'true');
        } else {
          link.removeAttribute('aria-current');
        }
      }));
    }, {rootMargin: '-10% 0px -60% 0px'});
    sections.forEach((section) => observer.observe(section));
  }

  /* Tables. What is sorted and filtered is a row, or a conversation with what was said in it. */

  function unitsOf(table) {
    return Array.from(
        table.dataset.sort === 'groups' || table.classList.contains('talks')
            ? table.tBodies
            : table.tBodies[0].rows);
  }

  function cellOf(unit, column) {
    return (unit.cells || unit.rows[0].cells)[column];
  }

  const collator = new Intl.Collator('en', {numeric: true, sensitivity: 'base'});

  /*
   * A cell that is a number has it, unrounded, in data-value, and the ends of its interval in data-low and data-high;
   * one that is a range has its beginning in data-key. A column without any of these is sorted as text.
   */

  function numberOf(cell) {
    return Number(cell.dataset.value === undefined ? cell.dataset.key : cell.dataset.value);
  }

  function keyed(units, column) {
    const cells = units.map((unit) => cellOf(unit, column));
    const numeric = cells.some((cell) => cell.hasAttribute('data-value') || cell.hasAttribute('data-key'));
    return units.map((unit, i) => {
      const key = numeric ? numberOf(cells[i]) : cells[i].textContent.trim();
      return {unit, key, missing: numeric ? Number.isNaN(key) : key === ''};
    });
  }

  function compare(a, b) {
    return typeof a === 'number' ? a - b : collator.compare(a, b);
  }

  /* Entries by their keys; what is missing comes last either way. */
  function ordered(entries, direction) {
    return entries.sort((a, b) => a.missing - b.missing || (a.missing ? 0 : direction * compare(a.key, b.key)));
  }

  const NEXT = {none: 'ascending', ascending: 'descending', descending: 'none'};
  const DIRECTIONS = {none: 0, ascending: 1, descending: -1};

  /* Makes headers buttons: up, down, and 0 for the order of the beginning. */
  function addSorting(headers, sortBy) {
    headers.forEach((header, column) => {
      const button = element('button');
      button.type = 'button';
      button.append(...header.childNodes);
      header.append(button);
      header.setAttribute('aria-sort', 'none');
      button.addEventListener('click', () => {
        const order = NEXT[header.getAttribute('aria-sort')];
        headers.forEach((other) => other.setAttribute('aria-sort', other === header ? order : 'none'));
        sortBy(column, DIRECTIONS[order]);
      });
    });
  }

  function makeSortable(table) {
    const original = unitsOf(table);
    const parent = original[0].parentNode;
    addSorting(Array.from(table.tHead.rows[0].cells), (column, direction) => parent.append(
        ...(direction === 0 ? original : ordered(keyed(original, column), direction).map((entry) => entry.unit))));
  }

  const MOST_WITHOUT_FILTER = 15;
  const grouped = new Intl.NumberFormat('en');

  /* A field with its label; the escape key empties it. */
  function field(id, type, name, apply) {
    const label = element('label', '', name);
    const input = element('input');
    input.type = type;
    input.id = id;
    input.autocomplete = 'off';
    input.spellcheck = false;
    label.htmlFor = id;
    input.addEventListener('input', apply);
    input.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && input.value) {
        input.value = '';
        apply();
        event.preventDefault();
      }
    });
    return {label, input};
  }

  function wordsIn(input) {
    return input.value.toLowerCase().split(/\s+/).filter((word) => word);
  }

  function counter(inputs) {
    const count = element('output');
    count.htmlFor = inputs.map((input) => input.id).join(' ');
    count.setAttribute('aria-live', 'polite');
    return count;
  }

  function addFilter(box, table, number) {
    const units = unitsOf(table);
    const talks = table.matches('.talks:not(.contrasts)');
    if (units.length < 2 || (!talks && units.length <= MOST_WITHOUT_FILTER)) {
      return;
    }
    const noun = box.dataset.noun;
    const row = element('div', 'filter');
    let texts = null;
    const apply = () => {
      texts = texts || units.map((unit) => unit.textContent.toLowerCase());
      const words = wordsIn(input);
      let shown = 0;
      units.forEach((unit, i) => {
        const fits = words.every((word) => texts[i].includes(word));
        unit.hidden = !fits;
        shown += fits ? 1 : 0;
      });
      count.textContent = grouped.format(shown) + ' of ' + grouped.format(units.length) + ' ' + noun;
    };
    const {label, input} = field('filter-' + number, 'search', 'Filter ' + noun, apply);
    const count = counter([input]);
    count.textContent = grouped.format(units.length) + ' of ' + grouped.format(units.length) + ' ' + noun;
    row.append(label, input, count);
    box.prepend(row);
  }

  /* A region that does not scroll is no stop for the keyboard. */

  const scrollable = new ResizeObserver((entries) => entries.forEach(({target}) => {
    if (target.scrollWidth > target.clientWidth + 1) {
      target.tabIndex = 0;
    } else {
      target.removeAttribute('tabindex');
    }
  }));

  function enliven(box, number) {
    const table = box.querySelector('table');
    if (table.dataset.sort) {
      makeSortable(table);
    }
    addFilter(box, table, number);
    addSaving(box, table.caption.textContent, () => recordsOf(table));
    scrollable.observe(box.querySelector('.scroll'));
  }

  /* Tables as CSV, with numbers as they were computed. */

  const NUMBER = /^[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?$/;

  /* Text that a spreadsheet would take for a formula begins with an apostrophe, as in score files. */
  function csvCell(value) {
    const text = /^'*[=+\-@\t\r]/.test(value) && !NUMBER.test(value) ? "'" + value : value;
    return /[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
  }

  function csv(records) {
    return records.map((record) => record.map(csvCell).join(',') + '\n').join('');
  }

  function addSaving(box, name, records) {
    const button = element('button', 'save', 'Save as CSV');
    button.type = 'button';
    button.append(element('span', 'unseen', ': ' + name));
    button.addEventListener('click', () => {
      const link = element('a');
      link.href = URL.createObjectURL(new Blob([csv(records())], {type: 'text/csv;charset=utf-8'}));
      link.download = (name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '').slice(0, 60) || 'table') + '.csv';
      link.click();
      window.setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    });
    box.append(button);
  }

  /* The header and the rows that are shown, in their order; an interval has two columns of its own. */
  function recordsOf(table) {
    const units = unitsOf(table).filter((unit) => !unit.hidden);
    const headers = Array.from(table.tHead.rows[0].cells, (cell) => cell.textContent.trim());
    const withInterval = headers.map((header, column) => unitsOf(table).some((unit) => 'low' in cellOf(unit, column).dataset));
    const record = (cells) => cells.flatMap((cell, column) => {
      const {value, low, high} = cell.dataset;
      const plainly = (number) => number === undefined ? '' : String(Number(number));
      const text = cell.textContent.trim();
      const own = value !== undefined ? plainly(value) : text === '-' ? '' : text;
      return withInterval[column] ? [own, plainly(low), plainly(high)] : [own];
    });
    return [headers.flatMap((header, column) => withInterval[column] ? [header, header + ' low', header + ' high'] : [header])]
        .concat(units.map((unit) => record(Array.from((unit.cells ? unit : unit.rows[0]).cells))));
  }

  /* All rows of a report, found by words and by score. Only those that are shown are in the page. */

  const SHORT = 28;
  const SHOWN_AT_FIRST = 50;
  const SHOWN_MORE = 200;

  function addListing(place, data, number) {
    place.textContent = '';
    const noun = place.dataset.noun;
    const columns = data.columns.flatMap((column) =>
        column.kind === 'scores' && data.baseline !== null ? [column, deltaOf(column, data.baseline)] : [column]);
    const scores = data.columns.find((column) => column.kind === 'scores');
    const first = Array.from({length: data.rows}, (unused, row) => row);
    const texts = [];
    const worded = columns.filter((column) => column.kind === 'words');
    const searched = (row) => {
      const excerpt = excerptOf(columns, row);
      return worded.map((column) => wordOf(column, row)).concat(excerpt ? [excerpt.textContent] : []);
    };
    const textOf = (row) => texts[row] === undefined ? (texts[row] = searched(row).join(' ').toLowerCase()) : texts[row];
    let found = first;
    let order = {column: 0, direction: 0};
    let shown = SHOWN_AT_FIRST;

    const table = element('table');
    const caption = element('caption', 'unseen', place.dataset.caption);
    caption.id = 'listing-' + number;
    const head = table.createTHead().insertRow();
    const headers = columns.map((column) => {
      const header = element('th', column.kind === 'words' ? 'names' : 'values', column.name);
      header.scope = 'col';
      head.append(header);
      return header;
    });
    addSorting(headers, (column, direction) => {
      order = {column, direction};
      apply();
    });
    table.prepend(caption);
    const body = table.createTBody();

    const places = worded.map((column) => column.name).concat(excerpts.size ? ['words shown above'] : []);
    const search = field('find-' + number, 'search', 'Find ' + noun + ' by ' + listed(places), () => { shown = SHOWN_AT_FIRST; apply(); });
    const least = field('least-' + number, 'number', scores.name + ' from', () => { shown = SHOWN_AT_FIRST; apply(); });
    const most = field('most-' + number, 'number', 'to', () => { shown = SHOWN_AT_FIRST; apply(); });
    [least, most].forEach(({input}) => { input.step = 'any'; });
    const count = counter([search.input, least.input, most.input]);
    const tools = element('div', 'filter');
    tools.append(search.label, search.input, least.label, least.input, most.label, most.input, count);
    const more = element('button', 'save', '');
    more.type = 'button';
    more.addEventListener('click', () => {
      const focus = shown;
      shown += SHOWN_MORE;
      show();
      const next = body.rows[focus];
      if (next) {
        next.tabIndex = -1;
        next.focus();
      }
    });

    function apply() {
      const words = wordsIn(search.input);
      const from = least.input.value === '' ? -Infinity : Number(least.input.value);
      const to = most.input.value === '' ? Infinity : Number(most.input.value);
      found = first.filter((row) => scores.values[row] >= from && scores.values[row] <= to
          && words.every((word) => textOf(row).includes(word)));
      if (order.direction !== 0) {
        const column = columns[order.column];
        const entry = (row) => {
          const key = column.kind === 'words' ? wordOf(column, row) : column.values[row];
          return {row, key, missing: key === ''};
        };
        found = ordered(found.map(entry), order.direction).map(({row}) => row);
      }
      show();
    }

    function show() {
      const rows = found.slice(0, shown);
      body.replaceChildren(...rows.map(rowOf));
      const mean = found.reduce((sum, row) => sum + scores.values[row], 0) / found.length;
      count.textContent = grouped.format(found.length) + ' of ' + grouped.format(data.rows) + ' ' + noun
          + (found.length ? ', mean ' + scores.name + ' ' + mean.toFixed(3) : '');
      more.hidden = found.length <= shown;
      more.textContent = 'Show ' + grouped.format(Math.min(SHOWN_MORE, found.length - shown)) + ' more';
    }

    function rowOf(row) {
      const made = element('tr');
      columns.forEach((column, i) => {
        const text = shownIn(column, row);
        const cell = element(
            i === 0 ? 'th' : 'td', (column.kind === 'words' ? 'names' : 'values') + (text.length <= SHORT ? ' line' : ''));
        if (i === 0) {
          cell.scope = 'row';
          cell.append(named(wordOf(column, row), excerptOf(columns, row)));
        } else {
          cell.append(element('bdi', '', text));
        }
        made.append(cell);
      });
      return made;
    }

    const box = element('div', 'table');
    const scroll = element('div', 'scroll');
    scroll.setAttribute('role', 'region');
    scroll.setAttribute('aria-labelledby', caption.id);
    scroll.append(table);
    box.append(tools, scroll, more);
    addSaving(box, place.dataset.caption, () => [columns.map((column) => column.name)].concat(
        found.map((row) => columns.map((column) => column.kind === 'words' ? wordOf(column, row) : String(column.values[row])))));
    place.append(box);
    if (data.leftOut > 0) {
      place.append(element('p', '', 'These are the ' + grouped.format(data.rows) + ' with the lowest scores; '
          + (data.leftOut === 1 ? '1 more is' : grouped.format(data.leftOut) + ' more are') + ' in the score file only.'));
    }
    scrollable.observe(scroll);
    show();
  }

  function listed(names) {
    return names.length < 2 ? names.join('') : names.slice(0, -1).join(', ') + ' or ' + names[names.length - 1];
  }

  function wordOf(column, row) {
    const code = column.codes[row];
    return code < 0 ? '' : column.words[code];
  }

  function deltaOf(column, baseline) {
    return {name: 'delta', kind: 'delta', values: column.values.map((value) => (value - baseline) / baseline * 100)};
  }

  function shownIn(column, row) {
    switch (column.kind) {
      case 'words':
        return wordOf(column, row);
      case 'scores':
        return column.values[row].toFixed(3);
      case 'delta':
        return signed(column.values[row], 1) + '%';
      default:
        return grouped.format(column.values[row]);
    }
  }

  /* An id leads to what was said, where that is on the page. */

  const excerpts = new Map();

  function findExcerpts() {
    document.querySelectorAll('table.talks:not(.contrasts)').forEach((table, number) => {
      const version = Array.from(table.tHead.rows[0].cells).findIndex((cell) => cell.textContent.trim() === 'version');
      Array.from(table.tBodies).forEach((body, i) => {
        if (body.querySelector('details')) {
          body.id = 'conversation-' + number + '-' + i;
          const cells = body.rows[0].cells;
          excerpts.set(cells[0].textContent.trim() + '\n' + (version < 0 ? '' : cells[version].textContent.trim()), body);
        }
      });
    });
  }

  function excerptOf(columns, row) {
    const version = columns.find((column) => column.name === 'version');
    return excerpts.get(wordOf(columns[0], row).trim() + '\n' + (version ? wordOf(version, row).trim() : ''));
  }

  function named(name, excerpt) {
    const text = element('bdi', '', name);
    if (!excerpt) {
      return text;
    }
    const link = element('a');
    link.href = '#' + excerpt.id;
    link.append(text);
    link.addEventListener('click', () => {
      excerpt.hidden = false;
      excerpt.querySelector('details').open = true;
    });
    return link;
  }

  function addListings() {
    const data = document.getElementById('listings');
    if (data) {
      const listings = JSON.parse(data.textContent);
      document.querySelectorAll('.listing').forEach((place, i) => addListing(place, listings[place.dataset.listing], i));
    }
  }

  /* Charts. Colours after Okabe and Ito, made darker and lighter for the two themes. */

  const PALETTES = {
    light: {
      ink: '#1b1f23', soft: '#5a636c', rule: '#e3e6e9', axis: '#9aa3ab', paper: '#ffffff', alarm: '#a8410a',
      series: ['#0072b2', '#c25400', '#00805e', '#a34f85', '#8a6500', '#3d4a57'],
    },
    dark: {
      ink: '#e4e7ea', soft: '#a0a9b1', rule: '#2b3136', axis: '#5d666e', paper: '#15181b', alarm: '#f29a66',
      series: ['#56b4e9', '#f0945a', '#3fc79a', '#dda0c8', '#e6b422', '#c3ccd4'],
    },
  };
  const SYMBOLS = ['circle', 'rect', 'triangle', 'diamond'];
  const DASHES = ['solid', [7, 4], [2, 3], [9, 3, 2, 3], [12, 4], [4, 2]];
  const PRINT_WIDTH = 640;
  const FONT = window.getComputedStyle(document.body).fontFamily;

  function trimmed(number, digits) {
    return String(Number(number.toFixed(digits)));
  }

  function scientific(number) {
    return number.toExponential(2).replace(/\.?0+e/, 'e');
  }

  function isTiny(number) {
    return number !== 0 && Math.abs(number) < 1e-4;
  }

  function inFull(number) {
    return Math.abs(number) < 1e-2
        ? String(Number(number.toPrecision(4)))
        : grouped.format(Number(number.toPrecision(4)));
  }

  function signed(number, digits) {
    const text = number.toFixed(digits);
    return number > 0 && Number(text) !== 0 ? '+' + text : text.replace(/^-(0(\.0+)?)$/, '$1');
  }

  const UNITS = {
    probability: {tick: (v) => trimmed(v, 3), full: (v) => v.toFixed(3), within: true},
    points: {
      tick: (v) => (v > 1e-9 ? '+' : '') + trimmed(v * 100, 2),
      full: (v) => signed(v * 100, 1) + ' points',
    },
    share: {tick: (v) => trimmed(v * 100, 1) + '%', full: (v) => (v * 100).toFixed(1) + '%', within: true},
    number: {
      tick: (v) => (isTiny(v) ? scientific(v) : trimmed(v, 6)),
      full: (v) => (isTiny(v) ? scientific(v) : inFull(v)),
    },
  };

  function withInterval(point, unit, band) {
    if (point.value === null) {
      return 'not defined';
    }
    const value = unit.full(point.value);
    return point.low === null || point.high === null
        ? value
        : value + '\n' + (band || '95% interval') + ' ' + unit.full(point.low) + ' to ' + unit.full(point.high);
  }

  /* The library reads {style|text} as markup, so a brace in data is kept apart from what follows. */
  function plain(text) {
    return text.replace(/\{/g, '{\u2060').replace(/(.{1,46})(\s+|$)|(.{46})/gu, '$1$3\n').trim();
  }

  function line(points, more) {
    return Object.assign({type: 'line', data: points, silent: true, symbol: 'none', z: 2}, more);
  }

  function base(colours, chart) {
    return {
      animation: false,
      aria: {enabled: true, label: {description: chart.description}},
      backgroundColor: 'transparent',
      textStyle: {fontFamily: FONT, fontSize: 12.5, color: colours.ink},
      tooltip: {
        renderMode: 'richText',
        confine: true,
        backgroundColor: colours.paper,
        borderColor: colours.axis,
        borderWidth: 1,
        padding: [7, 10],
        textStyle: {color: colours.ink, fontFamily: FONT, fontSize: 12.5, lineHeight: 18},
        axisPointer: {type: 'line', lineStyle: {color: colours.axis, type: 'solid'}, label: {show: false}},
      },
    };
  }

  function valueAxis(colours, name, unit, more) {
    return Object.assign({
      type: 'value',
      name,
      nameTextStyle: {color: colours.soft, fontSize: 12.5},
      axisLine: {show: false},
      axisTick: {show: false},
      axisLabel: {color: colours.soft, fontSize: 12.5, formatter: unit.tick, hideOverlap: true},
      splitLine: {lineStyle: {color: colours.rule, width: 1}},
    }, more);
  }

  function horizontal(name) {
    return {name, nameLocation: 'middle', nameGap: 30};
  }

  /* An axis that ends at what is possible rather than at the next round number. */
  function limits(unit) {
    return unit.within
        ? {
          min: (v) => (v.min < 0.12 ? 0 : null),
          max: (v) => (v.max > 0.88 ? 1 : null),
          scale: true,
        }
        : {scale: true};
  }

  function reference(chart, colours, position, unit, ends) {
    return chart.reference
        ? [straight(chart.reference, colours, position, unit, ends ? {align: inside(chart.reference.value, ends)} : {})]
        : [];
  }

  /* The name of an upright line near an edge stays inside the chart. */
  function inside(value, [least, most]) {
    const place = (value - least) / (most - least || 1);
    return place < 0.15 ? 'left' : place > 0.85 ? 'right' : 'center';
  }

  /* A line across the whole chart, with its name. */
  function straight({value, name}, colours, position, unit, more) {
    const upright = !position.startsWith('inside');
    const text = value === 0 || /\d/.test(name) ? name : name + ' ' + unit.tick(value);
    return {
      type: 'scatter',
      data: [],
      symbolSize: 0,
      silent: true,
      markLine: {
        silent: true,
        symbol: 'none',
        animation: false,
        lineStyle: {color: colours.soft, width: 1.25, type: [4, 3]},
        label: Object.assign({
          formatter: () => plain(text),
          color: colours.ink,
          fontSize: 12.5,
          textBorderColor: colours.paper,
          textBorderWidth: 4,
          position,
          distance: upright ? 5 : [0, 3],
        }, more),
        data: [upright ? {xAxis: value} : {yAxis: value}],
      },
      z: 1,
    };
  }

  function marked(chart, colours, xs) {
    if (!chart.mark) {
      return [];
    }
    const align = inside(chart.mark.value, [Math.min(...xs), Math.max(...xs)]);
    return [straight(chart.mark, colours, 'end', UNITS.number, {align})];
  }

  function grid(left, right, top, bottom) {
    return {left, right, top, bottom, outerBoundsMode: 'none', containLabel: false};
  }

  function distribution(chart, colours) {
    const share = UNITS.share;
    const bins = Math.max(...chart.series.map((s) => s.bins.length));
    const shares = chart.series.map((s) => {
      const total = s.bins.reduce((a, b) => a + b, 0);
      return s.bins.map((n) => (total ? n / total : 0));
    });
    const series = chart.series.map((s, i) => {
      const colour = colours.series[i % colours.series.length];
      const steps = [[0, 0]];
      shares[i].forEach((y, bin) => steps.push([bin / bins, y]));
      steps.push([1, shares[i][bins - 1]], [1, 0]);
      return line(steps, {
        name: 'series ' + i,
        step: 'end',
        silent: false,
        lineStyle: {color: colour, width: 2, type: DASHES[i % DASHES.length]},
        itemStyle: {color: colour},
        areaStyle: chart.series.length === 1 ? {color: colour, opacity: 0.18} : undefined,
        emphasis: {disabled: true},
        z: 3,
      });
    });
    const option = base(colours, chart);
    Object.assign(option.tooltip, {
      trigger: 'axis',
      formatter: (params) => {
        const at = Math.min(bins - 1, Math.max(0, Math.floor(params[0].axisValue * bins + 1e-9)));
        const lines = ['score ' + trimmed(at / bins, 3) + ' to ' + trimmed((at + 1) / bins, 3)];
        chart.series.forEach((s, i) => {
          lines.push(plain(s.name) + ': ' + share.full(shares[i][at] || 0)
              + ' (' + grouped.format(s.bins[at] || 0) + ')');
        });
        return lines.join('\n');
      },
    });
    return Object.assign(option, {
      grid: grid(48, 16, 30, 48),
      xAxis: valueAxis(colours, '', UNITS.probability, Object.assign(horizontal('score'), {
        min: 0, max: 1, splitLine: {show: false}, axisLine: {show: true, lineStyle: {color: colours.axis}, onZero: true},
      })),
      yAxis: valueAxis(colours, '', share, {min: 0, max: limits(share).max, splitNumber: 4}),
      series: series.concat(reference(chart, colours, 'end', UNITS.probability, [0, 1])),
    });
  }

  /* Intervals are one broken line: two ends, then a gap. */
  function whiskers(points, place, colour, upright) {
    const ends = [];
    points.forEach((point, i) => {
      if (point.low !== null && point.high !== null) {
        ends.push(place(point.low, i), place(point.high, i), ['-', '-']);
      }
    });
    return line(ends, {
      connectNulls: false,
      symbol: 'rect',
      showAllSymbol: true,
      symbolSize: upright ? [9, 1.75] : [1.75, 9],
      lineStyle: {color: colour, width: 1.75},
      itemStyle: {color: colour, borderWidth: 0},
    });
  }

  function intervals(chart, colours, width) {
    const unit = UNITS[chart.unit];
    const names = Math.round(Math.min(width * 0.4, 230));
    const colour = colours.series[0];
    const option = base(colours, chart);
    const values = [];
    chart.items.forEach((item) => values.push(item.value, item.low, item.high));
    if (chart.reference) {
      values.push(chart.reference.value);
    }
    const known = values.filter((v) => v !== null);
    const marks = chart.items
        .map((item, i) => ({value: [item.value, i], item}))
        .filter((mark) => mark.item.value !== null);
    Object.assign(option.tooltip, {
      trigger: 'item',
      formatter: (params) => {
        const item = params.data.item;
        return plain(item.name) + '\n' + withInterval(item, unit) + (item.note ? '\n' + plain(item.note) : '');
      },
    });
    const longest = Math.max(...chart.items.map((item) => textWidth(item.name)));
    const left = Math.min(names, Math.ceil(longest)) + 14;
    return Object.assign(option, {
      grid: grid(left, 20, chart.reference ? 26 : 8, 48),
      xAxis: valueAxis(colours, '', unit, Object.assign(limits(unit), horizontal(chart.x), {splitNumber: width < 480 ? 3 : 6})),
      yAxis: {
        type: 'category',
        inverse: true,
        data: chart.items.map((item, i) => i),
        axisLine: {show: false},
        axisTick: {show: false},
        axisLabel: {
          color: colours.ink, fontSize: 12.5, interval: 0, margin: 12, width: left - 12, overflow: 'truncate',
          formatter: (i) => chart.items[i].name,
        },
      },
      series: [
        whiskers(chart.items, (x, i) => [x, i], colour, false),
        {
          type: 'scatter', data: marks, symbol: 'circle', symbolSize: 9, z: 4,
          itemStyle: {color: colour, borderColor: colours.paper, borderWidth: 1, opacity: 1},
        },
        /* Unseen points make the axis reach as far as intervals and the line do. */
        {
          type: 'scatter', silent: true, symbolSize: 0,
          data: known.length ? [[Math.min(...known), 0], [Math.max(...known), 0]] : [],
        },
      ].concat(reference(chart, colours, 'start', unit, [Math.min(...known), Math.max(...known)])),
    });
  }

  const pen = document.createElement('canvas').getContext('2d');

  function textWidth(text) {
    pen.font = '12.5px ' + FONT;
    return pen.measureText(text).width;
  }

  function reliability(chart, colours) {
    const colour = colours.series[0];
    const unit = UNITS.probability;
    const option = base(colours, chart);
    Object.assign(option.tooltip, {
      trigger: 'item',
      formatter: (params) => {
        const point = params.data.point;
        return 'mean probability ' + unit.full(point.x) + '\ncame true ' + withInterval(point, unit)
            + (point.note ? '\n' + plain(point.note) : '');
      },
    });
    const known = chart.points.filter((point) => point.value !== null && point.x !== null);
    return Object.assign(option, {
      grid: grid(52, 16, 34, 48),
      xAxis: valueAxis(colours, '', unit, Object.assign(horizontal('mean probability'), {min: 0, max: 1})),
      yAxis: valueAxis(colours, 'share that came true', unit, {min: 0, max: 1, nameTextStyle: {color: colours.soft, fontSize: 12.5, align: 'left', padding: [0, 0, 0, -48]}}),
      series: [
        line([[0, 0], [1, 1]], {lineStyle: {color: colours.soft, width: 1.25, type: [4, 3]}, z: 1}),
        whiskers(known, (y, i) => [known[i].x, y], colour, true),
        {
          type: 'scatter', symbol: 'circle', symbolSize: 10, z: 4,
          data: known.map((point) => ({value: [point.x, point.value], point})),
          itemStyle: {color: colour, borderColor: colours.paper, borderWidth: 1, opacity: 1},
        },
      ],
    });
  }

  /* At which end of a line across, and on which side of it, there is most room for its name. */
  function freeCorner(chart) {
    let best = {room: -1, name: 'insideEndTop'};
    [['End', -1], ['Start', 0]].forEach(([end, at]) => {
      const ys = chart.series.map((s) => s.points.at(at)).filter((p) => p && p.value !== null).map((p) => p.value);
      const beside = (side) => Math.min(...ys.map((y) => side * (y - chart.reference.value)).filter((d) => d >= 0));
      [['Top', beside(1)], ['Bottom', beside(-1)]].forEach(([side, room]) => {
        if (room > best.room) {
          best = {room, name: 'inside' + end + side};
        }
      });
    });
    return best.name;
  }

  function trend(chart, colours, width, small) {
    const unit = UNITS[chart.unit];
    const option = base(colours, chart);
    const xs = [];
    const ys = [];
    const series = [];
    chart.series.forEach((s, i) => {
      const colour = colours.series[i % colours.series.length];
      const points = s.points.filter((point) => point.x !== null);
      points.forEach((point) => {
        xs.push(point.x);
        ys.push(point.value, point.low, point.high);
      });
      series.push(
          line(points.map((point) => Object.assign(
              {value: [point.x, point.value === null ? '-' : point.value], point},
              point.marked ? {symbol: 'diamond', symbolSize: small ? 11 : 15, itemStyle: {color: colours.alarm}} : {})), {
            silent: false,
            symbol: SYMBOLS[i % SYMBOLS.length],
            symbolSize: points.length > 60 || small ? 0 : 8,
            showAllSymbol: true,
            lineStyle: {color: colour, width: 2, type: DASHES[i % DASHES.length]},
            itemStyle: {color: colour, borderColor: colours.paper, borderWidth: 1, opacity: 1},
            emphasis: {disabled: true},
            z: 4,
          }));
    });
    if (chart.reference) {
      ys.push(chart.reference.value);
    }
    const known = ys.filter((y) => y !== null);
    const whole = xs.every(Number.isInteger);
    const placeName = (x) => chart.names ? chart.names[x] || '' : UNITS.number.full(x);
    const few = !chart.names && whole && Math.max(...xs) - Math.min(...xs) <= (width < 480 ? 6 : 14);
    Object.assign(option.tooltip, {
      trigger: 'axis',
      formatter: (params) => {
        const marks = params.filter((p) => p.data && p.data.point);
        if (!marks.length) {
          return '';
        }
        const x = marks[0].data.point.x;
        const lines = [plain(chart.x) + ' ' + plain(placeName(x))];
        marks.forEach((mark) => {
          const {point} = mark.data;
          const name = chart.series[mark.seriesIndex].name;
          lines.push((chart.series.length > 1 ? plain(name) + ': ' : '')
              + withInterval(point, unit, chart.series[mark.seriesIndex].band)
              + (point.note ? '\n' + plain(point.note) : ''));
        });
        return lines.join('\n');
      },
    });
    return Object.assign(option, {
      grid: small ? grid(44, 12, 8, 26) : grid(56, chart.names ? 40 : 20, chart.mark ? 54 : 34, 48),
      xAxis: valueAxis(colours, '', chart.names ? {tick: placeName} : UNITS.number, Object.assign(small ? ends(placeName, chart, colours) : horizontal(chart.x), {
        min: chart.fromZero ? 0 : 'dataMin', max: 'dataMax', minInterval: whole ? 1 : 0, interval: few ? 1 : undefined, splitLine: {show: false},
        axisLine: {show: true, onZero: false, lineStyle: {color: colours.axis}},
      })),
      yAxis: valueAxis(colours, small ? '' : chart.y, unit, Object.assign(chart.span ? {min: chart.span[0], max: chart.span[1]} : limits(unit), {
        splitNumber: small ? 2 : 4,
        axisLabel: {
          color: colours.soft, fontSize: small ? 11.5 : 12.5, formatter: unit.tick, hideOverlap: true,
          showMinLabel: small ? false : null, showMaxLabel: small ? false : null,
        },
        nameGap: chart.mark ? 34 : 15,
        nameTextStyle: {color: colours.soft, fontSize: 12.5, align: 'left', padding: [0, 0, 0, -52]},
      })),
      series: series.concat([{
        type: 'scatter', silent: true, symbolSize: 0, tooltip: {show: false},
        data: known.length ? [[xs[0], Math.min(...known)], [xs[0], Math.max(...known)]] : [],
      }], reference(chart, colours, chart.reference ? freeCorner(chart) : '', unit), marked(chart, colours, xs)),
    });
  }

  /* A small chart has room for the names of its ends only. */
  function ends(placeName, chart, colours) {
    const last = Math.max(...chart.series.flatMap((s) => s.points.map((point) => point.x)));
    return {
      axisTick: {show: false},
      axisLabel: {
        color: colours.soft, fontSize: 11.5, showMinLabel: true, showMaxLabel: true,
        alignMinLabel: 'left', alignMaxLabel: 'right',
        formatter: (x) => (x === 0 || x === last ? placeName(x) : ''),
      },
    };
  }

  /* A band per unbroken run of intervals. The library's own bands stack, which needs whole steps in x. */
  function bands(chart, colours, instance) {
    const shapes = [];
    chart.series.forEach((s, i) => {
      let run = [];
      s.points.concat({low: null}).forEach((point) => {
        if (point.low !== null && point.high !== null && point.x !== null) {
          run.push(point);
          return;
        }
        if (run.length > 1) {
          const place = (x, y) => instance.convertToPixel({gridIndex: 0}, [x, y]);
          const highs = run.map((p) => place(p.x, p.high));
          const lows = run.map((p) => place(p.x, p.low));
          shapes.push({
            type: 'polygon',
            silent: true,
            z: 1,
            shape: {points: highs.concat(lows.reverse())},
            style: {fill: colours.series[i % colours.series.length], opacity: 0.13},
          });
        }
        run = [];
      });
    });
    return shapes;
  }

  const OPTIONS = {distribution, intervals, reliability, trend};

  function heightOf(chart, width, small) {
    if (small) {
      return 132;
    }
    switch (chart.kind) {
      case 'intervals':
        return chart.items.length * 27 + (chart.reference ? 26 : 8) + 52;
      case 'reliability':
        return Math.min(width, 480);
      default:
        return width < 480 ? 260 : 320;
    }
  }

  /* The legend is text beside the chart, so that names wrap and can be read aloud. */

  const SVG = 'http://www.w3.org/2000/svg';
  const SHAPES = {
    circle: ['circle', {cx: 15, cy: 6, r: 4}],
    rect: ['rect', {x: 11, y: 2, width: 8, height: 8}],
    triangle: ['path', {d: 'M15 1.5 19.5 10h-9Z'}],
    diamond: ['path', {d: 'M15 1 19.5 6 15 11 10.5 6Z'}],
  };

  function drawn(name, attributes) {
    const made = document.createElementNS(SVG, name);
    Object.keys(attributes).forEach((key) => made.setAttribute(key, attributes[key]));
    return made;
  }

  function swatch(chart, i, colours) {
    const colour = colours.series[i % colours.series.length];
    const dash = DASHES[i % DASHES.length];
    const svg = drawn('svg', {viewBox: '0 0 30 12', 'aria-hidden': 'true'});
    svg.append(drawn('path', {
      d: 'M0 6h30', fill: 'none', stroke: colour, 'stroke-width': 2,
      'stroke-dasharray': dash === 'solid' ? 'none' : dash.join(' '),
    }));
    if (chart.kind === 'trend') {
      const [name, attributes] = SHAPES[SYMBOLS[i % SYMBOLS.length]];
      svg.append(drawn(name, Object.assign({fill: colour}, attributes)));
    }
    return svg;
  }

  /* One legend for all charts that are alike. */
  function showLegend(legend, chart, colours, alike) {
    legend.replaceChildren(...chart.series.map((s, i) => {
      const item = element('li');
      item.append(swatch(chart, i, colours), element('bdi', '', s.name));
      return item;
    }));
    const marked = alike.flatMap((other) => other.series).flatMap((s) => s.points || []).find((point) => point.marked);
    if (marked) {
      const item = element('li');
      const svg = drawn('svg', {viewBox: '0 0 30 12', 'aria-hidden': 'true'});
      svg.append(drawn('path', {d: 'M15 0 21 6 15 12 9 6Z', fill: colours.alarm}));
      item.append(svg, element('bdi', '', marked.marked));
      legend.append(item);
    }
  }

  function addChart(plot, chart, charts) {
    plot.textContent = '';
    plot.classList.toggle('square', chart.kind === 'reliability');
    const multiples = plot.closest('.multiples');
    const small = multiples !== null;
    const alike = small
        ? Array.from(multiples.querySelectorAll('.plot'), (other) => charts[other.dataset.chart])
        : [chart];
    let legend = null;
    if (chart.series && chart.series.length > 1 && (!small || !multiples.previousElementSibling.matches('.legend'))) {
      legend = element('ul', 'legend');
      (multiples || plot).before(legend);
    }
    let instance = null;
    const draw = () => {
      const room = printing && !small ? (chart.kind === 'reliability' ? 440 : PRINT_WIDTH) : plot.clientWidth;
      if (!room) {
        return;
      }
      const colours = PALETTES[isDark() ? 'dark' : 'light'];
      const height = heightOf(chart, room, small);
      plot.style.height = height + 'px';
      if (instance) {
        instance.resize({width: room, height});
      } else {
        instance = window.echarts.init(plot, null, {renderer: 'svg', width: room, height});
      }
      instance.setOption(OPTIONS[chart.kind](chart, colours, room, small), {notMerge: true});
      if (chart.kind === 'trend') {
        instance.setOption({graphic: {elements: bands(chart, colours, instance)}});
      }
      if (legend) {
        showLegend(legend, chart, colours, alike);
      }
    };
    draw();
    redraws.push(draw);
    let width = plot.clientWidth;
    new ResizeObserver(() => {
      if (!printing && plot.clientWidth !== width) {
        width = plot.clientWidth;
        draw();
      }
    }).observe(plot);
  }

  function addCharts() {
    const data = document.getElementById('charts');
    if (!data || !window.echarts) {
      return;
    }
    const charts = JSON.parse(data.textContent);
    document.querySelectorAll('.plot').forEach((plot) => addChart(plot, charts[plot.dataset.chart], charts));
  }

  /* Paper is light, as wide as paper is, and cannot be unfolded. */

  function preparePrinting() {
    let folded = [];
    window.addEventListener('beforeprint', () => {
      printing = true;
      folded = Array.from(document.querySelectorAll('.more:not([open])'));
      folded.forEach((details) => { details.open = true; });
      redraw();
    });
    window.addEventListener('afterprint', () => {
      printing = false;
      folded.forEach((details) => { details.open = false; });
      redraw();
    });
  }

  addThemeButton();
  document.querySelectorAll('.table').forEach(enliven);
  findExcerpts();
  addListings();
  addCharts();
  followReading();
  preparePrinting();
  root.dataset.ready = 'true';
})();
