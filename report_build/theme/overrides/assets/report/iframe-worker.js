/* Search from a folder on disk. Browsers start no worker on file://, so Material's search runs in a hidden frame there:
   a Worker whose script gets the page's messages and answers through the frame. (Material's off-line plug-in would load
   such a shim from another host; its search script looks for the name IFrameWorker and for "worker" in this file's
   own address only to find its language files.) */
(() => {
  if (location.protocol !== "file:") return

  class IFrameWorker extends EventTarget {
    #frame = document.createElement("iframe")
    #ready

    constructor(url) {
      super()
      this.#frame.hidden = true
      this.#frame.title = "search"
      document.body.append(this.#frame)
      const inner = this.#frame.contentWindow
      inner.document.open() // keeps the empty document: Firefox would replace it later
      inner.document.write("<!doctype html><title>search</title>")
      inner.document.close()
      inner.postMessage = (data) => this.dispatchEvent(new MessageEvent("message", { data }))
      inner.importScripts = (...urls) => urls.reduce((before, next) => before.then(() => load(inner, next)), Promise.resolve())
      this.#ready = load(inner, new URL(url, document.baseURI).href)
    }

    postMessage(data) {
      const inner = this.#frame.contentWindow
      this.#ready.then(() => inner.dispatchEvent(new inner.MessageEvent("message", { data })))
    }

    terminate() {
      this.#frame.remove()
    }
  }

  const load = (inner, url) =>
    new Promise((resolve, reject) => {
      const script = inner.document.createElement("script")
      script.src = url
      script.onload = resolve
      script.onerror = () => reject(new Error(`cannot load ${url}`))
      inner.document.body.append(script)
    })

  window.IFrameWorker = window.Worker = IFrameWorker
})()
