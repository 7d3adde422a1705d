/* Search: the field in the header, and the page with all results. Without a script the field leads to that page, which
   says so. What finds is loaded at the first key: assets/search/minisearch.js, find.js and the index of this edition. */
(() => {
  const root = document.querySelector("[data-rb-whole]") || document.querySelector("[data-rb-search]")
  if (!root) return
  const base = root.dataset.rbSearch
  const form = root.querySelector("form")
  const field = form.elements.q
  const own = "rbWhole" in root.dataset // the page of results
  const FEW = 8
  const MANY = 30
  const at = (address) => new URL(address, new URL(base.endsWith("/") ? base : `${base}/`, document.baseURI)).href
  const make = (name, given = {}, ...inside) => {
    const made = document.createElement(name)
    for (const [key, value] of Object.entries(given)) if (value !== undefined && value !== false) made.setAttribute(key, value === true ? "" : value)
    made.append(...inside)
    return made
  }

  // What is loaded, once. A part that comes later (the passages of a large study) is put in when it is there.
  let told = null
  let finder = null
  let loading = null
  let pending = 0 // parts that are still to come
  const load = (address) =>
    new Promise((done, failed) => {
      const script = make("script", { src: at(address) })
      script.onload = done
      script.onerror = () => failed(new Error(address))
      document.head.append(script)
    })
  window.rbSearch = (part) => {
    if (part.language) told = part
    else if (finder) finder.add(part.entries)
  }
  const ready = () => {
    loading ??= Promise.all(["search/index.js", "assets/search/minisearch.js", "assets/search/find.js"].map(load)).then(async () => {
      finder = rbFind(told)
      pending = told.more.length
      const parts = told.more.map((part) => load(part).then(() => { pending -= 1 }))
      if (parts.length === 1) await parts[0]
      else for (const part of parts) part.then(show)
    })
    return loading
  }

  // The panel: what was found in words, what to narrow it by, the finds.
  const status = make("p", { class: "rb-search__status", role: "status" })
  const kinds = make("div", { class: "rb-search__kinds", role: "group" })
  const choices = make("div", { class: "rb-search__choices" })
  const list = make("ol", { class: "rb-search__list" })
  const foot = make("p", { class: "rb-search__foot" })
  const panel = make("div", { class: "rb-search__panel", id: "rb-search-panel", role: "region", "aria-label": root.dataset.rbResults, hidden: true }, status, kinds, choices, list, foot)
  root.append(panel)
  let choice = {}
  let shown = FEW

  const names = () => Object.keys(told.kinds)
  const plural = (one, other, count) => {
    const rule = new Intl.PluralRules(told.language).select(count) === "one" ? one : other
    return rule.replace("{count}", new Intl.NumberFormat(told.language).format(count))
  }
  const answer = ({ how, counts, against }) => {
    const { words } = told
    if (how === "none" || how === "nothing") return how === "none" ? words.none : ""
    const parts = counts.map((count, kind) => {
      if (!count) return ""
      const [one, other] = told.kinds[names()[kind]]
      const said = plural(one, other, count)
      return kind === 2 && against ? `${said} (${plural(words.against, words.against, against)})` : said
    })
    const said = (parts.filter(Boolean).join(" · ") || words.none) + (pending ? " …" : "")
    return words[how] && how !== "all" ? `${words[how]} ${said}` : said
  }

  const address = (whole) => {
    const given = new URLSearchParams({ q: field.value.trim() })
    if (choice.kind !== undefined) given.set("kind", names()[choice.kind])
    if (choice.case !== undefined) given.set("case", told.cases[choice.case][0])
    if (choice.voice !== undefined) given.set("voice", told.voices[choice.voice][0])
    return `${whole ? at("search.html") : location.pathname}?${given}`
  }

  const words = (text, terms, options) =>
    finder.marked(text, terms, options).map(([said, found]) => (found ? make("mark", {}, said) : said))
  const way = (entry) => at(entry.anchor ? `${entry.address}#${encodeURIComponent(entry.anchor)}` : entry.address)
  const link = ({ entry, terms }) => make("a", { href: way(entry) }, ...words(entry.title, terms, { whole: true }))
  const item = (one) => {
    const { entry, terms, more } = one
    const kind = told.kinds[names()[entry.kind]][3]
    const about = [entry.kind ? kind : entry.whole ? "" : finder.pages[entry.page].title, entry.note, ...entry.cases.map((each) => told.cases[each][1]), entry.against]
    const made = make("li", { class: "rb-search__item" }, make("p", { class: "rb-search__title" }, link(one)))
    const place = about.filter(Boolean).join(" · ")
    if (place) made.append(make("p", { class: "rb-search__place" }, place))
    if (entry.text) made.append(make("p", { class: "rb-search__text" }, ...words(entry.text, terms)))
    if (more.length) {
      const rest = more.slice(0, own ? 6 : 2).flatMap((each, number) => (number ? [" · ", link(each)] : [link(each)]))
      made.append(make("p", { class: "rb-search__more" }, ...rest))
    }
    return made
  }

  const pick = (name, value) => {
    choice = { ...choice, [name]: value }
    if (value === undefined) delete choice[name]
    shown = own ? MANY : FEW
    show()
  }
  const tellKinds = (counts) => {
    const focused = kinds.contains(document.activeElement) ? document.activeElement.dataset.kind : null
    kinds.setAttribute("aria-label", told.words.kind)
    kinds.replaceChildren(
      ...counts.flatMap((count, kind) => {
        if (!count && choice.kind !== kind) return []
        const button = make("button", { type: "button", "data-kind": kind, "aria-pressed": String(choice.kind === kind) }, `${told.kinds[names()[kind]][2]} `, make("span", {}, String(count)))
        button.addEventListener("click", () => pick("kind", choice.kind === kind ? undefined : kind))
        return [button]
      }),
    )
    if (focused !== null) kinds.querySelector(`[data-kind="${focused}"]`)?.focus()
  }
  const tellChoices = () => {
    if (!own || choices.childElementCount) return
    for (const name of ["case", "voice"]) {
      const known = told[`${name}s`]
      if (known.length < 2) continue
      const select = make("select", { name }, make("option", { value: "" }, told.words.whole), ...known.map(([, label], number) => make("option", { value: number }, label)))
      select.value = choice[name] ?? ""
      select.addEventListener("change", () => pick(name, select.value === "" ? undefined : Number(select.value)))
      choices.append(make("label", {}, `${told.words[name]} `, select))
    }
  }

  let pause = 0
  const show = () => {
    if (!field.value.trim()) {
      close()
      return
    }
    panel.hidden = false
    if (!finder) {
      status.textContent = root.dataset.rbLoading
      ready().then(show, () => { status.textContent = root.dataset.rbFailed })
      return
    }
    const found = finder.search(field.value, choice)
    // Announced when the reader pauses, so that a screen reader is not told of each letter.
    clearTimeout(pause)
    pause = setTimeout(() => {
      status.textContent = answer(found)
      if (own) history.replaceState(history.state, "", address(false))
    }, status.textContent ? 300 : 0)
    tellKinds(found.counts)
    tellChoices()
    list.replaceChildren(...found.items.slice(0, shown).map(item))
    foot.replaceChildren()
    if (!own && found.items.length) foot.append(make("a", { href: address(true) }, told.words.all))
    if (own && found.items.length > shown) {
      const button = make("button", { type: "button" }, told.words.more)
      button.addEventListener("click", () => {
        const next = shown
        shown += MANY
        show()
        list.children[next]?.querySelector("a").focus()
      })
      foot.append(button)
    }
  }
  const close = () => {
    clearTimeout(pause)
    panel.hidden = true
    status.textContent = ""
    list.replaceChildren()
    if (own) history.replaceState(history.state, "", location.pathname)
  }

  field.addEventListener("input", () => {
    shown = own ? MANY : FEW
    show()
  })
  if (own) {
    form.addEventListener("submit", (event) => event.preventDefault())
    const given = new URLSearchParams(location.search)
    field.value = given.get("q") || ""
    shown = MANY
    if (field.value) {
      ready().then(() => {
        const number = (known, value) => { const place = known.indexOf(value); return place < 0 ? undefined : place }
        choice = {
          kind: number(names(), given.get("kind")),
          case: number(told.cases.map(([id]) => id), given.get("case")),
          voice: number(told.voices.map(([id]) => id), given.get("voice")),
        }
        show()
      }, () => { panel.hidden = false; status.textContent = root.dataset.rbFailed })
    } else field.focus()
  } else {
    const opener = root.querySelector("a")
    const open = () => {
      root.classList.add("rb-search--open")
      field.focus()
      field.select()
      show()
    }
    const leave = (back) => {
      panel.hidden = true
      root.classList.remove("rb-search--open")
      if (back && opener.offsetParent) opener.focus()
    }
    opener.addEventListener("click", (event) => {
      event.preventDefault()
      open()
    })
    root.querySelector("[data-rb-close]").addEventListener("click", () => leave(true))
    field.addEventListener("focus", () => {
      root.classList.add("rb-search--open")
      if (field.value.trim()) show()
    })
    addEventListener("pointerdown", (event) => { if (!root.contains(event.target)) leave(false) })
    root.addEventListener("focusout", ({ relatedTarget }) => { if (relatedTarget && !root.contains(relatedTarget)) leave(false) })
    root.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return
      event.preventDefault()
      if (!panel.hidden && document.activeElement !== field) field.focus()
      else if (panel.hidden || !field.value) { field.blur(); leave(true) }
      else leave(true)
    })
  }
  // Arrows go from the field through the finds and back; "/" comes here from anywhere.
  root.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step || panel.hidden || event.target.matches("select")) return
    const stops = [field, ...list.querySelectorAll(".rb-search__title a"), ...foot.querySelectorAll("a, button")]
    const here = stops.indexOf(document.activeElement)
    if (here < 0) return
    event.preventDefault()
    stops[Math.max(0, Math.min(stops.length - 1, here + step))].focus()
  })
  addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.target.closest("input, select, textarea, [contenteditable]")) return
    event.preventDefault()
    root.classList.add("rb-search--open")
    field.focus()
    field.select()
  })
})()
