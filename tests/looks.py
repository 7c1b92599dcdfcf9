"""Whether text can be read on its ground is asked once of each look that a page has, not of each word on it.

That one rule took the checker longer than all others together. Its answer turns on what is computed here as the look of an
element: color, size and weight of its text, and color, picture and opacity of everything that it stands in. What has passed
counts for all that look alike; what failed, or could not be told, is asked anew each time. Whatever is taken out of the flow
of the page may stand over something else, and is a look of its own.

The sweep (every_width.py) asks the rule of every element, and so holds this shortcut to account.
"""

from __future__ import annotations

ONCE_PER_LOOK = """() => {
  const check = axe._audit.checks['color-contrast'], asks = check.evaluate;
  const TEXT = ['color', 'fontSize', 'fontWeight', 'textShadow', 'webkitTextFillColor', 'webkitTextStroke'];
  const GROUND = ['backgroundColor', 'backgroundImage', 'opacity', 'filter', 'mixBlendMode'];
  const NOTHING = 'rgba(0, 0, 0, 0);none;1;none;normal';
  const passed = new Set(), apart = new Map();
  let grounds;
  const told = (style, names) => names.map(name => style[name]).join(';');
  const ground = e => {
    if (!e) return '';
    if (!grounds.has(e)) {
      const style = getComputedStyle(e), own = told(style, GROUND);
      let all = ground(e.parentElement) + (own === NOTHING ? '' : ' < ' + own);
      if (!['static', 'relative'].includes(style.position) || style.transform !== 'none') {
        if (!apart.has(e)) apart.set(e, apart.size);
        all += ' < apart ' + apart.get(e);
      }
      grounds.set(e, all);
    }
    return grounds.get(e);
  };
  window.looks = each => { grounds = each ? null : new Map(); };
  check.evaluate = function (e, ...more) {
    if (!grounds) return asks.call(this, e, ...more);
    const look = told(getComputedStyle(e), TEXT) + ground(e);
    if (passed.has(look)) return true;
    const answer = asks.call(this, e, ...more);
    if (answer === true) passed.add(look);
    return answer;
  };
}"""
"""Said to the checker once on each page; `looks` is called before each time that it is asked, as the page may have changed."""
