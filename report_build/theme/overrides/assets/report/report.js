/* Small helps that pages work without: copying a citation, and a card's own citation below the card. */
(() => {
  // A copy button stands hidden until there is a clipboard to copy to.
  const offer = (root) => {
    if (navigator.clipboard) for (const button of root.querySelectorAll("button[data-copies]")) button.hidden = false
  }
  const copy = async (button) => {
    const source = document.getElementById(button.dataset.copies)
    if (!source || button.textContent === button.dataset.done) return
    const label = button.textContent
    const text = source.textContent.trim()
    await navigator.clipboard.writeText(button.dataset.put ? text.replaceAll("rbcardid", button.dataset.put) : text)
    button.textContent = button.dataset.done
    setTimeout(() => { button.textContent = label }, 2000)
  }

  // All cards of a page are cited alike: the pattern stands once, at the foot of the page.
  const cite = (link, pattern) => {
    const line = link.parentElement
    const open = line.nextElementSibling
    link.setAttribute("aria-expanded", String(!open))
    if (open) {
      open.remove()
      return
    }
    const filled = document.createElement("template")
    filled.innerHTML = pattern.innerHTML.replaceAll("rbcardid", link.dataset.rbCites)
    const place = document.createTreeWalker(filled.content, NodeFilter.SHOW_TEXT)
    const told = line.closest("article").querySelector(".rb-place")
    while (place.nextNode()) {
      const text = place.currentNode
      text.data = told ? text.data.replace("rbcardplace", () => told.textContent) : text.data.replace(/,? ?rbcardplace/, "")
    }
    const made = filled.content.firstElementChild
    line.after(made)
    offer(made)
    made.focus({ preventScroll: true })
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-copies]")
    if (button) copy(button)
    const link = event.target.closest("a[data-rb-cites]")
    const pattern = document.querySelector("template[data-rb-card]")
    if (!link || !pattern || event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    cite(link, pattern)
  })
  offer(document)
})()
