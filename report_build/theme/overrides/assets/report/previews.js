/* Previews: what a link leads to, shown beside it. Their content stands in the page's template; a link that has none, and
   every link without this script, simply leads on. A preview opens on hover, on keyboard focus and on a first tap; it
   stays while the pointer or the focus is on its link or on itself; Escape closes it and leaves the focus on the link. */
(() => {
  const stored = document.querySelector("template.rb-previews")
  if (!stored || !HTMLElement.prototype.showPopover) return
  const contents = new Map([...stored.content.children].map((part) => [part.dataset.for, part]))

  const box = document.createElement("div")
  box.className = "rb-preview"
  box.id = "rb-preview"
  box.setAttribute("popover", "manual")
  box.setAttribute("role", "group")
  box.lang = stored.lang
  let link = null // whose preview is open
  let timer = 0
  let pointer = "" // the kind that was last put down
  let giving = false // whether the focus is being given back: that opens nothing

  const close = () => {
    clearTimeout(timer)
    if (!link) return
    const was = link
    link = null
    was.setAttribute("aria-expanded", "false")
    was.removeAttribute("aria-controls")
    const inside = box.contains(document.activeElement)
    box.remove()
    giving = true
    if (inside) was.focus({ preventScroll: true })
    giving = false
  }

  // Below its link, or above where there is more room; never over it.
  const place = () => {
    const mark = [...link.getClientRects()].pop()
    const { clientWidth, clientHeight } = document.documentElement
    const header = document.querySelector(".md-header")
    const gap = 8
    const above = mark.top - 2 * gap - (header ? Math.max(0, header.getBoundingClientRect().bottom) : 0)
    const below = clientHeight - mark.bottom - 2 * gap
    box.style.maxHeight = ""
    const under = box.offsetHeight <= below || below >= above
    box.style.maxHeight = `${Math.max(120, Math.min(box.offsetHeight, under ? below : above))}px`
    const left = Math.max(gap, Math.min(mark.left - 24, clientWidth - box.offsetWidth - gap))
    const top = under ? mark.bottom + gap : mark.top - gap - box.offsetHeight
    box.style.left = `${left + scrollX}px`
    box.style.top = `${top + scrollY}px`
  }

  const open = (wanted) => {
    clearTimeout(timer)
    if (link === wanted) return
    close()
    link = wanted
    const part = contents.get(link.getAttribute("href"))
    box.replaceChildren(...part.cloneNode(true).childNodes)
    box.setAttribute("aria-label", part.dataset.label)
    link.after(box) // next in the order of reading and of the Tab key
    box.showPopover()
    box.scrollTop = 0
    place()
    link.setAttribute("aria-expanded", "true")
    link.setAttribute("aria-controls", box.id)
  }

  const later = (act, delay) => {
    clearTimeout(timer)
    timer = setTimeout(act, delay)
  }

  const previewed = (node) => node instanceof Element && node.closest("a[aria-expanded][data-rb-preview]")
  const within = (node) => node instanceof Node && (box.contains(node) || (link && link.contains(node)))

  for (const one of document.querySelectorAll("a.rb-claim-marker, a.rb-work-link, a.rb-reference")) {
    if (!contents.has(one.getAttribute("href"))) continue
    one.dataset.rbPreview = ""
    one.setAttribute("aria-expanded", "false")
  }

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return
    const found = previewed(event.target)
    if (found) later(() => open(found), 150)
    else if (within(event.target)) clearTimeout(timer)
    else if (link && !within(document.activeElement)) later(close, 300)
    else if (!link) clearTimeout(timer)
  })
  document.documentElement.addEventListener("pointerleave", () => {
    if (link && !within(document.activeElement)) later(close, 300)
  })
  document.addEventListener("focusin", (event) => {
    if (giving) return
    const found = previewed(event.target)
    if (found && found.matches(":focus-visible")) open(found)
    else if (!within(event.target)) close()
  })
  document.addEventListener("pointerdown", (event) => { pointer = event.pointerType }, true)
  document.addEventListener("click", (event) => {
    const found = previewed(event.target)
    if (found && pointer === "touch" && link !== found) {
      event.preventDefault()
      open(found)
    } else if (!within(event.target)) {
      close()
    }
  })
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !link) return
    event.stopPropagation()
    close()
  }, true)
  addEventListener("resize", close)
  addEventListener("pagehide", close) // going back shows the page as it was left
})()
