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

  /* A cell that holds a number has it, unrounded, in data-value. Without any, a column is sorted as text. */

  function keyed(units, column) {
    const cells = units.map((unit) => cellOf(unit, column));
    const numeric = cells.some((cell) => cell.hasAttribute('data-value'));
    return units.map((unit, i) => {
      const key = numeric ? Number(cells[i].dataset.value) : cells[i].textContent.trim();
      return {unit, key, missing: numeric ? Number.isNaN(key) : key === ''};
    });
  }

  function compare(a, b) {
    return typeof a === 'number' ? a - b : collator.compare(a, b);
  }

  function sorted(units, column, direction) {
    return keyed(units, column)
        .sort((a, b) => a.missing - b.missing || (a.missing ? 0 : direction * compare(a.key, b.key)))
        .map((entry) => entry.unit);
  }

  function makeSortable(table) {
    const original = unitsOf(table);
    const parent = original[0].parentNode;
    const headers = Array.from(table.tHead.rows[0].cells);
    const next = {none: 'ascending', ascending: 'descending', descending: 'none'};
    headers.forEach((header, column) => {
      const button = element('button');
      button.type = 'button';
      button.append(...header.childNodes);
      header.append(button);
      header.setAttribute('aria-sort', 'none');
      button.addEventListener('click', () => {
        const order = next[header.getAttribute('aria-sort')];
        headers.forEach((other) => other.setAttribute('aria-sort', other === header ? order : 'none'));
        const units =
            order === 'none'
                ? original
                : sorted(original, column, order === 'ascending' ? 1 : -1);
        parent.append(...units);
      });
    });
  }

  const MOST_WITHOUT_FILTER = 8;
  const grouped = new Intl.NumberFormat('en');

  function addFilter(box, table, number) {
    const units = unitsOf(table);
    const talks = table.classList.contains('talks');
    if (units.length < 2 || (!talks && units.length <= MOST_WITHOUT_FILTER)) {
      return;
    }
    const noun = box.dataset.noun;
    const row = element('div', 'filter');
    const label = element('label', '', 'Filter ' + noun);
    const input = element('input');
    const count = element('output');
    input.type = 'search';
    input.id = 'filter-' + number;
    input.autocomplete = 'off';
    input.spellcheck = false;
    label.htmlFor = input.id;
    count.htmlFor = input.id;
    count.setAttribute('aria-live', 'polite');
    let texts = null;
    const apply = () => {
      texts = texts || units.map((unit) => unit.textContent.toLowerCase());
      const words = input.value.toLowerCase().split(/\s+/).filter((word) => word);
      let shown = 0;
      units.forEach((unit, i) => {
        const fits = words.every((word) => texts[i].includes(word));
        unit.hidden = !fits;
        shown += fits ? 1 : 0;
      });
      count.textContent = grouped.format(shown) + ' of ' + grouped.format(units.length) + ' ' + noun;
    };
    input.addEventListener('input', apply);
    input.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && input.value) {
        input.value = '';
        apply();
        event.preventDefault();
      }
    });
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
    scrollable.observe(box.querySelector('.scroll'));
  }

  /* Charts. Colours after Okabe and Ito, made darker and lighter for the two themes. */

  const PALETTES = {
    light: {
      ink: '#1b1f23', soft: '#5a636c', rule: '#e3e6e9', axis: '#9aa3ab', paper: '#ffffff',
      series: ['#0072b2', '#c25400', '#00805e', '#a34f85', '#8a6500', '#3d4a57'],
    },
    dark: {
      ink: '#e4e7ea', soft: '#a0a9b1', rule: '#2b3136', axis: '#5d666e', paper: '#15181b',
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

  function reference(chart, colours, position, unit) {
    return chart.reference ? [straight(chart.reference, colours, position, unit, {})] : [];
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

  /* The name of a line near an edge stays inside the chart. */
  function marked(chart, colours, xs) {
    if (!chart.mark) {
      return [];
    }
    const least = Math.min(...xs);
    const place = (chart.mark.value - least) / (Math.max(...xs) - least || 1);
    const align = place < 0.15 ? 'left' : place > 0.85 ? 'right' : 'center';
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
      yAxis: valueAxis(colours, '', share, {min: 0, splitNumber: 4}),
      series: series.concat(reference(chart, colours, 'end', UNITS.probability)),
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
      ].concat(reference(chart, colours, 'start', unit)),
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

  function trend(chart, colours, width) {
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
          line(points.map((point) => ({value: [point.x, point.value === null ? '-' : point.value], point})), {
            silent: false,
            symbol: SYMBOLS[i % SYMBOLS.length],
            symbolSize: points.length > 60 ? 0 : 8,
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
      grid: grid(56, chart.names ? 40 : 20, chart.mark ? 54 : 34, 48),
      xAxis: valueAxis(colours, '', chart.names ? {tick: placeName} : UNITS.number, Object.assign(horizontal(chart.x), {
        min: chart.mark ? 0 : 'dataMin', max: 'dataMax', minInterval: whole ? 1 : 0, interval: few ? 1 : undefined, splitLine: {show: false},
        axisLine: {show: true, onZero: false, lineStyle: {color: colours.axis}},
      })),
      yAxis: valueAxis(colours, chart.y, unit, Object.assign(limits(unit), {
        splitNumber: 4,
        nameGap: chart.mark ? 34 : 15,
        nameTextStyle: {color: colours.soft, fontSize: 12.5, align: 'left', padding: [0, 0, 0, -52]},
      })),
      series: series.concat([{
        type: 'scatter', silent: true, symbolSize: 0, tooltip: {show: false},
        data: known.length ? [[xs[0], Math.min(...known)], [xs[0], Math.max(...known)]] : [],
      }], reference(chart, colours, chart.reference ? freeCorner(chart) : '', unit), marked(chart, colours, xs)),
    });
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

  function heightOf(chart, width) {
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

  function showLegend(legend, chart, colours) {
    legend.replaceChildren(...chart.series.map((s, i) => {
      const item = element('li');
      item.append(swatch(chart, i, colours), element('bdi', '', s.name));
      return item;
    }));
  }

  function addChart(plot, chart) {
    plot.textContent = '';
    plot.classList.toggle('square', chart.kind === 'reliability');
    let legend = null;
    if (chart.series && chart.series.length > 1) {
      legend = element('ul', 'legend');
      plot.before(legend);
    }
    let instance = null;
    const draw = () => {
      const room = printing ? Math.min(PRINT_WIDTH, chart.kind === 'reliability' ? 440 : PRINT_WIDTH) : plot.clientWidth;
      if (!room) {
        return;
      }
      const colours = PALETTES[isDark() ? 'dark' : 'light'];
      const height = heightOf(chart, room);
      plot.style.height = height + 'px';
      if (instance) {
        instance.resize({width: room, height});
      } else {
        instance = window.echarts.init(plot, null, {renderer: 'svg', width: room, height});
      }
      instance.setOption(OPTIONS[chart.kind](chart, colours, room), {notMerge: true});
      if (chart.kind === 'trend') {
        instance.setOption({graphic: {elements: bands(chart, colours, instance)}});
      }
      if (legend) {
        showLegend(legend, chart, colours);
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
    document.querySelectorAll('.plot').forEach((plot) => addChart(plot, charts[plot.dataset.chart]));
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
  addCharts();
  followReading();
  preparePrinting();
  root.dataset.ready = 'true';
})();
