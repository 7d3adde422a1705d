/* What became known after this version was released: that there is a newer one, whether this
   page changed since, that the version was corrected or withdrawn, which identifier its folder has. It stands in ../status.json, outside the version's
   own files. From a folder on disk no page may read it, and nothing is shown. */
(() => {
  const box = document.querySelector("[data-rb-edition]")
  if (!box || location.protocol === "file:") return
  const own = box.dataset.rbEdition
  const above = box.dataset.rbAbove.replace(/\/?$/, "/")
  const numbers = version => version.split(".").map(Number)
  const isNewer = (one, other) => {
    const [a, b] = [numbers(one), numbers(other)]
    const at = a.findIndex((number, place) => number !== b[place])
    return at >= 0 && a[at] > b[at]
  }
  const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "")
  const link = (href, text) => Object.assign(document.createElement("a"), { href, textContent: text })
  const say = (...parts) => {
    const line = document.createElement("p")
    parts.forEach((part, number) => line.append(number ? " " : "", part))
    box.append(line)
  }

  const tell = status => {
    const words = name => box.dataset[`rb${name[0].toUpperCase()}${name.slice(1)}`]
    const known = status.versions[own]
    if (!known) return
    const directory = document.querySelector("[data-rb-directory]")
    if (directory && known.directory) {
      directory.querySelector("code").textContent = known.directory
      directory.hidden = false
    }
    if (known.withdrawn) say(fill(words("withdrawn"), known.withdrawn))
    for (const one of known.errata) {
      const cure = one.version && status.versions[one.version]
      say(fill(words("erratum"), one), ...(cure ? [link(`${above}${one.version}/${box.dataset.rbComparison}`, fill(words("corrected"), one))] : []))
    }
    for (const one of known.erased) say(fill(words("erased"), one))
    const newest = status.latest
    if (newest && isNewer(newest, own)) {
      const there = { version: newest, ...status.versions[newest] }
      say(fill(words("newer"), there), link(`${above}${newest}/${box.dataset.rbHere}`, fill(words("go"), there)))
      const page = box.dataset.rbPage
      const since = Object.keys(status.versions).filter(one => isNewer(one, own)).sort((a, b) => isNewer(a, b) ? 1 : -1)
      const changed = page ? since.filter(one => status.versions[one].changed.includes(page)) : []
      const place = page.replace(/\.html$/, "").replaceAll("/", "-")
      for (const version of changed) say(link(`${above}${version}/${box.dataset.rbComparison}#page-${place}`, fill(words("changed"), { version })))
      if (page && !changed.length) say(words("same"))
      if (!page) say(link(`${above}${newest}/${box.dataset.rbComparison}`, fill(words("compare"), there)))
    }
    box.hidden = !box.childElementCount
    box.classList.toggle("rb-edition--withdrawn", Boolean(known.withdrawn))
  }

  fetch(`${above}status.json`).then(answer => answer.ok ? answer.json() : null).then(status => status && tell(status)).catch(() => {})
})()
