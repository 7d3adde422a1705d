/* Evidence beside what rests on it: what carries a claim, a cell, a figure's place or a citation opens beside it, never over it.
   The style sheet says where: in the margin, below the paragraph, or as a sheet at the foot of a small window. The page's
   template says which links have contents and in which file; it is asked for when somebody first reaches for one. Other
   links, and every link without this script, simply lead on. */
(() => {
  const stored = document.querySelector("template.rb-previews")
  if (!stored) return
  const words = stored.dataset
  const told = new Set(words.for.split(" "))
  const root = new URL("../../", new URL(words.from, location.href)) // the file's links are as a page there has them
  let contents = null // by whole address
  let asked = null
  const ask = () => {
    asked ??= new Promise((done, failed) => {
      window.rbPreviews = (all, parts) => { // <217> is the part of that number, which may have others in it
        const whole = (html) => html.replace(/<(\d+)>/g, (_, number) => whole(parts[number]))
        contents = new Map(Object.entries(all).map(([address, html]) => [new URL(address, root).href, whole(html)]))
        done()
      }
      document.head.append(Object.assign(document.createElement("script"), { src: words.from, onerror: failed }))
    })
    return asked
  }
  const contentsOf = (way) => {
    const made = document.createElement("template")
    made.innerHTML = contents.get(new URL(way, location.href).href)
    const part = made.content.firstElementChild
    if (root.href !== new URL(".", location.href).href) {
      for (const inner of part.querySelectorAll("a[href]")) inner.href = new URL(inner.getAttribute("href"), root).href
    }
    return part
  }
  const KINDS = ["a.rb-claim-marker", "a.rb-work-link", "a.rb-opener", "a.rb-passage, a.rb-passage-link", "a.rb-place"]
  const COUNTED = [words.claim, words.work, words.cell, words.passage, words.place] // "cell {number} of {count}"
  const waysOf = (link) => {
    const [first, ...others] = (link.dataset.passages || link.getAttribute("href")).split(" ")
    const [file] = first.split("#") // others in it are told by their ids alone
    return [first, ...others.map((way) => (way.includes("#") ? way : `${file}#${way}`))].filter((way) => told.has(way))
  }
  const shown = (link) => waysOf(link).length > 0

  // A cell's passages become one link that says how many they are, and opens them all.
  for (const cell of document.querySelectorAll("figure.rb-table .rb-evidence")) {
    const first = [...cell.querySelectorAll("a")].find(shown)
    if (!first) continue
    const opener = document.createElement("a")
    opener.className = "rb-opener"
    opener.href = first.getAttribute("href")
    opener.textContent = cell.dataset.said
    cell.prepend(opener)
  }
  const series = KINDS.map((kind) => [...document.querySelectorAll(kind)].filter(shown))
  const cellOf = (link) => link.closest(".rb-evidence")
  const isPlace = (link) => link.matches("a.rb-place")

  const make = (tag, className, text = "", label = "") => {
    const made = document.createElement(tag)
    made.className = className
    made.textContent = text
    if (label) made.setAttribute("aria-label", label)
    return made
  }
  const button = (text, label, act) => {
    const made = make("button", "rb-beside__button", text, label)
    made.type = "button"
    made.addEventListener("click", act)
    return made
  }

  const box = make("aside", "rb-beside")
  box.id = "rb-beside"
  box.lang = stored.lang
  box.tabIndex = -1
  const previous = button("‹", words.previous, () => step(-1))
  const next = button("›", words.next, () => step(1))
  const count = make("span", "rb-beside__count")
  const bar = make("div", "rb-beside__bar")
  bar.append(previous, count, next, button("×", words.close, () => close()))
  const inner = make("div", "rb-beside__inner")
  box.append(bar, inner)
  const row = document.createElement("tr") // holds the box below a table's row
  row.className = "rb-beside-row"
  row.append(document.createElement("td"))

  let link = null // whose evidence is open
  const claimOf = (marker) => {
    const before = marker.previousElementSibling
    return marker.matches(KINDS[0]) && before && before.matches(".rb-claim") ? before : null
  }
  const subject = () => (cellOf(link) ? link.closest("td, th, dd") : claimOf(link) || link)
  const mark = (open) => {
    link.setAttribute("aria-expanded", String(open))
    if (open) link.setAttribute("aria-controls", box.id)
    else link.removeAttribute("aria-controls")
    subject().classList.toggle("rb-open", open)
    document.documentElement.classList.toggle("rb-beside-open", open)
  }

  const close = () => {
    if (!link) return
    const was = link
    const inside = box.contains(document.activeElement)
    mark(false)
    link = null
    box.remove()
    row.remove()
    document.body.style.paddingBottom = ""
    if (inside) was.focus({ preventScroll: true })
  }

  // Where the box stands in the page's order: after the paragraph, or the row, that the link is in.
  const put = () => {
    const position = () => getComputedStyle(box).position
    box.classList.toggle("rb-beside--figure", isPlace(link))
    if (isPlace(link)) {
      link.closest(".rb-page > *").after(box)
      return position()
    }
    const block = link.closest("li, dd, td, th, p, h1, h2, h3, h4, h5, h6") || link
    const table = block.closest("table")
    if (table) {
      (link.closest(".rb-page > *") || table).after(box)
      if (position() === "static") {
        const line = block.closest("tr")
        row.firstChild.colSpan = [...line.cells].reduce((sum, cell) => sum + cell.colSpan, 0)
        row.firstChild.append(box)
        line.after(row)
      }
    } else if (block.matches("li, dd")) {
      block.insertBefore(box, block.querySelector(":scope > :is(ul, ol)"))
    } else {
      block.after(box)
    }
    return position()
  }

  // In the margin: level with the first line of what it carries, between the text and the window's edge.
  const inMargin = () => {
    const unit = parseFloat(getComputedStyle(document.documentElement).fontSize)
    const text = (link.closest(".rb-page > *") || link.parentElement).getBoundingClientRect()
    const left = text.right + unit
    Object.assign(box.style, { left: "0", top: "0", width: `${Math.min(15.5 * unit, document.documentElement.clientWidth - left - unit / 2)}px` })
    const here = box.getBoundingClientRect()
    box.style.left = `${left - here.left}px`
    box.style.top = `${subject().getClientRects()[0].top - here.top}px`
  }

  // Scroll no further than shows the box, and never so far that what it carries leaves the window.
  const reveal = (position) => {
    const header = document.querySelector("header")
    const gap = 12
    const ceiling = (header ? Math.max(0, header.getBoundingClientRect().bottom) : 0) + gap
    const rows = [subject(), link].flatMap((part) => [...part.getClientRects()])
    const beside = box.getBoundingClientRect()
    const top = rows[0].top - ceiling
    let by = beside.bottom + gap - innerHeight
    if (position === "fixed") {
      document.body.style.paddingBottom = `${beside.height}px`
      by = Math.max(...rows.map((part) => part.bottom)) + gap - beside.top
    }
    const heads = position === "absolute" && cellOf(link) ? link.closest("figure").getBoundingClientRect().top - ceiling : -1
    const least = Math.min(top, Math.max(...rows.map((part) => part.bottom)) + gap - innerHeight) // shows what it carries
    by = top < 0 ? top : Math.max(least, Math.min(Math.max(0, by), heads > 0 ? heads : top)) // and a table's title where it can
    if (by) scrollBy({ top: by, behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth" })
  }

  const place = () => {
    box.removeAttribute("style")
    const position = put()
    if (position === "absolute") inMargin()
    return position
  }

  // A cell's passages stand together under the names of its row and column.
  const fill = () => {
    const cell = cellOf(link)
    const ways = cell ? [...cell.querySelectorAll("a:not(.rb-opener)")].flatMap(waysOf) : waysOf(link)
    const mark = cell && link.closest("td") && link.closest("td").querySelector(".rb-note-ref a")
    const remark = cell && link.closest("td")?.dataset.remark
    const note = (mark || remark) && document.querySelector(`${mark ? mark.getAttribute("href") : `#${remark}`} > span`)
    const found = ways.map(contentsOf)
    let title = found[0].dataset.label
    if (cell) {
      const named = [link.closest("tr")?.querySelector("th"), link.closest("td")?.querySelector(".rb-case")]
      title = named.map((one) => (one ? one.textContent.trim() : "")).filter(Boolean).join(" · ") || title
    } else if (isPlace(link)) {
      title = link.querySelector("title").textContent
    }
    box.setAttribute("aria-label", title)
    const head = cell || isPlace(link) ? [make("p", "rb-preview__title", title), ...(note ? [make("p", "rb-preview__lead", note.textContent)] : [])] : []
    inner.replaceChildren(...head, ...found.flatMap((one) => [...one.childNodes]))
    // Passages in our words look like quotations beside a text: say that they are none, where none is.
    const said = inner.querySelector(".rb-preview__said:not(:has(.rb-withheld))")
    if (said && !inner.querySelector(".rb-quotation")) said.closest("ul").before(make("p", "rb-preview__lead", words.reworded))
  }

  const kindOf = () => series.findIndex((links) => links.includes(link))
  const sameKind = () => {
    const all = series[kindOf()]
    return isPlace(link) ? all.filter((one) => one.closest("svg") === link.closest("svg")) : all
  }

  const open = async (wanted) => {
    if (!contents) {
      try {
        await ask()
      } catch {
        location.assign(wanted.getAttribute("href")) // the file is not to be had
        return
      }
    }
    close()
    link = wanted
    fill()
    mark(true)
    const all = sameKind()
    const at = all.indexOf(link)
    count.textContent = COUNTED[kindOf()].replace("{number}", at + 1).replace("{count}", all.length)
    const position = place()
    previous.disabled = at === 0
    next.disabled = at === all.length - 1
    inner.scrollTop = box.scrollTop = 0
    reveal(position)
    box.focus({ preventScroll: true })
  }

  const step = (by) => {
    const all = sameKind()
    const wanted = all[all.indexOf(link) + by]
    if (wanted) open(wanted)
  }

  for (const one of series.flat()) {
    one.dataset.rbOpens = ""
    one.setAttribute("aria-expanded", "false")
    const claim = claimOf(one)
    if (!claim) continue
    claim.dataset.rbOpens = ""
    claim.title = one.title // what the mark says, as a hint for the pointer
  }

  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    if (!(event.target instanceof Element) || box.contains(event.target)) return
    const wanted = event.target.closest("a, button, summary, .rb-claim")
    if (!wanted || !("rbOpens" in wanted.dataset)) return
    const selected = getSelection()
    if (wanted.matches(".rb-claim") && selected && !selected.isCollapsed) return // somebody who copies the sentence
    const marker = wanted.matches("a") ? wanted : wanted.nextElementSibling
    event.preventDefault()
    if (link === marker) {
      close()
      marker.focus({ preventScroll: true })
    } else {
      open(marker)
    }
  })
  for (const reach of ["pointerover", "focusin", "touchstart"]) {
    document.addEventListener(reach, ({ target }) => {
      const near = target instanceof Element && target.closest("[data-rb-opens]")
      if (near) ask().catch(() => {}) // opening it says so
    }, { passive: true })
  }
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !link) return
    event.stopPropagation()
    const was = link
    close()
    was.focus({ preventScroll: true })
  }, true)
  addEventListener("resize", () => {
    if (!link) return
    const inside = box.contains(document.activeElement) ? document.activeElement : null
    row.remove()
    place()
    if (inside) inside.focus({ preventScroll: true })
  })
  addEventListener("pagehide", close) // going back shows the page as it was left
})()
