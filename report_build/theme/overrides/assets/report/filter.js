/* Narrow the evidence cards down by programme, voice, code and words. Every card is in the page, so that nothing waits for
   this file; the choice is kept in the address, where it can be linked to. */
(() => {
  const form = document.querySelector("form.rb-filter")
  if (!form) return
  const facets = ["case", "voice", "code"]
  const said = form.dataset.said
  const output = form.querySelector("output")
  const number = new Intl.NumberFormat(document.documentElement.lang)
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()

  // What a card says, without its citation, which names the same article on all of them.
  const wording = (card) => plain([...card.children].map((part) => part.tagName === "DETAILS" ? "" : part.textContent).join(" "))

  // Cards with what they are chosen by, below the heading that they stand under.
  const cards = []
  let section = null
  for (const node of form.parentElement.children) {
    if (node.tagName === "H2") section = { node, shown: 0 }
    if (!node.matches("article.rb-card")) continue
    const has = Object.fromEntries(facets.map((name) => [name, node.dataset[name].split(" ")]))
    cards.push({ node, section, has, text: null })
  }
  const options = facets.map((name) => [...form.elements[name].options].filter((option) => option.value))

  const chosen = () => Object.fromEntries([...facets, "words"].map((name) => [name, form.elements[name].value]))

  const apply = () => {
    const want = chosen()
    const sought = plain(want.words).split(/\s+/).filter(Boolean)
    const counts = facets.map(() => new Map())
    let shown = 0
    for (const card of cards) if (card.section) card.section.shown = 0
    for (const card of cards) {
      if (sought.length && card.text === null) card.text = wording(card.node)
      const worded = sought.every((word) => card.text.includes(word))
      const missed = facets.filter((name) => want[name] && !card.has[name].includes(want[name]))
      const visible = worded && !missed.length
      if (card.node.hidden === visible) card.node.hidden = !visible
      if (visible) {
        shown += 1
        if (card.section) card.section.shown += 1
      }
      // An option says how many cards there would be if it were chosen, all else as it is.
      facets.forEach((name, place) => {
        if (!worded || missed.some((other) => other !== name)) return
        for (const value of card.has[name]) counts[place].set(value, (counts[place].get(value) || 0) + 1)
      })
    }
    for (const { section } of cards) if (section && section.node.hidden !== !section.shown) section.node.hidden = !section.shown
    options.forEach((list, place) => {
      for (const option of list) {
        const label = `${option.dataset.label} (${number.format(counts[place].get(option.value) || 0)})`
        if (option.textContent !== label) option.textContent = label
      }
    })
    output.textContent = said.replace("{shown}", number.format(shown)).replace("{all}", number.format(cards.length))
  }

  const keep = () => {
    const state = new URLSearchParams(Object.entries(chosen()).filter(([, value]) => value)).toString()
    history.replaceState(history.state, "", location.pathname + (state && `?${state}`))
  }

  const read = () => {
    const state = new URLSearchParams(location.search)
    for (const name of [...facets, "words"]) {
      const field = form.elements[name]
      field.value = state.get(name) || ""
      if (field.selectedIndex === -1) field.value = "" // an address may name what no card has
    }
  }

  // A link to a card shows it, whatever was chosen before.
  const reveal = () => {
    const card = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)))
    if (!card || !card.hidden) return
    form.reset()
    apply()
    card.scrollIntoView()
  }

  form.addEventListener("input", () => { apply(); keep() })
  form.addEventListener("reset", () => setTimeout(() => { apply(); keep() }))
  form.addEventListener("submit", (event) => event.preventDefault())
  addEventListener("popstate", () => { read(); apply(); reveal() })
  read()
  form.querySelector("fieldset").disabled = false
  if (location.search) apply()
  reveal()
})()
