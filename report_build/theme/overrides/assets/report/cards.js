/* A long page's entries, put in place when the reader comes near or may look for one: at once for a link to one, a filter, a
   search in the page or paper; else bit by bit, in the browser's idle time, from the first move or soon after the page is
   there. Without this file they all stand in the page. */
(() => {
  const waiting = [...document.querySelectorAll("noscript.rb-later")]
  const put = (one) => {
    const made = document.createElement("template")
    made.innerHTML = one.textContent
    one.replaceWith(made.content)
  }
  const all = () => waiting.splice(0).forEach(put)
  const idle = window.requestIdleCallback || ((act) => setTimeout(act, 30))
  let begun = false
  const begin = () => {
    if (begun || !waiting.length) return
    begun = true
    const next = (time) => {
      if (!waiting.length) return // all were needed meanwhile
      do put(waiting.shift())
      while (waiting.length && time && time.timeRemaining() > 20)
      if (waiting.length) idle(next)
    }
    idle(next)
  }

  // A link to what is not there yet: the address is followed anew once it is, so that the entry is marked as its target.
  const target = () => {
    const named = location.hash.slice(1)
    try {
      return document.getElementById(decodeURIComponent(named))
    } catch {
      return document.getElementById(named) // its percent signs are no escapes
    }
  }
  const follow = () => {
    if (location.hash.length < 2 || !waiting.length || target()) return
    all()
    if (target()) location.replace(location.hash)
  }

  document.addEventListener("rb-all", all)
  if (!waiting.length) return
  follow()
  addEventListener("hashchange", follow)
  addEventListener("beforeprint", all)
  addEventListener("blur", all) // as when the browser's own search in the page is opened from its menu
  addEventListener("keydown", ({ key, ctrlKey, metaKey }) => {
    if (key === "F3" || ((ctrlKey || metaKey) && "fgpa".includes(key.toLowerCase()))) all()
  }, true)
  for (const move of ["scroll", "pointerdown", "keydown", "touchstart"]) addEventListener(move, begin, { passive: true, once: true })
  addEventListener("load", () => setTimeout(begin, 4000))
})()
