/* What is cut, or lies over something else, in the stage at one width: a list of sentences. */
(width) => {
  const SLACK = 1.5; // pixels that the boxes of glyphs may reach beyond what one sees
  const root = document.querySelector(".ranklab");
  root.parentElement.style.width = `${width}px`;
  const problems = [];
  const shown = (node) => node.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true }) && !node.closest(".rl-spoken");
  const texts = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const owner = node.parentElement;
    if (!node.data.trim() || owner.closest("select, textarea, style, title, desc") || !shown(owner)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width > 0) texts.push({ owner, text: node.data.trim(), box });
    }
  }
  const frame = root.getBoundingClientRect();
  for (const { owner, text, box } of texts) {
    let clipped = false;
    const say = (what) => problems.push(`"${text.slice(0, 40)}" (${owner.className || owner.tagName}) ${what}`);
    for (let around = owner; around !== root && !clipped; around = around.parentElement) {
      const style = getComputedStyle(around);
      if (style.overflowX === "visible" || around instanceof SVGElement) continue;
      const { left, right } = around.getBoundingClientRect();
      if (box.left >= left - SLACK && box.right <= right + SLACK) continue;
      clipped = true;
      // A name may end in dots if it is whole where one points.
      const { title } = around.closest("[title]") ?? { title: "" };
      const named = style.textOverflow === "ellipsis" && title && (title.includes(text) || text.endsWith(title));
      if (!named) say(`is cut by ${around.className || around.tagName}`);
    }
    const outside = box.left < frame.left - SLACK || box.right > frame.right + SLACK;
    if (outside && !clipped) say("is outside the stage");
  }
  // What is cut off with dots is drawn nowhere else: only what can be seen may collide.
  const clip = ({ owner, box }) => {
    let { left, right } = box;
    for (let around = owner; around !== root; around = around.parentElement) {
      if (getComputedStyle(around).overflowX === "visible") continue;
      const frame = around.getBoundingClientRect();
      left = Math.max(left, frame.left);
      right = Math.min(right, frame.right);
    }
    return { left, right, top: box.top, bottom: box.bottom };
  };
  const seen = texts.map((text) => ({ ...text, box: clip(text) })).filter(({ box }) => box.right > box.left);
  seen.sort((a, b) => a.box.top - b.box.top);
  const over = (a, b) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > SLACK &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.3 * Math.min(a.bottom - a.top, b.bottom - b.top);
  const formula = ({ owner }) => owner.closest("math");
  seen.forEach((a, at) => {
    for (let other = at + 1; other < seen.length && seen[other].box.top < a.box.bottom; other += 1) {
      const b = seen[other];
      if (a.owner === b.owner || (formula(a) && formula(a) === formula(b))) continue;
      if (over(a.box, b.box)) {
        problems.push(`"${a.text.slice(0, 40)}" (${a.owner.className || a.owner.tagName}) lies over "${b.text.slice(0, 40)}" (${b.owner.className || b.owner.tagName})`);
      }
    }
  });
  // In the list a number also keeps clear of the bar, the handle and the arrow.
  const marks = [...root.querySelectorAll(".rl-bar, .rl-handle, .rl-arrow[data-moves]")].filter(shown);
  const numbers = [...root.querySelectorAll(".rl-places .rl-row :is(.rl-value, .rl-figure, .rl-label-number)")].filter(shown);
  for (const row of root.querySelectorAll(".rl-places .rl-row")) {
    for (const number of numbers.filter((node) => row.contains(node))) {
      const range = document.createRange();
      range.selectNodeContents(number);
      for (const node of marks.filter((node) => row.contains(node))) {
        if (over(range.getBoundingClientRect(), node.getBoundingClientRect())) {
          problems.push(`"${number.textContent}" lies over ${node.className}`);
        }
      }
    }
  }
  for (const field of root.querySelectorAll("input[type=text]")) {
    if (shown(field) && field.scrollWidth > field.clientWidth + 1) problems.push(`the field "${field.value}" is too short`);
  }
  return [...new Set(problems)];
}
