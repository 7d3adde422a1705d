/* Narrow evidence cards or claims down by the choices of the page's form, and by words. Every card is in the page, so that
   nothing waits for this file; the choice is kept in the address, where it can be linked to. Cards that a long page puts
   off are asked for once somebody chooses. */
(() => {
  const form = document.querySelector("form.rb-filter")
  if (!form) return
  const facets = [...form.querySelectorAll("select")].map((select) => {
    const name = select.name
    const options = [...select.options].filter((option) => option.value)
    const numbers = new Map(options.map((option, number) => [option.value, number]))
    return { name, select, options, numbers, counts: new Uint32Array(options.length), told: [] }
  })
  const words = form.elements.words
  const fields = [...facets.map((facet) => facet.select), words]
  const output = form.querySelector("output")
  const number = new Intl.NumberFormat(document.documentElement.lang)
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()

  // What a card says, without its citation, which names the same article on all of them.
  const wording = (card) => {
    card.text ??= plain([...card.node.children].map((part) => "edition" in part.dataset ? "" : part.textContent).join(" "))
    return card.text
  }

  // Cards with what they are chosen by, below the heading that they stand under.
  const cards = []
  const sections = []
  const gather = () => {
    if (cards.length) return
    document.dispatchEvent(new Event("rb-all"))
    for (const node of form.parentElement.children) {
      if (/^H[23]$/.test(node.tagName)) sections.push({ node, shown: 0, used: false })
      if (!node.matches("article[data-case]")) continue
      const has = facets.map(({ name, numbers }) => node.dataset[name].split(" ").map((value) => numbers.get(value)))
      const section = sections[sections.length - 1]
      if (section) section.used = true
      cards.push({ node, section, has, text: null, visible: true })
    }
  }

  const apply = () => {
    gather()
    const wanted = facets.map(({ select, numbers }) => numbers.get(select.value))
    const sought = plain(words.value).split(/\s+/).filter(Boolean)
    for (const facet of facets) facet.counts.fill(0)
    for (const section of sections) section.shown = 0
    let shown = 0
    for (const card of cards) {
      const worded = sought.every((word) => wording(card).includes(word))
      let misses = 0
      let missed = -1
      for (let place = 0; place < facets.length; place += 1) {
        if (wanted[place] === undefined || card.has[place].includes(wanted[place])) continue
        misses += 1
        missed = place
      }
      const visible = worded && !misses
      // A style costs half of what an attribute does, which selectors anywhere may depend on.
      if (card.visible !== visible) card.node.style.display = visible ? "" : "none"
      card.visible = visible
      if (visible) {
        shown += 1
        if (card.section) card.section.shown += 1
      }
      // An option says how many cards there would be if it were chosen, all else as it is.
      if (!worded || misses > 1) continue
      for (let place = 0; place < facets.length; place += 1) {
        if (misses && place !== missed) continue
        for (const value of card.has[place]) facets[place].counts[value] += 1
      }
    }
    for (const { node, shown: inside, used } of sections) if (used && node.hidden === Boolean(inside)) node.hidden = !inside
    for (const { options, counts, told } of facets) {
      options.forEach((option, place) => {
        if (told[place] === counts[place]) return
        told[place] = counts[place]
        option.text = `${option.dataset.label} (${number.format(counts[place])})`
      })
    }
    const said = form.dataset.said.replace("{shown}", number.format(shown))
    output.textContent = said.replace("{all}", number.format(cards.length))
  }

  // The address follows when the reader pauses: writing it costs more than the filter.
  let pause = 0
  const keep = () => {
    clearTimeout(pause)
    pause = setTimeout(write, 200)
  }
  const write = () => {
    const state = new URLSearchParams(fields.filter((field) => field.value).map((field) => [field.name, field.value]))
    history.replaceState(history.state, "", location.pathname + (state.size ? `?${state}` : ""))
  }

  const read = () => {
    const state = new URLSearchParams(location.search)
    for (const field of fields) {
      field.value = state.get(field.name) || ""
      if (field.selectedIndex === -1) field.value = "" // an address may name what no card has
    }
  }

  // A link to a card shows it, whatever was chosen before.
  const reveal = () => {
    const named = decodeURIComponent(location.hash.slice(1))
    const card = cards.find(({ node }) => node.id === named)
    if (!card || card.visible) return
    form.reset()
    apply()
    card.node.scrollIntoView()
  }

  form.addEventListener("input", () => { apply(); keep() })
  form.addEventListener("reset", () => setTimeout(() => { apply(); keep() }))
  form.addEventListener("submit", (event) => event.preventDefault())
  form.addEventListener("focusin", gather, { once: true })
  words.addEventListener("focus", () => { gather(); cards.forEach(wording) }, { once: true })
  addEventListener("popstate", () => { read(); apply(); reveal() })
  read()
  form.querySelector("fieldset").disabled = false
  if (location.search) apply()
  reveal()
})()
