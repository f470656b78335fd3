# shellcheck shell=sh
# shellcheck disable=SC2154  # scratch is of lib.sh
# Chromium driven by WebDriver, for the scenarios that look at pages: a window
# of any size by the device's metrics (a headless window is 500 wide at least),
# light or dark, what a page measures of itself, and what it asked for.
# Sourced behind lib.sh. HEARSAY_SCREENSHOTS=DIR keeps the pictures.

has_browser() {
  command -v chromedriver >/dev/null 2>&1
}

driver() { # driver METHOD PATH [JSON]
  curl -s -X "$1" -H 'Content-Type: application/json' \
    "http://127.0.0.1:$driver_port$2" ${3:+-d "$3"}
}

# start_browser BASE: addresses of go are below it, and no others are asked.
start_browser() {
  browser_base=$1
  driver_port=$(free_port)
  mkdir "$scratch/browser"
  HOME=$scratch/browser chromedriver --port="$driver_port" \
    >"$scratch/driver.log" 2>&1 &
  pids="$pids $!"
  until_true 20 curl -sf "http://127.0.0.1:$driver_port/status" ||
    bail "chromedriver did not start"
  session=$(driver POST /session '{"capabilities": {"alwaysMatch": {
    "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
    "goog:chromeOptions": {"args": ["--headless", "--no-sandbox",
      "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update",
      "--disable-sync", "--window-size=860,1000",
      "--user-data-dir='"$scratch/browser/data"'"]}}}}' |
    jq -r .value.sessionId)
  [ "$session" != null ] || bail "no browser: $(tail -n 5 "$scratch/driver.log")"
}

stop_browser() {
  driver DELETE "/session/$session" >/dev/null
}

go() { # go PATH
  driver POST "/session/$session/url" "{\"url\": \"$browser_base$1\"}" \
    >/dev/null
}

js() { # js EXPRESSION: its value
  driver POST "/session/$session/execute/sync" \
    "$(jq -n --arg s "return $1" '{script: $s, args: []}')" | jq -r .value
}

cdp() { # cdp COMMAND PARAMETERS
  driver POST "/session/$session/goog/cdp/execute" \
    "{\"cmd\": \"$1\", \"params\": $2}"
}

# device WIDTH SCHEME: a window so wide, light or dark
device() {
  beyond=true
  cdp Emulation.setDeviceMetricsOverride \
    "{\"width\": $1, \"height\": 800, \"deviceScaleFactor\": 1,
      \"mobile\": $([ "$1" -lt 600 ] && echo true || echo false)}" >/dev/null
  cdp Emulation.setEmulatedMedia \
    "{\"features\": [{\"name\": \"prefers-color-scheme\", \"value\": \"$2\"}]}" \
    >/dev/null
}

shot() { # shot NAME: the window; of a device all of the page, however long
  [ -n "${HEARSAY_SCREENSHOTS:-}" ] || return 0
  mkdir -p "$HEARSAY_SCREENSHOTS"
  cdp Page.captureScreenshot \
    "{\"captureBeyondViewport\": ${beyond:-false}}" |
    jq -r .value.data | base64 -d >"$HEARSAY_SCREENSHOTS/$1.png"
}

# flaws: what is wrong with the page as it is: it is wider than the window, or
# text has a contrast with what is behind it below 4.5 to 1, or 3 to 1 where it
# is large (WCAG 2, 1.4.3). Nothing, where nothing is.
flaws() {
  js '(() => {
    const rgb = (c) => (c.match(/[\d.]+/g) || []).map(Number);
    const light = (c) => {
      const [r, g, b] = c.slice(0, 3).map((v) => v / 255).map(
        (v) => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
      return .2126 * r + .7152 * g + .0722 * b;
    };
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    const behind = (e) => {
      for (; e; e = e.parentElement) {
        const c = rgb(getComputedStyle(e).backgroundColor);
        if (c.length === 3 || c[3] === 1) return c;
        if (c[3] > 0) return [255, 0, 255]; /* not to be told: look at it */
      }
      return dark ? [18, 18, 18] : [255, 255, 255];
    };
    const found = [], seen = new Set();
    if (document.documentElement.scrollWidth > innerWidth)
      found.push("wider than " + innerWidth);
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const e = walk.currentNode.parentElement, s = getComputedStyle(e);
      if (!walk.currentNode.data.trim() || seen.has(e) ||
          !e.getClientRects().length || s.visibility !== "visible" ||
          ["SCRIPT", "STYLE"].includes(e.tagName))
        continue;
      seen.add(e);
      const ink = rgb(e instanceof SVGElement ? s.fill : s.color);
      const a = light(ink), b = light(behind(e));
      const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
      const size = parseFloat(s.fontSize);
      const large = size >= 24 || (size >= 18.66 && s.fontWeight >= 700);
      if (ratio < (large ? 3 : 4.5))
        found.push(ratio.toFixed(2) + " " + e.tagName + " " +
          walk.currentNode.data.trim().slice(0, 40));
    }
    return seen.size ? found.join("\n") : "no text at all";
  })()'
}

console_errors() {
  driver POST "/session/$session/se/log" '{"type": "browser"}' |
    jq -r '.value[] | select(.level == "SEVERE") | .message'
}

# asked_elsewhere: requests of the browser to anything but the base
asked_elsewhere() {
  driver POST "/session/$session/se/log" '{"type": "performance"}' |
    jq -r '.value[].message | fromjson | .message |
      select(.method == "Network.requestWillBeSent") | .params.request.url' |
    grep -E '^(http|ws)s?:' | grep -v "^$browser_base/" || true
}
