/* Small helps that work without: copying a citation, and keyboard reach of what scrolls. No page needs this file. */
(() => {
  // A citation's copy button stands hidden until there is a clipboard to copy to.
  for (const button of document.querySelectorAll("button[data-copies]")) {
    const source = document.getElementById(button.dataset.copies)
    if (!source || !navigator.clipboard) continue
    const label = button.textContent
    button.hidden = false
    button.addEventListener("click", async () => {
      const text = source.textContent.trim()
      await navigator.clipboard.writeText(button.dataset.put ? text.replaceAll("rbcardid", button.dataset.put) : text)
      button.textContent = button.dataset.done
      setTimeout(() => { button.textContent = label }, 2000)
    })
  }

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
