// The search. Its index is a script, loaded when it is first needed: that works from a disk, too.
"use strict";
{
  const root = document.currentScript.dataset.root;
  const form = document.querySelector(".search");
  const input = form.querySelector("input");
  const list = form.querySelector("ol");
  const most = 12;
  let loading = false;

  const words = text => text.toLowerCase().split(/[^\p{L}\p{N}_-]+/u).filter(word => word !== "");

  const count = (text, word) => {
    let found = 0;
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
      found++;
    }
    return found;
  };

  // Every word has to occur; in a title it says more than in a heading, and there more than in the text.
  const rank = ([link, title, heading, text], wanted) => {
    let sum = 0;
    for (const word of wanted) {
      const inTitle = count(title.toLowerCase(), word);
      const inHeading = count((heading === "" ? title : heading).toLowerCase(), word);
      const inText = count(text.toLowerCase(), word);
      if (inTitle + inHeading + inText === 0) {
        return 0;
      }
      sum += 4 * inTitle + 8 * inHeading + Math.min(inText, 4);
    }
    return heading === "" ? sum + 1 : sum;
  };

  const marked = (text, wanted) => {
    const node = document.createElement("span");
    const lower = text.toLowerCase();
    const first = Math.max(0, Math.min(...wanted.map(word => {
      const at = lower.indexOf(word);
      return at < 0 ? text.length : at;
    })) - 50);
    const shown = (first > 0 ? "…" : "") + text.slice(first, first + 160) + (text.length > first + 160 ? "…" : "");
    let at = 0;
    while (at < shown.length) {
      const rest = shown.slice(at).toLowerCase();
      const hits = wanted.map(word => [rest.indexOf(word), word.length]).filter(hit => hit[0] >= 0);
      if (hits.length === 0) {
        break;
      }
      const [offset, length] = hits.reduce((a, b) => (b[0] < a[0] ? b : a));
      const bold = document.createElement("b");
      bold.textContent = shown.slice(at + offset, at + offset + length);
      node.append(shown.slice(at, at + offset), bold);
      at += offset + length;
    }
    node.append(shown.slice(at));
    return node;
  };

  const show = () => {
    const wanted = words(input.value);
    list.hidden = wanted.length === 0;
    list.replaceChildren();
    if (wanted.length === 0 || !window.manualSections) {
      return;
    }
    const found = window.manualSections
      .map(section => [rank(section, wanted), section])
      .filter(hit => hit[0] > 0)
      .sort((a, b) => b[0] - a[0])
      .slice(0, most);
    for (const [, [link, title, heading, text]] of found) {
      const anchor = document.createElement("a");
      anchor.href = root + link;
      anchor.append(heading === "" ? title : title + " › " + heading, marked(text, wanted));
      const item = document.createElement("li");
      item.append(anchor);
      list.append(item);
    }
    if (found.length === 0) {
      const item = document.createElement("li");
      item.className = "nothing";
      item.textContent = "No page has all of these words.";
      list.append(item);
    }
  };

  const load = () => {
    if (!loading) {
      loading = true;
      const script = document.createElement("script");
      script.src = root + "sections.js";
      script.onload = show;
      document.head.append(script);
    }
  };

  const move = (from, step) => {
    const stops = [input, ...list.querySelectorAll("a")];
    stops[(stops.indexOf(from) + step + stops.length) % stops.length].focus();
  };

  // The contents are longer than most screens: show where the reader is.
  const contents = document.querySelector("nav");
  const current = contents.querySelector("[aria-current]");
  if (current) {
    contents.scrollTop = current.offsetTop - contents.offsetTop - contents.clientHeight / 3;
  }

  form.hidden = false;
  input.addEventListener("focus", load);
  input.addEventListener("input", show);
  form.addEventListener("submit", event => {
    event.preventDefault();
    const first = list.querySelector("a");
    if (first) {
      location.href = first.href;
      list.hidden = true;
    }
  });
  form.addEventListener("keydown", event => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(document.activeElement, event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape") {
      input.value = "";
      show();
      input.blur();
    }
  });
  document.addEventListener("click", event => {
    if (!form.contains(event.target)) {
      list.hidden = true;
    }
  });
  list.addEventListener("click", () => {
    list.hidden = true;
  });
  document.addEventListener("keydown", event => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      input.focus();
    }
  });
}
