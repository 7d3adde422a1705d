/* A small help that pages work without: copying a citation. */
(() => {
  // A citation's copy button stands hidden until there is a clipboard to copy to.
  for (const button of document.querySelectorAll("button[data-copies]")) {
    const source = document.getElementById(button.dataset.copies)
    if (!source || !navigator.clipboard) continue
    const label = button.textContent
    button.hidden = false
    button.addEventListener("click", async () => {
      const text = source.textContent.trim()
      await navigator.clipboard.writeText(button.dataset.put ? text.replaceAll("rbcardid", button.dataset.put) : text)
      button.textContent = button.dataset.done
      setTimeout(() => { button.textContent = label }, 2000)
    })
  }
})()
