/* All that is known of Material's own scripts and of what they make: names for ears and reach for keys where it has none,
   and a version selector that stays on the page. Pages work without this file. */
(() => {
  // Once the page is there, Material asks the host of each of its other languages for a sitemap, which nothing needs: from a
  // copy of the report that would be another host.
  for (const link of document.querySelectorAll("link[rel=alternate]")) link.rel += " external"

  // The version selector stays on the page: the theme's own way needs a sitemap with this host's addresses.
  document.addEventListener("click", event => {
    const chosen = event.target instanceof Element && event.target.closest("a.md-version__link")
    const here = document.querySelector("[data-rb-here]")
    if (!chosen || !here || event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    event.stopImmediatePropagation()
    const there = new URL(here.dataset.rbHere, chosen.href)
    fetch(there, { method: "HEAD" }).then(answer => answer.ok, () => false)
      .then(stands => location.assign(stands ? there.href + location.hash : chosen.href))
  }, true)

  // The selector's button says which version is shown; its name for ears must have that in it.
  const shell = document.querySelector("header")
  const named = () => {
    const button = shell.querySelector(".md-version__current")
    if (!button) return
    names.disconnect()
    button.setAttribute("aria-label", `${button.getAttribute("aria-label")}: ${button.textContent.trim()}`)
  }
  const names = new MutationObserver(named)
  if (shell) names.observe(shell, { childList: true, subtree: true })

  // Authors' own Markdown tables, which Material lets scroll, get a place in the tab order and a name.
  addEventListener("load", () => {
    for (const box of document.querySelectorAll(".md-typeset__scrollwrap")) {
      const caption = box.querySelector("caption, th")
      box.tabIndex = 0
      box.setAttribute("role", "region")
      box.setAttribute("aria-label", caption ? caption.textContent : document.title)
    }
  })
})()
