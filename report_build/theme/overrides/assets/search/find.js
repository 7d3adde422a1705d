/* Finding, without a page: what was asked, against what search/index.js tells. MiniSearch matches; this file says what a
   word is in any language, and how much each find counts. Words are folded on both sides: no accents, no case, no
   elided article or possessive, no endings of number and gender (those the index names for its language). */
window.rbFind = (() => {
  const APOSTROPHES = /[’ʼ‘´`′＇]/g // as keyboards and editors have them
  const RUN = /[\p{L}\p{N}\p{M}№°]+(?:['’ʼ‘´`′＇\-‐‑\u00ad][\p{L}\p{N}\p{M}№°]+)*/gu
  const NUMBER_SIGN = /(?<!\p{L})n[°º]s?|№/giu // n°, nº and № are the word "no", with or without a space after them
  const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
  const SINGLE = { œ: "oe", æ: "ae", ß: "ss", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i" }
  const KINDS = { page: 0, claim: 1, passage: 2, code: 3, display: 4, work: 5, decision: 6 }
  const WEIGHTS = [1, 0.5, 0.35, 0.12, 0.5, 0.7, 0.1] // the argument first, what is looked up last; a page has its own
  const CLOSE = 100 // letters of a snippet on each side of what was found

  const fold = (text) =>
    text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[œæßøłđðþı]/g, (letter) => SINGLE[letter])

  return (told) => {
    const elided = new Set(told.elided)
    const silent = new Set(told.silent.map(fold))

    const stem = (word) => {
      if (/\p{N}/u.test(word)) return word
      for (const group of told.endings) {
        const found = group.find(([ending, put]) => word.endsWith(ending) && word.length - ending.length + put.length > 2)
        if (found) word = word.slice(0, word.length - found[0].length) + found[1]
      }
      return word
    }

    // The words of one run of letters, folded: "l’on-line" has on, line and, for the index, online.
    const known = new Map()
    const wordsIn = (run) => {
      if (!known.has(run)) {
        const found = []
        const joined = []
        const parts = fold(run.replaceAll("\u00ad", "").replace(NUMBER_SIGN, "no-").replaceAll("°", "-").replace(APOSTROPHES, "'")).split("'")
        for (const part of parts) {
          if (parts.length > 1 && elided.has(part)) continue
          const pieces = part.split(/[-‐‑]/).filter(Boolean)
          for (const piece of pieces) found.push(...(UNSPACED.test(piece) ? [...piece] : [piece]))
          if (pieces.length > 1) joined.push(pieces.join(""))
        }
        known.set(run, [found, [...found, ...joined]])
      }
      return known.get(run)
    }
    const wordsOf = (text, { joined = true } = {}) =>
      (text.match(RUN) || []).flatMap((run) => wordsIn(run)[joined ? 1 : 0])
    const terms = new Map()
    const termOf = (word) => {
      if (!terms.has(word)) terms.set(word, silent.has(word) ? null : stem(word))
      return terms.get(word)
    }

    const engine = new MiniSearch({
      idField: "number",
      fields: ["id", "title", "words", "page", "text"],
      tokenize: (text) => wordsOf(text),
      processTerm: termOf,
    })
    const entries = []
    const pages = told.pages.map(([address, title, weight, words]) => ({ address, title, weight, words }))

    const add = (rows) => {
      const documents = rows.map(([kind, page, anchor = "", named = "", said = "", note = "", cases = [], voice = -1, against = 0]) => {
        // The words of a claim stand in a section of its page, where it names them: [section, first letter, length].
        const text = Array.isArray(said) ? told.entries[said[0]][4].slice(said[1], said[1] + said[2]) : said
        const title = { [KINDS.claim]: told.words.claim, [KINDS.passage]: told.words.passage }[kind]?.replace("{name}", named || anchor) ?? named
        const { address, title: name, words, weight } = pages[page]
        const whole = kind === KINDS.page && !anchor
        const entry = { kind, page, address, anchor, title: title || name, text, note: note || (told.voices[voice] || [])[1], cases, voice, whole }
        if (against) entry.against = kind === KINDS.claim ? told.words.contested : told.words.counters
        entry.weight = kind === KINDS.page ? weight : WEIGHTS[kind]
        entries.push(entry)
        return {
          id: kind === KINDS.page ? "" : anchor,
          title: whole ? name : kind === KINDS.page ? title : named,
          words: whole ? words : "",
          page: whole || kind !== KINDS.page ? "" : name,
          text,
        }
      })
      const first = entries.length - documents.length
      engine.addAll(documents.map((document, number) => ({ ...document, number: first + number })))
    }

    const options = {
      boost: { id: 4, title: 4, words: 4, page: 0.6, text: 1 },
      weights: { prefix: 0.3, fuzzy: 0.2 },
      boostDocument: (number) => entries[number].weight * (entries[number].whole ? 1.15 : 1),
      tokenize: (term) => [term],
      processTerm: (term) => term,
    }
    // A word is found as such; a longer one that begins so counts less. The last one may be unfinished.
    const asked = (query) => {
      const raw = wordsOf(query, { joined: false })
      const telling = raw.filter((word) => !silent.has(word))
      const heard = telling.length ? telling : raw
      const finished = /\s$/.test(query)
      return heard.map((word, place) => {
        const open = place === heard.length - 1 && !finished ? word.length > 1 : word.length > 4
        return open ? [stem(word), { queries: [word], prefix: true }] : [stem(word)]
      })
    }
    const near = (queries) => [{ queries, fuzzy: (term) => (term.length > 4 ? 0.25 : false) }]

    // What has all the words; what has a page's sections together have them, counts as a find on that page.
    const withAll = (parts) => {
      const found = parts.map((queries) => engine.search({ combineWith: "OR", queries }, options))
      const merged = new Map()
      found.forEach((finds, part) => {
        for (const { id, score, terms: met } of finds) {
          const one = merged.get(id) || { id, score: 0, terms: [], parts: new Set() }
          one.score += score
          one.terms.push(...met)
          one.parts.add(part)
          merged.set(id, one)
        }
      })
      const onPage = new Map()
      for (const { id, parts: met } of merged.values()) {
        if (entries[id].kind !== KINDS.page) continue
        const all = onPage.get(entries[id].page) || new Set()
        for (const part of met) all.add(part)
        onPage.set(entries[id].page, all)
      }
      const some = [...merged.values()]
      const whole = some.filter((one) => one.parts.size === parts.length)
      const direct = new Set(whole.map(({ id }) => entries[id]).filter(({ kind }) => kind === KINDS.page).map(({ page }) => page))
      const together = some.filter(({ id }) => {
        const { kind, page } = entries[id]
        return kind === KINDS.page && !direct.has(page) && onPage.get(page).size === parts.length
      })
      for (const one of together) one.score *= 0.5
      return { all: [...whole, ...together], some }
    }

    // A choice is {kind, case, voice}: numbers, or nothing. What is counted by kind is counted without the choice of kind.
    const fits = (entry, choice) =>
      (choice.case === undefined || entry.cases.includes(choice.case)) && (choice.voice === undefined || entry.voice === choice.voice)

    const search = (query, choice = {}) => {
      const parts = asked(query)
      if (!parts.length) return { how: "nothing", counts: [], against: 0, items: [] }
      let how = "all"
      const { all, some } = withAll(parts)
      let found = all
      if (!found.length) {
        how = "near"
        found = withAll(parts.map(near)).all
      }
      if (!found.length) {
        how = some.length ? "any" : "none"
        found = some.map((one) => ({ ...one, score: one.score * one.parts.size }))
      }
      const counts = WEIGHTS.map(() => 0)
      let against = 0
      const shown = []
      for (const { id, score, terms: met } of found) {
        const entry = entries[id]
        if (!fits(entry, choice)) continue
        counts[entry.kind] += 1
        if (entry.kind === KINDS.passage && entry.against) against += 1
        if (choice.kind === undefined || entry.kind === choice.kind) shown.push({ entry, score, terms: new Set(met) })
      }
      shown.sort((one, other) => other.score - one.score)
      return { how, counts, against, items: grouped(shown) }
    }

    // Sections of one page are one find: the best of them leads, the others follow it.
    const grouped = (found) => {
      const items = []
      const byPage = new Map()
      for (const one of found) {
        const item = one.entry.kind === KINDS.page ? byPage.get(one.entry.page) : undefined
        if (item) {
          item.more.push(one)
          item.score += one.score * 0.1
          continue
        }
        const made = { ...one, more: [] }
        if (one.entry.kind === KINDS.page) byPage.set(one.entry.page, made)
        items.push(made)
      }
      return items.sort((one, other) => other.score - one.score)
    }

    // A text in stretches, [words, whether they were found], cut to what stands around the first of them.
    const marked = (text, met, { whole = false } = {}) => {
      const hits = []
      for (const match of text.matchAll(RUN)) {
        if (wordsIn(match[0])[1].some((word) => met.has(termOf(word)))) hits.push([match.index, match.index + match[0].length])
      }
      let start = 0
      let end = text.length
      if (!whole && end > 2 * CLOSE) {
        const best = hits.length ? hits[0][0] : 0
        start = best > CLOSE ? text.indexOf(" ", best - CLOSE) + 1 : 0
        end = Math.min(end, start + 2 * CLOSE)
        if (end < text.length) end = Math.max(text.lastIndexOf(" ", end), hits.length ? hits[0][1] : 0)
      }
      const stretches = start ? [["… ", false]] : []
      let at = start
      for (const [from, to] of hits) {
        if (from < at || to > end) continue
        stretches.push([text.slice(at, from), false], [text.slice(from, to), true])
        at = to
      }
      stretches.push([text.slice(at, end) + (end < text.length ? " …" : ""), false])
      return stretches.filter(([words]) => words)
    }

    add(told.entries)
    return { add, search, marked, pages }
  }
})()
