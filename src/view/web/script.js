// The board's filter without a page load; everything works without it too.
"use strict";
(function () {
  const form = document.querySelector("form.filter");
  if (!form) return;
  const count = form.querySelector(".count");
  const rumors = Array.from(document.querySelectorAll("article.rumor"));
  const settled = ["confirmed", "partly-confirmed", "contradicted", "denied",
    "expired"];

  function hasStatus(rumor, wanted) {
    const status = rumor.dataset.status;
    if (!wanted || wanted === status) return true;
    if (wanted === "settled") return settled.includes(status);
    return wanted === "unsettled" && !settled.includes(status);
  }

  function fits(rumor) {
    const words = form.words.value.toLowerCase().split(/\s+/);
    const text = rumor.textContent.toLowerCase();
    return (!form.vendor.value || form.vendor.value === rumor.dataset.vendor)
      && hasStatus(rumor, form.status.value)
      && words.every((word) => text.includes(word));
  }

  function filter() {
    let shown = 0;
    for (const rumor of rumors) {
      rumor.hidden = !fits(rumor);
      shown += rumor.hidden ? 0 : 1;
    }
    for (const section of document.querySelectorAll("main section"))
      section.hidden = !section.querySelector("article.rumor:not([hidden])");
    count.textContent = shown + " of " + rumors.length;
  }

  form.addEventListener("input", filter);
  form.addEventListener("reset", () => setTimeout(filter));
})();
