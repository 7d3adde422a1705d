/* Switching language keeps the place: the links to the other languages lead to the section in view. Ids are the same in
   every language; without this file the links lead to the same page. */
(() => {
  const links = document.querySelectorAll("a[data-rb-language]")
  const inView = (node) => {
    const box = node.getBoundingClientRect()
    return box.bottom > 0 && box.top < innerHeight
  }

  // What the address names, while it can be seen; else the section that the upper third of the window is in, or the
  // page as a whole where nothing was scrolled.
  const place = () => {
    const named = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)))
    if (named && inView(named)) return location.hash
    if (scrollY < 1) return ""
    const sections = [...document.querySelectorAll("article :is(h1, h2, h3, h4, h5, h6)[id]")]
    const section = sections.filter((heading) => heading.getBoundingClientRect().top < innerHeight / 3).pop()
    return section && section.tagName !== "H1" ? `#${encodeURIComponent(section.id)}` : ""
  }

  for (const link of links) {
    const page = link.getAttribute("href")
    const aim = () => link.setAttribute("href", page + place())
    for (const moment of ["pointerdown", "focus", "click", "contextmenu"]) link.addEventListener(moment, aim, true)
  }
})()
